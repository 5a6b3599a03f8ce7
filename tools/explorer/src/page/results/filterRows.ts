import type { RunsTable } from './runsTable';

/** Which rows are wanted. */
export type RowFilter = {
  /** Words that must all occur in some text of a row, in capitals or not. */
  readonly words: string;
  /** A text that a column must have; empty for rows that have none. */
  readonly is?: { readonly column: string; readonly text: string } | undefined;
  /** Bounds of numbers by column, both included. */
  readonly between: readonly { readonly column: string; readonly low: number; readonly high: number }[];
};

/** The rows that pass, in the order of the table. Each text that occurs is looked at once, however many rows have it. */
export function filterRows(
  { rows, texts, numbers }: RunsTable,
  { words, is, between }: RowFilter,
): Uint32Array {
  const passes = new Uint8Array(rows).fill(1);
  for (const word of words.toLowerCase().split(/\s+/).filter(Boolean)) {
    const has = new Uint8Array(rows);
    for (const { values, at } of texts.values()) {
      const matches = values.map((text) => text.toLowerCase().includes(word));
      if (matches.includes(true))
        for (let row = 0; row < rows; row++) if (matches[at[row]!] === true) has[row] = 1;
    }
    for (let row = 0; row < rows; row++) passes[row]! &= has[row]!;
  }
  const column = is && texts.get(is.column);
  if (is && column) {
    const wanted = is.text === '' ? -1 : column.values.indexOf(is.text);
    const none = is.text !== '' && wanted === -1;
    for (let row = 0; row < rows; row++) if (none || column.at[row] !== wanted) passes[row] = 0;
  }
  for (const { column: name, low, high } of between) {
    const values = numbers.get(name)?.values;
    if (values === undefined) continue;
    for (let row = 0; row < rows; row++) if (!(values[row]! >= low && values[row]! <= high)) passes[row] = 0;
  }
  const kept: number[] = [];
  for (let row = 0; row < rows; row++) if (passes[row] === 1) kept.push(row);
  return Uint32Array.from(kept);
}
