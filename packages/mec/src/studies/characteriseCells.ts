import { ndArray, plainScore, type NdArray, type Rng, type StudyEvent } from '@goal-driven/core';
import {
  binEdges,
  classifyByShuffling,
  classifyCells,
  rateMap,
  smoothRateMaps,
  type CellClasses,
  type CellScores,
} from '@goal-driven/metrics';
import type { Arena, Bounds } from '../arena';
import type { HeldCells } from '../neural/heldSession';
import type { CellsConfig } from './CellsConfig';
import type { Labels } from './fitScores';

type Options = {
  readonly config: CellsConfig;
  readonly bounds: Bounds;
  readonly shape: Arena['kind'];
  /** Samples by which activity is shifted at least. */
  readonly minimumOffset: number;
  readonly rng: Rng;
};

export type Characterised = {
  /** What each cell is called, and how many there are of each class. */
  readonly classes: CellClasses;
  /** [cells] of each class, by which they are called so. */
  readonly scores: CellScores;
  /** [y, x] of each cell, smoothed. */
  readonly maps: readonly NdArray[];
};

/**
 * Scores and classes of cells, by shuffling or by fixed thresholds, from the same maps and curves. In a circle walls are
 * where the animal never was; on a track, which has none and leads one way, there are no grid, border and head direction
 * cells.
 */
export function characteriseCells(
  { path, activity }: HeldCells,
  { config, bounds, shape, minimumOffset, rng }: Options,
): Characterised {
  const { binning, smoothingSd: sd, shuffles, percentile, thresholds } = config;
  const bins = (low: number, high: number) =>
    binEdges(low, high, Math.floor((high - low) / binning.binWidth + 1e-9));
  const edges = {
    x: bins(bounds.minX, bounds.maxX),
    y: shape === 'track' ? acrossTrack(bounds, binning.binWidth) : bins(bounds.minY, bounds.maxY),
  };
  const { headings, ...led } = path;
  const walked = shape === 'track' || headings === undefined ? led : { ...led, headings };
  const shuffle = { kind: 'shift', minimumOffset } as const;
  // Without shuffles one is made all the same, and not looked at: the observed scores are those of the test.
  const tested = classifyByShuffling(walked, activity, rng, {
    borderForm: shape === 'circle' ? 'opexebo' : 'wallStrips',
    ...{ edges, sd, shuffle, percentile, shuffles: Math.max(1, shuffles) },
  });
  const scores: CellScores = Object.fromEntries(
    Object.entries(tested.tests).map(([name, tests]) => [
      name,
      ndArray(
        Float64Array.from(tests, ({ observed }) => observed),
        [tests.length],
      ),
    ]),
  );
  const maps = Array.from({ length: activity.shape[1]! }, (_, cell) => {
    const { map, occupancy } = rateMap(path.positions, columnOf(activity, cell), edges);
    return sd === 0 ? map : smoothRateMaps(map, { sd, occupancy });
  });
  return { classes: shuffles === 0 ? classifyCells(scores, thresholds) : tested, scores, maps };
}

/** One bin across a track, of any width of its samples. */
const acrossTrack = ({ minY, maxY }: Bounds, binWidth: number) =>
  binEdges(minY - binWidth / 2, maxY + binWidth / 2, 1);

/** One column of [samples, cells]. */
export const columnOf = ({ values, shape }: NdArray, column: number): NdArray => {
  const one = values.filter((_value, at) => at % shape[1]! === column);
  return ndArray(one, [one.length]);
};

/** The score of each cell, and the share of each class and of none. */
export function* classScores(
  { classes, scores }: Characterised,
  ids: readonly string[],
  labels: Labels,
): Generator<StudyEvent> {
  for (const [score, { values }] of Object.entries(scores)) {
    for (const [cell, id] of ids.entries()) {
      const row = { metric: `${score}Score`, labels: { ...labels, cell: id }, n: 1 };
      yield plainScore({ ...row, value: values[cell]!, unit: score === 'place' ? 'bits/spike' : '1' });
    }
  }
  yield* shareScores([classes], labels);
}

/** The share of each class and of none over several groups of cells together. */
export function* shareScores(all: readonly CellClasses[], labels: Labels): Generator<StudyEvent> {
  const { shares, n } = pooledShares(all);
  for (const [name, value] of Object.entries(shares)) {
    yield plainScore({ metric: 'classShare', labels: { ...labels, class: name }, value, n, unit: '1' });
  }
}

/** Shares over several groups together; of what was not scored there is none. */
function pooledShares(all: readonly CellClasses[]) {
  const n = all.reduce((sum, own) => sum + own.n, 0);
  const counts = all.map(countsOf);
  const names = [...new Set(counts.flatMap((own) => Object.keys(own)))];
  const shares = names.map((name): [string, number] => [
    name,
    counts.reduce((sum, own) => sum + (own[name] ?? NaN), 0) / n,
  ]);
  return { shares: Object.fromEntries(shares), n };
}

/** Cells of each class, of two or more, of none, and neither grid nor border cells where both were looked for. */
export function countsOf({ classes, conjunctive, none, heterogeneous }: CellClasses): Record<string, number> {
  const all = { ...classes, conjunctive, none, heterogeneous };
  const counted = Object.entries(all).filter(([, { count }]) => !Number.isNaN(count));
  return Object.fromEntries(counted.map(([name, { count }]) => [name, count]));
}
