import type { RunsTable } from './runsTable';

/** Rows by colour: the most common texts of a column, and the rest together. */
export type ColourGroups = {
  readonly labels: readonly string[];
  /** [rows] which of the labels. */
  readonly of: Uint8Array;
};

/** As many as there are colours that everybody can tell apart. */
const MOST = 6;

/** Groups rows by a column, by what is most common among those shown; those without a text are in the last group. */
export function colourGroups({ rows, texts }: RunsTable, column: string, shown: Uint32Array): ColourGroups {
  const found = texts.get(column);
  if (found === undefined) return { labels: ['all'], of: new Uint8Array(rows) };
  const counts = new Uint32Array(found.values.length);
  for (const row of shown) if (found.at[row]! >= 0) counts[found.at[row]!]!++;
  const present = [...counts.keys()].filter((value) => counts[value]! > 0);
  const order = present.sort((a, b) => counts[b]! - counts[a]!);
  const coloured = order.slice(0, MOST);
  const rest = coloured.length;
  const group = new Uint8Array(found.values.length).fill(rest);
  coloured.forEach((value, place) => (group[value] = place));
  const of = Uint8Array.from(found.at, (at) => (at === -1 ? rest : group[at]!));
  const others = shown.some((row) => of[row] === rest) ? [order.length > MOST ? 'others' : 'not stated'] : [];
  return { labels: [...coloured.map((value) => found.values[value]!), ...others], of };
}
