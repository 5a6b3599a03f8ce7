import { createShared } from './createShared';
import { findRuns } from './findRuns';
import type { IndexedRun } from './IndexedRun';
import { readIndexedRun, stampOf } from './readIndexedRun';

/** All runs of some folders, read a little at a time and again only where they changed. */
export type RunIndex = {
  /** Looks again where the last look is over a while ago; resolves when all is read, or after `patience`, ms. */
  readonly refresh: (patience: number) => Promise<void>;
  readonly runs: () => Iterable<IndexedRun>;
  readonly byId: (id: string) => IndexedRun | undefined;
  /** False before the first look is through. */
  readonly complete: () => boolean;
  /** Another number whenever something changed. */
  readonly edition: () => number;
  /** What was left out, in sentences. */
  readonly notes: () => readonly string[];
};

/** Most runs that are kept. */
const MOST_RUNS = 100_000;

/** How long others wait for this at a time, and how long a look is taken to be fresh, ms. */
const [SLICE, FRESH] = [20, 2000];

/**
 * @param folders real paths
 * @param signal ends reading
 */
export function createRunIndex(folders: readonly string[], signal: AbortSignal): RunIndex {
  const byFolder = new Map<string, IndexedRun>();
  const byId = new Map<string, IndexedRun>();
  const shared = createShared();
  let notes: string[] = [];
  let complete = false;
  let edition = 0;
  let looking: Promise<void> | undefined;
  let looked = -Infinity;

  const forget = ({ folder, id }: IndexedRun) => {
    byFolder.delete(folder);
    byId.delete(id);
    edition++;
  };

  async function look(): Promise<void> {
    const said = new Set<string>();
    const seen = new Set<string>();
    let until = performance.now() + SLICE;
    for (const folder of folders) {
      for (const found of findRuns(folder, (message) => said.add(message))) {
        if (performance.now() > until) {
          await new Promise(setImmediate);
          if (signal.aborted) return;
          until = performance.now() + SLICE;
        }
        if (found === undefined || seen.has(found.folder)) continue;
        if (seen.size >= MOST_RUNS) {
          said.add(`more than ${MOST_RUNS} runs: the rest is left out`);
          break;
        }
        seen.add(found.folder);
        const stamp = stampOf(found.folder);
        if (byFolder.get(found.folder)?.stamp === stamp) continue;
        const run = readIndexedRun(found, stamp, shared);
        byFolder.set(run.folder, run);
        byId.set(run.id, run);
        edition++;
      }
    }
    for (const run of byFolder.values()) if (!seen.has(run.folder)) forget(run);
    if (shared.isFull()) said.add('more text than there is room for: some is left out');
    if (!complete || said.size !== notes.length) edition++;
    notes = [...said].slice(0, 10);
    complete = true;
    looked = performance.now();
  }

  return {
    refresh: async (patience) => {
      if (performance.now() - looked < FRESH) return;
      looking ??= look().finally(() => (looking = undefined));
      await within(looking, patience);
    },
    runs: () => byFolder.values(),
    byId: (id) => byId.get(id),
    complete: () => complete,
    edition: () => edition,
    notes: () => notes,
  };
}

/** Waits for something to end, but no longer than so many ms. */
async function within(work: Promise<void>, patience: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)));
  await Promise.race([work, enough]).finally(() => clearTimeout(timer));
}
