import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from './addonPath';
import { EngineError } from './EngineError';

// The cache is shared by all processes of a user. Each says in a file what it is about to do, and then looks at
// what the others say: so of a build and a cleaning at the same time at least one sees the other.

type Work = 'building' | 'cleaning';

/** Beside the cache, because cleaning removes the cache. */
const folder = (): string => join(dirname(cacheFolder()), 'torch-at-work');

/** How long a process of another machine, which we cannot ask, is taken to be alive. */
const hour = 3_600_000;

let announced = 0;

function announce(work: Work): () => void {
  mkdirSync(folder(), { recursive: true });
  const file = join(folder(), `${work}-${process.pid}-${announced++}`);
  writeFileSync(file, hostname());
  return () => rmSync(file, { force: true });
}

/** The processes that are at it; what dead ones left behind is removed. */
function atWork(work: Work): number[] {
  return readdirSync(folder()).flatMap((name) => {
    const [, pid] = new RegExp(`^${work}-(\\d+)-\\d+$`).exec(name) ?? [];
    if (pid === undefined) return [];
    const file = join(folder(), name);
    if (isAlive(file, Number(pid))) return [Number(pid)];
    rmSync(file, { force: true });
    return [];
  });
}

function isAlive(file: string, pid: number): boolean {
  try {
    // Our own announcement changed the folder just now, by the clock of its file system.
    if (readFileSync(file, 'utf8') !== hostname())
      return statSync(folder()).mtimeMs - statSync(file).mtimeMs < hour;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is one; no such file or process is none.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Builds in the cache, which nobody cleans meanwhile. A cleaning that is under way is waited for. */
export async function whileBuilding<T>(build: () => Promise<T>): Promise<T> {
  const withdraw = announce('building');
  try {
    while (atWork('cleaning').length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    return await build();
  } finally {
    withdraw();
  }
}

/** @throws EngineError while somebody builds */
export function whileCleaning<T>(clean: () => T): T {
  const withdraw = announce('cleaning');
  try {
    const [builder] = atWork('building');
    if (builder !== undefined) {
      throw new EngineError(
        `cleanEngine: nobody must be building the engine, got process ${builder}, which is. Clean when it has finished`,
      );
    }
    return clean();
  } finally {
    withdraw();
  }
}
