import type { RunsTable } from './runsTable';

/** By which column, and whether the largest comes first. */
export type RowOrder = { readonly column: string; readonly down: boolean };

/**
 * Rows in the order of a column, equal ones as they came; rows without a value come last either way. Texts are put in
 * order once for all that occur, so that rows are compared by numbers alone.
 */
export function sortRows(
  { texts, numbers }: RunsTable,
  rows: Uint32Array,
  { column, down }: RowOrder,
): Uint32Array {
  const keys = numbers.get(column)?.values ?? ranksOf(texts.get(column));
  if (keys === undefined) return rows;
  const sign = down ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [keys[a]!, keys[b]!];
    const missing = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    if (missing !== 0) return missing;
    return x === y || Number.isNaN(x) ? a - b : sign * (x - y);
  });
}

const collator = new Intl.Collator('en', { numeric: true });

function ranksOf(column: { readonly values: readonly string[]; readonly at: Int32Array } | undefined) {
  if (column === undefined) return undefined;
  const order = column.values.map((_, index) => index);
  order.sort((a, b) => collator.compare(column.values[a]!, column.values[b]!));
  const rank = new Float64Array(order.length);
  order.forEach((index, place) => (rank[index] = place));
  return Float64Array.from(column.at, (index) => (index === -1 ? NaN : rank[index]!));
}
