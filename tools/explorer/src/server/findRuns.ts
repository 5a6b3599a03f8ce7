import { opendirSync, type Dir } from 'node:fs';
import { basename, join } from 'node:path';

/** Where a run may lie. */
export type FoundRun = {
  /** Its folder. */
  readonly folder: string;
  /** What the reader sees: the path below the folder that was named, which comes first. */
  readonly name: string;
};

/** How far a search goes. */
const searchLimits = { depth: 8, entries: 2_000_000 } as const;

/**
 * All folders below one that hold a `manifest.json`, folders of runs themselves not searched. Links are not followed, so
 * that none leads out or in a circle. Yields undefined in between, so that the caller may do something else.
 *
 * @param said told once what was left out
 */
export function* findRuns(
  root: string,
  said: (message: string) => void,
): Generator<FoundRun | undefined, void> {
  const waiting: { folder: string; name: string; depth: number }[] = [
    { folder: root, name: basename(root) || root, depth: 0 },
  ];
  let entries = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { folder, name, depth } = next;
    const directory = open(folder);
    if (directory === undefined) {
      said(`${name}: must be a readable folder, its runs are left out`);
      continue;
    }
    const inner: string[] = [];
    let isRun = false;
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        if (++entries > searchLimits.entries) {
          said(`more than ${searchLimits.entries} files and folders: the rest is left out`);
          return;
        }
        if (entries % 100 === 0) yield undefined;
        if (entry.name === 'manifest.json' && !entry.isDirectory()) isRun = true;
        else if (entry.isDirectory() && !entry.name.startsWith('.')) inner.push(entry.name);
      }
    } finally {
      directory.closeSync();
    }
    if (isRun) yield { folder, name };
    else if (depth < searchLimits.depth) waiting.push(...inner.map((each) => below(next, each)));
    else if (inner.length > 0) said(`${name}: folders more than ${searchLimits.depth} deep are left out`);
  }
}

const below = ({ folder, name, depth }: { folder: string; name: string; depth: number }, inner: string) => ({
  folder: join(folder, inner),
  name: `${name}/${inner}`,
  depth: depth + 1,
});

function open(folder: string): Dir | undefined {
  try {
    return opendirSync(folder, { bufferSize: 256 });
  } catch {
    return undefined;
  }
}
