import type { Point } from './SearchSpace';

/** One trial of a sweep, as tables and figures read it: a suggestion under one seed. */
export type TrialRow = {
  /** Number of its suggestion. */
  readonly index: number;
  /** Hash of its configuration and seed: the name of its folder. */
  readonly id: string;
  readonly point: Point;
  /** What the search gave it to spend, where it gives budgets. */
  readonly budget?: number;
  readonly seed: number;
  readonly state: 'finished' | 'failed' | 'running' | 'waiting';
  /** One for each objective of the sweep, in its order and as measured, not turned for a search; NaN when undefined. */
  readonly objectives: readonly number[];
  /** From its begin to its end, without what was lost, s; NaN before it ends. */
  readonly seconds: number;
  readonly attempts: number;
  readonly worker: string;
};
