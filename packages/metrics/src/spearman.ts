import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { averageRanks } from './_ranks';
import { requirePair } from './_vectors';
import { correlation } from './pearson';

/**
 * Spearman's rank correlation: Pearson's correlation of the ranks. Equal values share the mean of the ranks
 * they take up, so that the result does not depend on their order.
 *
 * @param x [n]
 * @param y [n]
 * @returns in [-1, 1]; NaN when x or y is constant
 * @throws ShapeError for different lengths or n < 2; DataError for an entry that is not finite
 * @source Spearman 1904, American Journal of Psychology 15
 */
export function spearman(x: NdArray, y: NdArray): number {
  requirePair('spearman', ['x', x], ['y', y], 2);
  return correlation(averageRanks(x.values), averageRanks(y.values));
}

/** Ranks from 1 in ascending order; equal values share the mean of theirs. [n] -> [n] */
export const ranks = (x: NdArray): NdArray => ndArray(averageRanks(x.values), x.shape);
