/**
 * An operand: entry [i, j] is `values[start + i * row + j * column]`; `row` or `column` is 1. With a change the entry is
 * `(value - mean) factor`; then the operand is of a whole table, whose rows the other step is.
 */
export type Operand = {
  readonly values: Float64Array;
  readonly start: number;
  readonly row: number;
  readonly column: number;
  readonly change?: Change;
};

/** For each column of the table an operand is of. */
export type Change = { readonly means: Float64Array; readonly factors?: Float64Array };

/** Where a product goes: entry [i, j] at `values[start + i * row + j]`. */
export type Destination = { readonly values: Float64Array; readonly start: number; readonly row: number };

export type ProductSize = { readonly rows: number; readonly columns: number; readonly depth: number };

/**
 * `diagonal` is the first wanted column of row 0, one further per row, for half of a symmetric product; what lies left
 * of it stays as it was.
 */
export type TriangleSize = ProductSize & { readonly diagonal?: number };

/** Whether one operand is the other's transpose. */
export const isTransposed = (a: Operand, b: Operand): boolean =>
  a.values === b.values &&
  a.start === b.start &&
  a.row === b.column &&
  a.column === b.row &&
  a.change?.means === b.change?.means &&
  a.change?.factors === b.change?.factors;

export type Place = { readonly memory: Float64Array; readonly stage: number };

/** Whether steps of the depth, rather than rows, are what an operand has in a row. */
export const isAcross = ({ row, column }: Operand): boolean => row === 1 && column !== 1;

/** Copies a block of `count` rows and `deep` columns, changed, to where threads reach it. */
export function stageBlock({ memory, stage }: Place, from: Operand, count: number, deep: number): void {
  const { values, start, row, column, change } = from;
  const [lines, length, step] = isAcross(from) ? [deep, count, column] : [count, deep, row];
  for (let line = 0; line < lines; line++) {
    const first = start + line * step;
    const to = stage + line * length;
    if (change === undefined) memory.set(values.subarray(first, first + length), to);
    else changeLine({ memory, stage: to }, values, first, length, change, first % step);
  }
}

/** A stretch of a row, from column `column` of its table on. */
function changeLine(
  { memory, stage }: Place,
  values: Float64Array,
  first: number,
  length: number,
  { means, factors }: Change,
  column: number,
): void {
  if (factors === undefined) {
    for (let at = 0; at < length; at++) memory[stage + at] = values[first + at]! - means[column + at]!;
  } else {
    for (let at = 0; at < length; at++)
      memory[stage + at] = (values[first + at]! - means[column + at]!) * factors[column + at]!;
  }
}
