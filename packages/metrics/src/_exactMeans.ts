import { columnMeans, columnsOf, type Matrix } from './_matrix';

/** Means of columns, of a constant one exactly its value: what is taken from it leaves 0, not rounding. */
export function exactMeans(matrix: Matrix): Float64Array {
  const columns = columnsOf(matrix);
  const constant = Array.from({ length: columns }, () => true);
  matrix.values.forEach((value, at) => {
    if (value !== matrix.values[at % columns]) constant[at % columns] = false;
  });
  return columnMeans(matrix).map((mean, c) => (constant[c] ? matrix.values[c]! : mean));
}
