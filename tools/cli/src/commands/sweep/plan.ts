import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { abortOnSignals, readConfigFile, isGone, thisProcess } from '@goal-driven/core';
import {
  beginSweep,
  childRunner,
  createState,
  diskStore,
  openSweep,
  plan as planSweep,
  runWorker,
  SweepFile,
  sweepStatus,
  systemClock,
  type Sweep,
} from '@goal-driven/sweep';
import { z } from 'zod';
import { exitCodes } from '../../exitCodes';
import { formatTable } from '../../formatTable';
import type { Io } from '../../Io';
import { clock } from '../../progressLine';
import { UsageError } from '../../UsageError';
import { named } from './openFolder';
import { shortPoint } from './shortPoint';

type Options = { readonly time?: boolean; readonly workers: number; readonly json?: boolean };

/** Reads the file of a sweep, with all that it names. */
export async function readSweep(path: string): Promise<Sweep> {
  const parsed = SweepFile.safeParse(await readConfigFile(path));
  if (!parsed.success)
    throw new UsageError(`sweep: ${path} must fit its schema, got\n${z.prettifyError(parsed.error)}`);
  return openSweep(parsed.data, named);
}

/** Shows what a sweep would run; with `time` runs its first trial, to say how long. Gives the exit code. */
export async function plan(
  path: string,
  { time = false, workers, json = false }: Options,
  io: Io,
): Promise<number> {
  const sweep = await readSweep(path);
  const state = createState();
  planSweep(sweep, state);
  const total = sweep.searcher.count * sweep.file.seeds.length;
  const trials = [...state.trials.values()].map(({ id, indices, point, budget, seed }) => ({
    index: indices[0]!,
    id,
    point,
    budget,
    seed,
  }));
  const seconds = time ? await timeOne(sweep, io) : undefined;
  const estimate =
    seconds === undefined
      ? undefined
      : { secondsPerTrial: seconds, workers, seconds: (seconds * total) / workers };
  if (json) {
    io.stdout.write(
      `${JSON.stringify({ study: sweep.file.study, search: sweep.file.search, total, trials, estimate }, undefined, 2)}\n`,
    );
    return exitCodes.done;
  }
  const rows = trials
    .slice(0, 20)
    .map(({ index, seed, id, point, budget }) => [
      ...[String(index), String(seed), id, budget === undefined ? '' : String(budget)],
      shortPoint(point),
    ]);
  io.stdout.write(
    formatTable([['number', 'seed', 'trial', 'budget', 'point'], ...rows], { right: [0, 1, 3] }),
  );
  if (trials.length > rows.length) io.stdout.write(`and ${trials.length - rows.length} more\n`);
  const later =
    total > trials.length ? `, of which ${trials.length} can be named before there are results` : '';
  io.stdout.write(`${sweep.file.study}, ${sweep.file.search.kind}: ${total} trials${later}\n`);
  if (estimate !== undefined) {
    const whole = `${clock(estimate.seconds)} with ${workers} ${workers === 1 ? 'worker' : 'workers'} as fast as this`;
    io.stdout.write(`the first took ${estimate.secondsPerTrial.toPrecision(3)} s; all would take ${whole}\n`);
  }
  return exitCodes.done;
}

/** Runs the first trial in a folder of its own, which is thrown away; the seconds that it took. */
async function timeOne(sweep: Sweep, io: Io): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), 'sweep-'));
  const store = diskStore(root);
  const children = childRunner({ root, file: sweep.file, program: [process.argv[1]!, 'sweep', 'serve'] });
  const { signal, release } = abortOnSignals();
  try {
    beginSweep(store, sweep);
    io.stderr.write('running the first trial, to time it\n');
    await runWorker({
      ...{ sweep, store, clock: systemClock, runner: children.run, name: 'timing' },
      ...{ process: thisProcess(), isGone, signal, most: 1 },
    });
    const { failures, secondsPerTrial } = sweepStatus(store, sweep);
    if (failures[0] !== undefined)
      throw new UsageError(`sweep: the first trial must run, got: ${failures[0].message}`);
    return secondsPerTrial;
  } finally {
    children.close();
    release();
    rmSync(root, { recursive: true, force: true });
  }
}
