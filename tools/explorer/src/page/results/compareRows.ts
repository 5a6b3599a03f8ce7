import { textAt, type RunsTable } from './runsTable';

/** A setting in which two rows differ; empty where one has none. */
export type DifferingSetting = { readonly path: string; readonly one: string; readonly other: string };

/** What differs between two rows: study, network, seed and settings. */
export function compareRows(table: RunsTable, one: number, other: number): DifferingSetting[] {
  const compared = [...table.texts].filter(
    ([name, { about }]) => about === 'setting' || ['study', 'network', 'seed'].includes(name),
  );
  return compared
    .map(([path]) => ({ path, one: textAt(table, path, one), other: textAt(table, path, other) }))
    .filter((each) => each.one !== each.other);
}
