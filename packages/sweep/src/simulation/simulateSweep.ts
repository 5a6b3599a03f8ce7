import { defineStudy, type RandomStream } from '@goal-driven/core';
import { createRng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { memoryStore } from '../protocol/memoryStore';
import type { Sweep } from '../protocol/plan';
import { runWorker } from '../protocol/runWorker';
import type { TrialRunner } from '../protocol/TrialRunner';
import { boxSpace } from '../boxSpace';
import { createSearcher } from '../search/searches';
import { SweepFile } from '../SweepFile';
import { virtualTime, type VirtualTime } from './virtualTime';

export type SimulationOptions = {
  /** How many there are. */
  readonly workers: number;
  /** How many are to be run. */
  readonly trials: number;
  /** Mean time of a trial, s; each takes between half and one and a half of it. */
  readonly seconds: number;
  /** Kills per worker and hour, at moments without memory. */
  readonly killsPerHour: number;
  /** Time until another worker takes a dead one's place, s. */
  readonly replacedAfter: number;
  /** Share of the kills that are none: the worker freezes for twice a lease and wakes up. */
  readonly frozen: number;
  /** Time between two checkpoints of a trial, s; what was done since the last one is lost with its worker. */
  readonly checkpointEvery: number;
  /** Time between two signs of life, and after which a worker without one counts as dead; s. */
  readonly leases: { readonly heartbeat: number; readonly lease: number };
  /** Of durations, kills and freezes. */
  readonly seed: number;
};

export type Simulated = {
  /** Until the last trial ended, s. */
  readonly makespan: number;
  /** Work that went into results, s. */
  readonly useful: number;
  /** Work that died with its worker, s. */
  readonly lost: number;
  /** Work on a trial that another had already finished or taken over, s. */
  readonly duplicate: number;
  /** Workers that died. */
  readonly kills: number;
  /** Workers that froze and woke up. */
  readonly freezes: number;
  /** Trials with exactly one result: all of them, or the protocol is wrong. */
  readonly finished: number;
};

const study = defineStudy({
  name: 'simulation/nothing',
  question: 'How long does nothing take?',
  sources: [],
  config: z.strictObject({ x: z.int() }),
  presets: {},
  run: async function* () {
    // the simulation's workers only wait
  },
});

/** A worker's end in the middle of things. */
class Killed extends Error {}

/**
 * Runs the code of the workers themselves, against a store in memory and clocks that pass as fast as there is work,
 * with workers that are killed or freeze at random: what the protocol costs when machines fail.
 */
export async function simulateSweep(options: SimulationOptions): Promise<Simulated> {
  const time = virtualTime();
  const store = memoryStore();
  const sweep = sweepOf(options);
  const rng = createRng(options.seed);
  const totals = { useful: 0, lost: 0, duplicate: 0, kills: 0, freezes: 0 };
  const done = new Map<string, number>(); // work kept in checkpoints, s
  const ended = new Set<string>();
  const place = async (worker: number) => {
    const { stream } = rng.child(worker);
    const draws = stream();
    for (let life = 0; ; life++) {
      const mortal = lifeOf({ time, draws, options, done, ended, totals });
      const end = await runWorker({
        sweep,
        store,
        clock: mortal.clock,
        runner: mortal.runner,
        name: `w${worker}-${life}`,
        process: { host: `node${worker}`, machine: '', pid: 1, birth: '' },
        isGone: () => false, // every worker has a machine of its own: leases alone tell
        signal: new AbortController().signal,
      }).catch((error: unknown) => error);
      if (!(end instanceof Killed)) return end;
      await time.clock().sleep(options.replacedAfter * 1000);
    }
  };
  const crew = Promise.all(Array.from({ length: options.workers }, (_, worker) => place(worker)));
  for (const end of await time.pass(crew)) if (end !== 'done') throw end;
  return { makespan: time.now() / 1000, ...totals, finished: ended.size };
}

function sweepOf({ trials, leases }: SimulationOptions): Sweep {
  const file = SweepFile.parse({
    study: study.name,
    axes: [{ path: 'x', choices: Array.from({ length: trials }, (_, x) => x) }],
    limits: { attempts: 1_000_000 },
    leases,
  });
  const space = boxSpace(file.axes);
  return { file, study, space, searcher: createSearcher(file.search, space) };
}

type Life = {
  readonly time: VirtualTime;
  readonly draws: RandomStream;
  readonly options: SimulationOptions;
  readonly done: Map<string, number>;
  readonly ended: Set<string>;
  readonly totals: { useful: number; lost: number; duplicate: number; kills: number; freezes: number };
};

/** One worker's clock and trials, until it is killed. */
function lifeOf({ time, draws, options, done, ended, totals }: Life) {
  const { killsPerHour, frozen, leases, checkpointEvery } = options;
  const true_ = time.clock();
  const untilNext = () =>
    killsPerHour === 0 ? Infinity : (-Math.log(1 - draws.uniform()) * 3_600_000) / killsPerHour;
  let next = time.now() + untilNext();
  let freezes = draws.uniform() < frozen;
  /** Sleeps; where the worker's hour comes meanwhile, it dies in its sleep, or sleeps on. */
  const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    if (time.now() + milliseconds < next) return true_.sleep(milliseconds, signal);
    if (!freezes) {
      await true_.sleep(Math.max(0, next - time.now()), signal);
      if (signal?.aborted && time.now() < next) return;
      totals.kills += 1;
      throw new Killed();
    }
    const stall = 2000 * leases.lease;
    totals.freezes += 1;
    next = time.now() + stall + untilNext();
    freezes = draws.uniform() < frozen;
    await true_.sleep(milliseconds + stall);
  };
  const runner: TrialRunner = async ({ trial, signal }) => {
    const needs = options.seconds * (0.5 + parseInt(trial.id.slice(0, 6), 16) / 0xffffff);
    let work = done.get(trial.id) ?? 0;
    while (work < needs) {
      const piece = Math.min(checkpointEvery, needs - work);
      const began = time.now();
      try {
        await sleep(piece * 1000, signal);
      } catch (error) {
        totals.lost += (time.now() - began) / 1000;
        throw error;
      }
      if (ended.has(trial.id) || signal.aborted || (done.get(trial.id) ?? 0) > work) {
        totals.duplicate += piece;
        if (ended.has(trial.id) || signal.aborted) return { kind: 'interrupted' };
        work = done.get(trial.id)!;
        continue;
      }
      work += piece;
      totals.useful += piece;
      done.set(trial.id, work);
    }
    ended.add(trial.id);
    return { kind: 'finished', objectives: [], scores: '' };
  };
  // Heartbeats are killed with their worker: they sleep on the same clock, and end with the trial.
  return { clock: { ...true_, sleep }, runner };
}
