import type { Figure } from '@goal-driven/core';
import { axisImportance } from './axisImportance';
import { axisName, isRange, type Axis } from './Axis';
import { axisPosition, axisText, MOST_IN_A_LABEL, pointText } from './axisPosition';
import { bestAtLargestBudget } from './bestAtLargestBudget';
import { learningCurves, type Curves } from './learningCurves';
import { minimizedSign, objectiveName } from './objectives';
import { paretoFront } from './paretoFront';
import type { Objective } from './SweepFile';
import type { SweepView } from './SweepView';
import type { TrialRow } from './TrialRow';

export type SweepFiguresOptions = {
  /** Of the sweep. */
  readonly axes: readonly Axis[];
  /** Of the sweep, the first one first. */
  readonly objectives: readonly Objective[];
  /** Unit of each objective; none where left out. */
  readonly units?: readonly string[];
  /** Values over training; without them no curves are drawn. */
  readonly curves?: Curves;
  /** How many of the best trials stand out; 3 by default. */
  readonly highlighted?: number;
};

/** More lines than these are no longer told apart. */
const MOST_LINES = 300;

/**
 * The figures of a sweep's report: the first objective against each axis, the best value so far, parallel coordinates,
 * importance of the axes, the Pareto front of each pair of objectives, and the learning curves of trials.
 *
 * Suggestions are averaged over seeds. Where a search gives budgets, only those at the largest one that gave any a
 * value are compared with each other; the scatters show all. A figure without anything to show is left out.
 */
export function sweepFigures(rows: readonly TrialRow[], options: SweepFiguresOptions): Figure[] {
  const { axes, objectives, units = [], curves, highlighted = 3 } = options;
  if (objectives.length === 0) return [];
  const labels = objectives.map((objective, place) => {
    const unit = units[place] ?? '';
    return unit === '' ? objectiveName(objective) : `${objectiveName(objective)} (${unit})`;
  });
  const best = bestAtLargestBudget(rows, objectives);
  const view: SweepView = { rows, axes, objectives, highlighted, best, labels };
  return [
    ...(best.length === 0 ? [] : [bestSoFar(view), ...parallelCoordinates(view)]),
    ...importance(view),
    ...axes.flatMap((axis) => againstAxis(view, axis)),
    ...paretoFigures(view),
    ...(curves === undefined ? [] : learningCurves(view, curves)),
  ];
}

function bestSoFar({ best, objectives, labels }: SweepView): Figure {
  const sign = minimizedSign(objectives[0]!);
  const order = [...best].sort((a, b) => a.index - b.index);
  let least = Infinity;
  const y = order.map(({ objectives: [value] }) => sign * (least = Math.min(least, sign * value!)));
  return {
    kind: 'lines',
    name: 'best-so-far',
    title: 'Best so far',
    caption: 'The best value, averaged over seeds, among all suggestions up to a number.',
    axes: { x: 'number of the suggestion', y: labels[0]! },
    lines: [{ label: '', x: order.map(({ index }) => index), y }],
  };
}

function parallelCoordinates({ best, axes, labels, highlighted }: SweepView): Figure[] {
  if (axes.length === 0) return [];
  const shown = best.slice(0, MOST_LINES);
  const which =
    shown.length < best.length ? `of the best ${shown.length} of ${best.length} suggestions` : 'suggestion';
  return [
    {
      kind: 'parallel',
      name: 'parallel-coordinates',
      title: 'Settings and objective',
      caption: `One line for each ${which}, averaged over seeds; the best stand out.`,
      axes: [
        ...axes.map((axis) => ({
          label: axisName(axis),
          ...(isRange(axis) ? (axis.scale === 'log' ? { log: true } : {}) : { categories: axisText(axis) }),
        })),
        { label: labels[0]! },
      ],
      lines: shown.map(({ index, point, objectives }, rank) => ({
        label: `${index}: ${pointText(point, MOST_IN_A_LABEL)}`,
        values: [...axes.map((axis) => axisPosition(axis, point)), objectives[0]!],
        ...(rank < highlighted ? { highlighted: true } : {}),
      })),
    },
  ];
}

