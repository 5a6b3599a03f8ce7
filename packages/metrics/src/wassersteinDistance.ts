import type { NdArray } from '@goal-driven/core/arrays';
import { requireSample } from './_vectors';

/**
 * First Wasserstein distance ("earth mover's") between the distributions of two samples: the area between their
 * empirical distribution functions, in the unit of the values. It tells how far scores would have to move, where a
 * Kolmogorov-Smirnov statistic tells only how many.
 *
 * @param a [n]
 * @param b [m]
 * @returns at least 0; 0 exactly for samples with one distribution
 * @source Vallender 1974; agrees with scipy.stats.wasserstein_distance
 */
export function wassersteinDistance(a: NdArray, b: NdArray): number {
  requireSample('wassersteinDistance', ['a', a], 1);
  requireSample('wassersteinDistance', ['b', b], 1);
  const [x, y] = [Float64Array.from(a.values).sort(), Float64Array.from(b.values).sort()];
  let [i, j, distance] = [0, 0, 0];
  let previous = Math.min(x[0]!, y[0]!);
  while (i < x.length || j < y.length) {
    const next = j === y.length || (i < x.length && x[i]! <= y[j]!) ? x[i]! : y[j]!;
    distance += (Math.abs(i * y.length - j * x.length) / (x.length * y.length)) * (next - previous);
    while (i < x.length && x[i] === next) i++;
    while (j < y.length && y[j] === next) j++;
    previous = next;
  }
  return distance;
}
