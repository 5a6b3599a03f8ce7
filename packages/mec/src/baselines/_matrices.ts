import { DataError, ShapeError, type NdArray } from '@goal-driven/core/arrays';

/** @throws ShapeError for anything but two or more rows (one, where columns are given) of the columns, DataError for a number that is not finite */
export function requireMatrix(who: string, { values, shape }: NdArray, columns?: number): void {
  const least = columns === undefined ? 2 : 1;
  if (shape.length !== 2 || shape[0]! < least || (columns !== undefined && shape[1] !== columns)) {
    throw new ShapeError(
      `${who}: samples must be [${least} or more, ${columns ?? 'features'}], got [${shape}]`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1)
    throw new DataError(`${who}: samples must be finite, got ${values[bad]} at flat index ${bad}`);
}

/** The values less the means of their columns. */
export function centred({ values, shape }: NdArray): { values: Float64Array; means: Float64Array } {
  const [rows, columns] = shape as [number, number];
  const means = new Float64Array(columns);
  values.forEach((value, at) => (means[at % columns]! += value / rows));
  return { values: values.map((value, at) => value - means[at % columns]!), means };
}
