import { CholeskyDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { DataError, ShapeError } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, rowsOf, transpose, type Matrix } from './_matrix';

/** Rows `x` as `L^-1 x` with `C = L L^T`: their products are those under the inverse of C. */
export function whitenRows(who: string, rows: Matrix, covariance: Matrix): Matrix {
  requireFinite(who, 'covariance', covariance, 2);
  const units = columnsOf(rows);
  if (rowsOf(covariance) !== units || columnsOf(covariance) !== units) {
    throw new ShapeError(
      `${who}: covariance must be [${units}, ${units}] like the units, got [${covariance.shape}]`,
    );
  }
  const decomposition = new CholeskyDecomposition(MlMatrix.from1DArray(units, units, covariance.values));
  const lower = Float64Array.from(decomposition.lowerTriangularMatrix.to1DArray());
  // A pivot lost in rounding is no pivot: with fewer residuals than units the last ones are 1e-16 of their unit.
  const singular = Array.from({ length: units }, (_, i) => i * (units + 1)).some(
    (at) => !(lower[at]! ** 2 > 1e-12 * covariance.values[at]!),
  );
  if (singular || !decomposition.isPositiveDefinite()) {
    throw new DataError(
      `${who}: covariance must be positive definite, got one that is not. Shrinkage makes it so.`,
    );
  }
  const columns = transpose(rows);
  const n = rowsOf(rows);
  const { values } = columns;
  for (let i = 0; i < units; i++) {
    for (let k = 0; k < i; k++) {
      const factor = lower[i * units + k]!;
      for (let c = 0; c < n; c++) values[i * n + c]! -= factor * values[k * n + c]!;
    }
    for (let c = 0; c < n; c++) values[i * n + c]! /= lower[i * (units + 1)]!;
  }
  return transpose(columns);
}
