import { ConfigError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { sortedOrder } from './_ranks';
import { requireSample } from './_vectors';

/**
 * Holm's step-down adjustment: keeps the chance of any false rejection below the level, under any dependence.
 *
 * @param pValues [m], each in 0 .. 1
 * @returns [m], adjusted, in the order given
 * @throws DataError for NaN, ConfigError outside 0 .. 1
 * @source Holm 1979, Scandinavian Journal of Statistics 6
 */
export function holm(pValues: NdArray): NdArray {
  const m = requirePValues('holm', pValues);
  const adjusted = new Float64Array(m);
  let largest = 0;
  sortedOrder(pValues.values).forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (m - rank) * pValues.values[index]!));
    adjusted[index] = largest;
  });
  return ndArray(adjusted, [m]);
}

/**
 * Benjamini and Hochberg's adjustment: rejecting adjusted values below q keeps the expected share of false
 * rejections below q, for independent or positively dependent tests.
 *
 * @param pValues [m], each in 0 .. 1
 * @returns [m], adjusted, in the order given
 * @throws DataError for NaN, ConfigError outside 0 .. 1
 * @source Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57
 */
export const benjaminiHochberg = (pValues: NdArray): NdArray =>
  stepUp(pValues, requirePValues('benjaminiHochberg', pValues), 1);

/**
 * Benjamini and Yekutieli's adjustment, valid under any dependence: that of Benjamini and Hochberg times
 * `sum_k 1 / k`.
 *
 * @param pValues [m], each in 0 .. 1
 * @source Benjamini & Yekutieli 2001, Annals of Statistics 29
 */
export function benjaminiYekutieli(pValues: NdArray): NdArray {
  const m = requirePValues('benjaminiYekutieli', pValues);
  let harmonic = 0;
  for (let k = 1; k <= m; k++) harmonic += 1 / k;
  return stepUp(pValues, m, harmonic);
}

/** Every p-value times their number, at most 1. [m] -> [m] */
export function bonferroni(pValues: NdArray): NdArray {
  const m = requirePValues('bonferroni', pValues);
  return ndArray(
    pValues.values.map((p) => Math.min(1, m * p)),
    [m],
  );
}

function stepUp({ values }: NdArray, m: number, factor: number): NdArray {
  const adjusted = new Float64Array(m);
  let smallest = 1;
  [...sortedOrder(values)].reverse().forEach((index, at) => {
    smallest = Math.min(smallest, (factor * m * values[index]!) / (m - at));
    adjusted[index] = smallest;
  });
  return ndArray(adjusted, [m]);
}

function requirePValues(who: string, pValues: NdArray): number {
  requireSample(who, ['pValues', pValues], 1);
  const index = pValues.values.findIndex((p) => p < 0 || p > 1);
  if (index >= 0)
    throw new ConfigError(`${who}: pValues must be in 0 .. 1, got ${pValues.values[index]} at ${index}`);
  return pValues.values.length;
}
