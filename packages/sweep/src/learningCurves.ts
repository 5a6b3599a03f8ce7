import type { Figure } from '@goal-driven/core';
import { MOST_IN_A_LABEL, pointText } from './axisPosition';
import type { SweepView } from './SweepView';

/** A curve of each trial, such as its training loss. */
export type Curves = {
  /** With units: `step`, `loss (nats)`. */
  readonly axes: { readonly x: string; readonly y: string };
  readonly log?: boolean;
  /** By id of the trial. */
  readonly byTrial: ReadonlyMap<string, { readonly x: readonly number[]; readonly y: readonly number[] }>;
};

/** Curves that do not stand out; more make a page heavy and show no more. */
const MOST_OTHERS = 200;

/**
 * The curves of trials: those of the best suggestions by name, one line for each seed, others pale behind them.
 *
 * @returns nothing where no trial has a curve
 */
export function learningCurves({ rows, best, highlighted }: SweepView, curves: Curves): Figure[] {
  const named = best.slice(0, highlighted).flatMap(({ index, point }) => {
    const trials = rows.filter((row) => row.index === index && curves.byTrial.has(row.id));
    return trials.map(({ id, seed }) => ({
      label: `${index}: ${pointText(point, MOST_IN_A_LABEL)}${trials.length > 1 ? `, seed ${seed}` : ''}`,
      id,
    }));
  });
  const apart = new Set(named.map(({ id }) => id));
  const others = rows.filter(({ id }) => curves.byTrial.has(id) && !apart.has(id));
  if (named.length + others.length === 0) return [];
  const shown = others.slice(0, MOST_OTHERS);
  const line = (id: string, label: string) => {
    const { x, y } = curves.byTrial.get(id)!;
    return { label, x, y };
  };
  return [
    {
      kind: 'lines',
      name: 'learning-curves',
      title: 'Learning curves',
      caption: `The trials of the best suggestions by name, and ${shown.length} of ${others.length} others.`,
      axes: curves.axes,
      ...(curves.log === undefined ? {} : { log: curves.log }),
      lines: [
        ...named.map(({ id, label }) => line(id, label)),
        ...shown.map(({ id, index, seed }) => ({ ...line(id, `${index}, seed ${seed}`), background: true })),
      ],
    },
  ];
}
