import { columnMeans, columnsOf, type Matrix } from './_matrix';

/** Means of columns, of a constant one exactly its value: what is taken from it leaves 0, not rounding. */
export function exactMeans(matrix: Matrix): Float64Array {
  const columns = columnsOf(matrix);
  const { values } = matrix;
  const varies = new Uint8Array(columns);
  for (let start = columns; start < values.length; start += columns)
    for (let c = 0; c < columns; c++) if (values[start + c] !== values[c]) varies[c] = 1;
  return columnMeans(matrix).map((mean, c) => (varies[c] ? mean : values[c]!));
}
