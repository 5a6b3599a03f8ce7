import { columnBasis } from './_decompositions';
import { exactMeans } from './_exactMeans';
import {
  columnsOf,
  minusRow,
  multiply,
  requireFinite,
  requireSameRows,
  transpose,
  type Matrix,
} from './_matrix';

/**
 * Linear predictivity: the share of the target's variance, all units together, that the best linear map from the
 * source accounts for on the same stimuli, `|Q^T Y|^2 / |Y|^2` with Q an orthonormal basis of the centred source. A
 * measure of similarity, not of generalisation: with as many source units as stimuli it is 1.
 *
 * @param source X [stimuli, units]
 * @param target Y [stimuli, units]
 * @returns 0 .. 1; NaN where no unit of the target varies
 * @throws ShapeError for different stimuli
 * @source Kornblith et al. 2019, ICML, table 1 (linear regression)
 */
export function linearPredictivity(source: Matrix, target: Matrix): number {
  requireFinite('linearPredictivity', 'source', source, 2);
  requireFinite('linearPredictivity', 'target', target, 2);
  requireSameRows('linearPredictivity', ['source', source], ['target', target]);
  const columns = columnsOf(target);
  if (target.values.every((value, at) => value === target.values[at % columns])) return NaN;
  const y = minusRow(target, exactMeans(target));
  const basis = columnBasis(minusRow(source, exactMeans(source)));
  if (columnsOf(basis) === 0) return 0;
  return Math.min(1, squaredNorm(multiply(transpose(basis), y)) / squaredNorm(y));
}

const squaredNorm = ({ values }: Matrix): number => values.reduce((sum, value) => sum + value * value, 0);
