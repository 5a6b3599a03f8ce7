import { ConfigError } from '@goal-driven/core/arrays';
import { DataList, type DataEntry } from './DataEntry';
import list from './entries.json' with { type: 'json' };

/** Every data set and published file of weights by name, from `entries.json` beside this file. */
export const dataEntries: { readonly [name: string]: DataEntry } = Object.fromEntries(
  DataList.parse(list).entries.map((entry) => [entry.name, entry]),
);

/** An entry, and those of its files that were chosen. */
export type ChosenData = { readonly entry: DataEntry; readonly files: readonly DataEntry['files'][number][] };

/**
 * What a name such as `convrnns/rgc_shallow` chooses: an entry, or of it the files in that folder, or one file.
 *
 * @throws ConfigError for an unknown entry, and a part that it does not have
 */
export function chooseData(
  name: string,
  entries: { readonly [name: string]: DataEntry } = dataEntries,
): ChosenData {
  const [first, ...rest] = name.split('/');
  const entry = Object.hasOwn(entries, first!) ? entries[first!] : undefined;
  if (entry === undefined)
    throw new ConfigError(
      `data: an entry must be one of ${Object.keys(entries).join(', ')}, got ${JSON.stringify(first)}`,
    );
  const part = rest.join('/');
  const files = entry.files.filter(({ path }) => part === '' || path === part || path.startsWith(`${part}/`));
  if (files.length > 0) return { entry, files };
  const parts = new Set(entry.files.map(({ path }) => path.split('/')[0]));
  throw new ConfigError(
    `data: a part of ${entry.name} must be one of ${[...parts].join(', ')}, got ${JSON.stringify(part)}`,
  );
}
