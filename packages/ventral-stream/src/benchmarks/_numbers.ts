import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { meanOfKnown } from '@goal-driven/metrics';

/** Standard deviation of what is not NaN, over their number minus `ddof`. */
export function deviationOfKnown(values: Iterable<number>, ddof: 0 | 1): number {
  const known = [...values].filter((value) => !Number.isNaN(value));
  const mean = meanOfKnown(known);
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (known.length - ddof));
}

/** The rows of these indices, in this order: [samples, columns] -> [indices, columns]. */
export function takeRows({ values, shape }: NdArray, indices: ArrayLike<number>): NdArray {
  const columns = shape[1]!;
  const taken = new Float64Array(indices.length * columns);
  for (let row = 0; row < indices.length; row++) {
    const start = indices[row]! * columns;
    taken.set(values.subarray(start, start + columns), row * columns);
  }
  return ndArray(taken, [indices.length, columns]);
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
