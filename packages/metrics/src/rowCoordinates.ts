import { ndArray } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, rowsOf, type Matrix } from './_matrix';
import { rowBasis } from './_rowBasis';

/**
 * The rows of a table in an orthonormal basis of their own: as many columns as rows, where there were more. All products
 * and distances of rows stay, so a map that depends on a source through these alone (ridge, PLS without scaling, principal
 * components) predicts the same from them, and many fits to the same few samples of many features cost what as few
 * features do.
 *
 * @param samples [n, p]
 * @returns [n, n], columns beyond the rank zero, up to rounding a turn of the rows; the table itself where p <= n
 * @throws ShapeError for other axes, DataError for entries that are not finite
 */
export function rowCoordinates(samples: Matrix): Matrix {
  requireFinite('rowCoordinates', 'samples', samples, 2);
  const n = rowsOf(samples);
  if (columnsOf(samples) <= n) return samples;
  const { coordinates } = rowBasis(ndArray(samples.values.slice(), samples.shape)); // which it overwrites
  const rank = columnsOf(coordinates);
  if (rank === n) return coordinates;
  const padded = new Float64Array(n * n);
  for (let row = 0; row < n; row++)
    padded.set(coordinates.values.subarray(row * rank, (row + 1) * rank), row * n);
  return ndArray(padded, [n, n]);
}
