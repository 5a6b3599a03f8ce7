import type { Matrix } from './_matrix';
import type { FittedMap, MapFitter } from './LinearMap';

/** Several maps to choose from, such as one kind with several penalties. */
export type MapFamily = {
  /** How many. */
  readonly count: number;
  /** What all have in common is computed from the samples once; each map then when it is asked for by its index. */
  readonly fit: (source: Matrix, target: Matrix) => (index: number) => FittedMap;
};

/** A family of maps that have nothing in common. */
export const mapFamily = (maps: readonly MapFitter[]): MapFamily => ({
  count: maps.length,
  fit: (source, target) => (index) => maps[index]!(source, target),
});
