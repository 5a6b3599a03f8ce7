import { DataError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { sortedOrder } from './_ranks';
import { requireSample } from './_vectors';

/**
 * First Wasserstein distance ("earth mover's") between the distributions of two samples: the area between their
 * empirical distribution functions, in the unit of the values. It tells how far scores would have to move, where a
 * Kolmogorov-Smirnov statistic tells only how many.
 *
 * @param a [n]
 * @param b [m]
 * @param weights masses of the values of either sample, at least 0; shares of their sum count. Equal by default
 * @returns at least 0; 0 exactly for samples with one distribution (without weights)
 * @throws ShapeError, DataError for samples and weights that do not fit
 * @source Vallender 1974; agrees with scipy.stats.wasserstein_distance
 */
export function wassersteinDistance(
  a: NdArray,
  b: NdArray,
  { weights = {} }: { readonly weights?: { readonly a?: NdArray; readonly b?: NdArray } } = {},
): number {
  requireSample('wassersteinDistance', ['a', a], 1);
  requireSample('wassersteinDistance', ['b', b], 1);
  const [x, y] = [masses('a', a, weights.a), masses('b', b, weights.b)];
  const [totalX, totalY] = [x.mass.at(-1)!, y.mass.at(-1)!];
  let [i, j, distance] = [0, 0, 0];
  let previous = Math.min(x.at[0]!, y.at[0]!);
  while (i < x.at.length || j < y.at.length) {
    const next = j === y.at.length || (i < x.at.length && x.at[i]! <= y.at[j]!) ? x.at[i]! : y.at[j]!;
    // Masses below, one over the other's total: whole numbers without weights, so that equal shares cancel exactly.
    const gap = Math.abs((i ? x.mass[i - 1]! : 0) * totalY - (j ? y.mass[j - 1]! : 0) * totalX);
    distance += (gap / (totalX * totalY)) * (next - previous);
    while (i < x.at.length && x.at[i] === next) i++;
    while (j < y.at.length && y.at[j] === next) j++;
    previous = next;
  }
  return distance;
}

/** Values in ascending order, and the mass up to and with each. */
function masses(
  name: string,
  { values }: NdArray,
  weights?: NdArray,
): { readonly at: Float64Array; readonly mass: Float64Array } {
  const at = Float64Array.from(values).sort();
  if (!weights) return { at, mass: at.map((_, index) => index + 1) };
  requireSample('wassersteinDistance', [`weights.${name}`, weights], 1);
  if (weights.values.length !== values.length) {
    throw new ShapeError(
      `wassersteinDistance: weights.${name} must have the ${values.length} values of ${name}, got ${weights.values.length}`,
    );
  }
  if (weights.values.some((weight) => weight < 0) || weights.values.every((weight) => weight === 0)) {
    throw new DataError(
      `wassersteinDistance: weights.${name} must be at least 0 and not all 0, got ${weights.values.join(', ')}`,
    );
  }
  let sum = 0;
  const mass = Float64Array.from(sortedOrder(values), (index) => (sum += weights.values[index]!));
  return { at, mass };
}