function importance({ rows, axes, labels }: SweepView): Figure[] {
  const shares = axisImportance(rows, axes);
  if (shares.length === 0 || shares.every(({ share }) => Number.isNaN(share))) return [];
  const order = [...shares].sort((a, b) =>
    Number.isNaN(a.share) ? 1 : Number.isNaN(b.share) ? -1 : b.share - a.share,
  );
  return [
    {
      kind: 'bars',
      name: 'importance',
      title: 'Importance of settings',
      caption:
        'Share of the variance over trials that each setting explains alone (epsilon squared); the rest is interaction, seeds and noise. A search that learns makes settings depend on each other: the shares are those of its trials, not of the space.',
      axes: { x: `share of the variance of ${labels[0]!}`, y: 'setting' },
      bars: order.map(({ axis, share }) => ({ label: axis, value: share })),
    },
  ];
}

/** Choices stand at 1, 2, ..; numbers on a logarithmic axis at their decimal logarithm. */
function againstAxis({ rows, labels }: SweepView, axis: Axis): Figure[] {
  const used = rows.filter(
    ({ point, state }) => state === 'finished' && Object.hasOwn(point, axisName(axis)),
  );
  if (used.length === 0) return [];
  const log = isRange(axis) && axis.scale === 'log';
  const position = (row: TrialRow) => {
    const value = axisPosition(axis, row.point);
    return isRange(axis) ? (log ? Math.log10(value) : value) : value + 1;
  };
  const budgets = [...new Set(used.map(({ budget }) => budget))].sort((a = 0, b = 0) => a - b);
  const name = axisName(axis);
  return [
    {
      kind: 'scatter',
      name: `against-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`,
      title: `${labels[0]!} against ${name}`,
      caption: 'One point for each trial that has finished.',
      axes: {
        x: isRange(axis)
          ? `${log ? 'log10 ' : ''}${name}`
          : `${name} (${axisText(axis)
              .map((text, at) => `${at + 1} ${text}`)
              .join(', ')})`,
        y: labels[0]!,
      },
      groups: budgets.map((budget) => {
        const group = used.filter((row) => row.budget === budget);
        return {
          label: budget === undefined ? '' : `budget ${budget}`,
          x: group.map(position),
          y: group.map(({ objectives }) => objectives[0]!),
        };
      }),
    },
  ];
}

function paretoFigures({ best, objectives, labels }: SweepView): Figure[] {
  const pairs = objectives.flatMap((_, x) =>
    objectives.slice(x + 1).map((__, after) => [x, x + 1 + after] as const),
  );
  return pairs.flatMap(([x, y]): Figure[] => {
    const whole = best.filter(({ objectives: all }) => Number.isFinite(all[x]) && Number.isFinite(all[y]));
    if (whole.length === 0) return [];
    const signs = [x, y].map((place) => minimizedSign(objectives[place]!));
    const vectors = whole.map(({ objectives: all }) => [signs[0]! * all[x]!, signs[1]! * all[y]!]);
    const front = new Set(paretoFront(vectors));
    const group = (label: string, on: boolean) => {
      const some = whole.filter((_, at) => front.has(at) === on);
      return {
        label,
        x: some.map(({ objectives: all }) => all[x]!),
        y: some.map(({ objectives: all }) => all[y]!),
      };
    };
    return [
      {
        kind: 'scatter',
        name: `pareto-front-${x}-${y}`,
        title: `Pareto front of ${labels[x]!} and ${labels[y]!}`,
        caption:
          'Suggestions, averaged over seeds; no other is better in one of the two and as good in the other.',
        axes: { x: labels[x]!, y: labels[y]! },
        groups: [group('on the front', true), group('others', false)],
      },
    ];
  });
}
