import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { meanOfKnown } from '@goal-driven/metrics';

/** Standard deviation of what is not NaN, over their number minus `ddof`. */
export function deviationOfKnown(values: Iterable<number>, ddof: 0 | 1): number {
  const known = [...values].filter((value) => !Number.isNaN(value));
  const mean = meanOfKnown(known);
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (known.length - ddof));
}

/** Tables of the same rows beside each other. */
export function besideEachOther(tables: readonly NdArray[]): NdArray {
  const rows = tables[0]!.shape[0]!;
  const width = tables.reduce((sum, { shape }) => sum + shape[1]!, 0);
  const joined = new Float64Array(rows * width);
  let offset = 0;
  for (const { values, shape } of tables) {
    const columns = shape[1]!;
    for (let row = 0; row < rows; row++) {
      joined.set(values.subarray(row * columns, (row + 1) * columns), row * width + offset);
    }
    offset += columns;
  }
  return ndArray(joined, [rows, width]);
}
