import type { Figure, Json, Rng } from '@goal-driven/core';
import type { Axis } from './Axis';
import type { Objective } from './SweepFile';
import type { TrialRow } from './TrialRow';

/** One choice in a search space, as JSON: the value or label of each axis, or a genome of a study's own. */
export type Point = { readonly [name: string]: Json };

/**
 * What a search draws from. A box of axes makes one (`boxSpace`); a study may bring its own, such as
 * the circuits of a ConvRNN with mutations and crossover of graphs. All functions are pure: the same
 * arguments give the same point.
 */
export type SearchSpace = {
  /** The axes, where the space is a box of them: searches with densities per axis need them. */
  readonly axes?: readonly Axis[];
  sample(rng: Rng): Point;
  /** A neighbour of a point: never the point itself where the space holds another. */
  mutate(point: Point, rng: Rng): Point;
  /** A point with parts of both. */
  cross(one: Point, other: Point, rng: Rng): Point;
  /** The partial configuration that a point stands for. */
  config(point: Point): { readonly [key: string]: Json };
  /**
   * Values by dotted path that replace whole what the configuration has there, where it differs from merging: one
   * record of a choice in place of another, an entry of a list. `config` holds them too, as far as merging can.
   */
  sets?(point: Point): { readonly [path: string]: Json };
  /** What a report of trials shows of the space besides the figures that all sweeps have. */
  figures?(rows: readonly TrialRow[], objectives: readonly Objective[]): Figure[];
};
