import type { NdArray } from '@goal-driven/core/arrays';
import { visitedRates } from './_visitedRates';

/**
 * Spatial selectivity: the highest rate over the mean rate.
 *
 * @param rateMap   [y, x], any unit
 * @param occupancy [y, x], s or samples
 * @returns at least 1; NaN for a mean rate of 0 or where a rate is negative
 * @throws ShapeError when the maps differ in shape, DataError for a visited bin without a finite rate
 * @source Skaggs et al. 1996, Hippocampus 6(2)
 */
export function selectivity(rateMap: NdArray, occupancy: NdArray): number {
  const { rates, meanRate } = visitedRates('selectivity', rateMap, occupancy);
  if (meanRate === 0 || rates.some((rate) => rate < 0)) return NaN;
  return rates.reduce((highest, rate) => Math.max(highest, rate), 0) / meanRate;
}
