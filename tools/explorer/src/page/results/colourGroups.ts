import type { RunsTable } from './runsTable';

/** Rows by colour: the most common texts of a column, and the rest together. */
export type ColourGroups = {
  readonly labels: readonly string[];
  /** [rows] which of the labels. */
  readonly of: Uint8Array;
};

/** As many as there are colours that everybody can tell apart. */
const MOST = 6;

/** Groups the rows by a column; those without a text are the last group where there are any. */
export function colourGroups({ rows, texts }: RunsTable, column: string): ColourGroups {
  const found = texts.get(column);
  if (found === undefined) return { labels: ['all'], of: new Uint8Array(rows) };
  const counts = new Uint32Array(found.values.length);
  for (const at of found.at) if (at >= 0) counts[at]!++;
  const order = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]!);
  const shown = order.slice(0, MOST);
  const rest = shown.length;
  const group = new Uint8Array(found.values.length).fill(rest);
  shown.forEach((value, place) => (group[value] = place));
  const of = Uint8Array.from(found.at, (at) => (at === -1 ? rest : group[at]!));
  const others = of.includes(rest) ? [order.length > MOST ? 'others' : 'not stated'] : [];
  return { labels: [...shown.map((value) => found.values[value]!), ...others], of };
}
