import type { NdArray } from '@goal-driven/core/arrays';
import { visitedRates } from './_visitedRates';

/**
 * Spatial sparsity: the share of the arena in which a cell fires, `r^2 / sum_b p_b r_b^2` with p_b the
 * share of time in bin b, r_b its rate, r the mean rate.
 *
 * @param rateMap   [y, x], any unit
 * @param occupancy [y, x], s or samples
 * @returns 0 .. 1, 1 for a flat map; NaN for a silent cell
 * @throws ShapeError when the maps differ in shape, DataError for a visited bin without a finite rate
 * @source Skaggs et al. 1996, Hippocampus 6(2)
 */
export function sparsity(rateMap: NdArray, occupancy: NdArray): number {
  const { shares, rates, meanRate } = visitedRates('sparsity', rateMap, occupancy);
  return meanRate ** 2 / shares.reduce((sum, share, bin) => sum + share * rates[bin]! ** 2, 0);
}
