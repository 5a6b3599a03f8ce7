import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { adoptTrainings, GoalDrivenError, Interrupted, type Part, type Session } from '@goal-driven/core';
import { exitCodes } from './exitCodes';

/** A process that did not come to the end of its part. */
class PartFailed extends GoalDrivenError {
  override readonly name = 'PartFailed';
}

type Parts = {
  readonly workers: number;
  /** Words of the command line that does the work, but for its folder and its part. */
  readonly command: readonly string[];
};
type Run = { readonly directory: string; readonly session: Session };

/**
 * Lets processes beside each other measure a share each, in folders `parts/` of the run, and takes over what they
 * trained. Parts that were left by a process that is gone go on, or are taken over as they are where one works alone.
 *
 * @throws Interrupted where the session's signal stopped them; PartFailed where one failed
 */
export async function inParts({ workers, command }: Parts, { directory, session }: Run): Promise<void> {
  const root = join(directory, 'parts');
  if (workers > 1 && (existsSync(root) || !existsSync(session.checkpoints!))) {
    const stop = new AbortController();
    const parts = Array.from({ length: workers }, (_, index) => {
      const part = { index, count: workers };
      const folders = ['--out', join(root, String(index + 1)), '--resume', 'auto'];
      return onePart([...command, ...folders, '--part', partName(part)], {
        ...{ part, session },
        signal: AbortSignal.any([stop.signal, session.signal]),
      });
    });
    const ends = await Promise.allSettled(parts.map((part) => part.catch(stopping(stop))));
    if (session.signal.aborted) throw new Interrupted('the parts were interrupted', 0);
    for (const end of ends) if (end.status === 'rejected') throw end.reason as Error;
  }
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) adoptTrainings(join(root, name), session);
  rmdirSync(root);
}

/** As `--part` takes it: 1/2 is the first of two. */
const partName = ({ index, count }: Part): string => `${index + 1}/${count}`;

const stopping = (stop: AbortController) => (error: unknown) => {
  stop.abort();
  throw error;
};

function onePart(
  words: readonly string[],
  { part, session, signal }: { readonly part: Part; readonly session: Session; readonly signal: AbortSignal },
): Promise<void> {
  const threads = Math.max(1, Math.floor(availableParallelism() / part.count));
  const child = spawn(process.execPath, [process.argv[1]!, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // the terminal's Ctrl-C is for this process, which passes it on
    env: { GOAL_DRIVEN_THREADS: String(threads), ...process.env },
  });
  createInterface({ input: child.stderr }).on('line', (line) => session.say?.(`${partName(part)}: ${line}`));
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, by) => {
      signal.removeEventListener('abort', end);
      if (code === exitCodes.done) resolve();
      else
        reject(
          new PartFailed(`part ${partName(part)}: must come to its end, got ${by ?? `exit code ${code}`}`),
        );
    });
  });
}
