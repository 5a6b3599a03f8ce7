import { constantColumns, withConstants } from './_columns';
import type { Matrix } from './_matrix';
import type { FittedMap, MapFitter } from './LinearMap';

/**
 * What does not vary in training says nothing and is predicted exactly: a constant feature weighs nothing, and the
 * prediction of a constant target is its value. Left to arithmetic, the mean of equal numbers is off by its last bit,
 * which a division by their deviation, or a correlation of the prediction, would take for a signal.
 */
export const exactConstants =
  (fit: MapFitter): MapFitter =>
  (source, target) => {
    const varying = aroundConstants(source, target);
    return varying.complete(fit(varying.source, varying.target));
  };

/** Samples with 0 for what does not vary, and how a map that was fitted to them becomes one of all. */
export function aroundConstants(source: Matrix, target: Matrix) {
  const silent = constantColumns(source).map((column) => ({ column, value: 0 }));
  const still = constantColumns(target).map((column) => ({ column, value: target.values[column]! }));
  const without = (samples: Matrix) => withConstants(samples, silent);
  return {
    source: without(source),
    target: withConstants(
      target,
      still.map(({ column }) => ({ column, value: 0 })),
    ),
    complete: (map: FittedMap): FittedMap => ({
      predict: (samples) => withConstants(map.predict(without(samples)), still),
    }),
  };
}
