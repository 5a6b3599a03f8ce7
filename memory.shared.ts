// How much memory readers of hostile files take, for the specs of several packages. A program of its own reads them, so
// that nothing else counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { mutated } from './mutated.shared.ts';
import { bundleProgram } from './specs.shared.ts';

export type HostileFile = {
  readonly name: string;
  readonly file: Uint8Array;
  readonly read: (file: Uint8Array) => unknown;
};

/** What reading took at most, bytes, of a file of so many bytes; 'read' or the names of errors. */
export type Growth = {
  readonly name: string;
  readonly bytes: number;
  readonly grown: number;
  readonly outcomes: string[];
};

/** What a run of any code takes now and then: pieces that wait to be collected, code that was compiled anew. */
export const MEMORY_NOISE = 32 * 2 ** 20;

/**
 * Starts a program that calls {@link tellGrowths}, and gives what it says.
 *
 * @param from `import.meta.url` of the spec
 * @param program beside it
 */
export async function growthsOf(from: string, program: string): Promise<Growth[]> {
  const folder = mkdtempSync(join(tmpdir(), 'memory-'));
  try {
    const bundled = join(folder, 'program.mjs');
    await bundleProgram(from, fileURLToPath(new URL(program, from)), bundled);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', bundled], {
      encoding: 'utf8',
    });
    if (status !== 0 || stderr !== '') throw new Error(`${program} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as Growth[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Reads files that claim more than they have, and forty damaged ones of each that is whole, and prints how far the peak of
 * the process went up. Linux alone tells it; the process must have been started with `--expose-gc`.
 */
export async function tellGrowths(
  bombs: readonly HostileFile[],
  whole: readonly HostileFile[],
): Promise<void> {
  const said: Growth[] = [];
  for (const each of whole) await outcome(each); // what readers need for themselves is there from now on
  for (const each of bombs) {
    let end = '';
    const grown = await growth(async () => (end = await outcome(each)));
    said.push({ name: `bomb of ${each.name}`, bytes: each.file.length, grown, outcomes: [end] });
  }
  for (const each of whole) {
    const outcomes = new Set<string>();
    let grown = 0;
    for (const file of fc.sample(mutated(each.file), { numRuns: 40, seed: 7 }))
      grown = Math.max(grown, await growth(async () => outcomes.add(await outcome({ ...each, file }))));
    said.push({ name: `damaged ${each.name}`, bytes: each.file.length, grown, outcomes: [...outcomes] });
  }
  process.stdout.write(JSON.stringify(said));
}

async function outcome({ file, read }: HostileFile): Promise<string> {
  try {
    await read(file);
    return 'read';
  } catch (error) {
    return (error as Error).name;
  }
}

/** Bytes by which the process grows at most while it reads. */
async function growth(read: () => Promise<unknown>): Promise<number> {
  (globalThis as { gc?: () => void }).gc!();
  writeFileSync('/proc/self/clear_refs', '5'); // forgets the peak
  const before = resident('VmRSS');
  await read();
  return resident('VmHWM') - before;
}

/** Bytes of the process, or the most that they were since the peak was forgotten. @source Linux, proc(5) */
function resident(what: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync('/proc/self/status', 'latin1');
  return 1024 * Number(new RegExp(`${what}:\\s*(\\d+) kB`).exec(status)![1]);
}
