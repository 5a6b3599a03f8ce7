import { ndArray } from '@goal-driven/core/arrays';
import { columnsOf, dotAt, rowsOf, type Matrix } from './_matrix';
import { productInto } from './_products';

/** Rows that are made orthogonal to earlier ones together. */
const BLOCK = 48;
/** What is left of a row below this share of it is rounding. */
const NOTHING = 1e-13;

export type RowBasis = {
  /** [rank, p], orthonormal rows. */
  readonly basis: Matrix;
  /** [n, rank]: the rows are `coordinates basis`. */
  readonly coordinates: Matrix;
};

/**
 * An orthonormal basis of a table's rows, by Gram and Schmidt in blocks, twice, which is as exact as reflections.
 *
 * @param rows [n, p], n <= p; overwritten by the basis
 */
export function rowBasis(rows: Matrix): RowBasis {
  const [n, p] = [rowsOf(rows), columnsOf(rows)];
  const coordinates = new Float64Array(n * n);
  const lengths = Float64Array.from({ length: n }, (_, i) => lengthAt(rows.values, i * p, p));
  let rank = 0;
  for (let top = 0; top < n; top += BLOCK) {
    const bottom = Math.min(n, top + BLOCK);
    const earlier = rank;
    for (let pass = 0; pass < 2; pass++) removeEarlier(rows, coordinates, { top, bottom, earlier });
    for (let i = top; i < bottom; i++) {
      for (let pass = 0; pass < 2; pass++) {
        for (let k = earlier; k < rank; k++) {
          const share = dotAt(rows.values, i * p, rows.values, k * p, p);
          coordinates[i * n + k]! += share;
          for (let c = 0; c < p; c++) rows.values[i * p + c]! -= share * rows.values[k * p + c]!;
        }
      }
      const length = lengthAt(rows.values, i * p, p);
      if (!(length > NOTHING * lengths[i]!)) continue;
      coordinates[i * n + rank] = length;
      for (let c = 0; c < p; c++) rows.values[rank * p + c] = rows.values[i * p + c]! / length;
      rank++;
    }
  }
  const kept = new Float64Array(n * rank);
  for (let i = 0; i < n; i++) kept.set(coordinates.subarray(i * n, i * n + rank), i * rank);
  return {
    basis: ndArray(rows.values.subarray(0, rank * p), [rank, p]),
    coordinates: ndArray(kept, [n, rank]),
  };
}

const lengthAt = (values: Float64Array, start: number, count: number): number =>
  Math.sqrt(dotAt(values, start, values, start, count));

/** Takes the part along the first `earlier` basis vectors out of the rows top .. bottom. */
function removeEarlier(
  { values, shape }: Matrix,
  coordinates: Float64Array,
  { top, bottom, earlier }: { top: number; bottom: number; earlier: number },
): void {
  const [n, p] = shape as [number, number];
  const count = bottom - top;
  const shares = new Float64Array(count * earlier);
  const along = new Float64Array(count * p);
  const own = { values, start: top * p, row: p, column: 1 };
  const size = { rows: count, columns: earlier, depth: p };
  productInto({ values: shares, start: 0, row: earlier }, own, { values, start: 0, row: 1, column: p }, size);
  productInto(
    { values: along, start: 0, row: p },
    { values: shares, start: 0, row: earlier, column: 1 },
    { values, start: 0, row: p, column: 1 },
    { rows: count, columns: p, depth: earlier },
  );
  for (let at = 0; at < along.length; at++) values[top * p + at]! -= along[at]!;
  for (let row = 0, at = 0; row < count; row++)
    for (let k = 0; k < earlier; k++) coordinates[(top + row) * n + k]! += shares[at++]!;
}
