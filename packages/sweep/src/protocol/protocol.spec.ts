import { createRng, EnvironmentError, type RandomStream } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { virtualTime, type VirtualTime } from '../simulation/virtualTime';
import { countingSweep, everyNumber, followTheBest } from './_countingSweep.fixture';
import { journalReader, journalWriter } from './journal';
import { memoryStore } from './memoryStore';
import type { Sweep } from './plan';
import { retryFailed } from './retryFailed';
import { runWorker, type WorkerEnd } from './runWorker';
import type { Store } from './Store';
import { CANCELLED } from './sweepFolder';
import { createState } from './SweepState';
import { trialFiles, type ClaimFile } from './trialFiles';
import type { TrialEnd, TrialRunner } from './TrialRunner';

const here = { host: 'here', machine: 'boot', pid: 1, birth: '0' };
const nobodyKnows = () => false;

/** Takes a second or more of virtual time, and costs the square of its number. */
const squaring =
  (time: VirtualTime, seconds = 1): TrialRunner =>
  async ({ trial, signal }) => {
    await time.clock().sleep(seconds * 1000, signal);
    if (signal.aborted) return { kind: 'interrupted' };
    const x = trial.point['x'] as number;
    return { kind: 'finished', objectives: [(x - 3) ** 2], scores: `scores of ${x}` };
  };

type Crew = {
  readonly sweep: Sweep;
  readonly store: Store;
  readonly time: VirtualTime;
  readonly isGone?: (claim: ClaimFile) => boolean;
};

const worker = (
  { sweep, store, time, isGone = nobodyKnows }: Crew,
  name: string,
  more: object = {},
): Promise<WorkerEnd> =>
  runWorker({
    sweep,
    store,
    clock: time.clock(),
    runner: squaring(time),
    name,
    process: here,
    isGone,
    signal: new AbortController().signal,
    ...more,
  });

const stateOf = (store: Store) => {
  const state = createState();
  state.apply(journalReader(store).look().events);
  return state;
};

/** What the folders say of every trial: the outcome of its one finished attempt. */
function results(store: Store): { [id: string]: object } {
  const found: { [id: string]: object } = {};
  for (const { id } of stateOf(store).trials.values()) {
    const files = trialFiles(store, id);
    const outcomes = Array.from({ length: files.newest() }, (_, index) => files.outcome(index + 1));
    const finished = outcomes.filter(
      (outcome) => outcome?.outcome === 'finished' || outcome?.outcome === 'failed',
    );
    expect(finished, id).toHaveLength(1);
    found[id] = finished[0]!;
  }
  return found;
}

async function undisturbed(sweep: Sweep) {
  const crew = { sweep, store: memoryStore(), time: virtualTime() };
  expect(await crew.time.pass(worker(crew, 'alone'))).toBe('done');
  return results(crew.store);
}

describe('one worker', () => {
  it('runs every trial once, in the time that they take', async () => {
    const crew = {
      sweep: countingSweep(everyNumber(5), { seeds: [1, 2] }),
      store: memoryStore(),
      time: virtualTime(),
    };
    expect(await crew.time.pass(worker(crew, 'alone'))).toBe('done');
    expect(crew.time.now()).toBe(10_000);
    const state = stateOf(crew.store);
    expect(
      [...state.trials.values()].map(({ indices, seed, state, attempt, objectives }) => [
        indices,
        seed,
        state,
        attempt,
        objectives,
      ]),
    ).toEqual(
      [0, 1, 2, 3, 4].flatMap((x) => [1, 2].map((seed) => [[x], seed, 'finished', 1, [(x - 3) ** 2]])),
    );
    expect(await crew.time.pass(worker(crew, 'later'))).toBe('done');
    expect(crew.time.now()).toBe(10_000);
  });

  it('gives its trial back when told to stop, and another goes on', async () => {
    const crew = { sweep: countingSweep(everyNumber(2)), store: memoryStore(), time: virtualTime() };
    const controller = new AbortController();
    const first = worker(crew, 'first', { signal: controller.signal });
    const stopping = crew.time
      .clock()
      .sleep(1500)
      .then(() => controller.abort());
    await crew.time.pass(stopping);
    expect(await crew.time.pass(first)).toBe('interrupted');
    const trials = [...stateOf(crew.store).trials.values()];
    expect(trials.map(({ state, attempt }) => [state, attempt]).sort()).toEqual([
      ['finished', 1],
      ['waiting', 1],
    ]);
    expect(await crew.time.pass(worker(crew, 'second'))).toBe('done');
    expect(results(crew.store)).toEqual(await undisturbed(crew.sweep));
  });
});

describe('a trial without a score that an objective asks for', () => {
  const unscored: TrialEnd = { kind: 'unscored', message: 'there must be a score cost, got gain' };
  const crewOf = () => ({
    sweep: countingSweep(everyNumber(6)),
    store: memoryStore(),
    time: virtualTime(),
  });
  const statesOf = (store: Store) => [...stateOf(store).trials.values()].map(({ state }) => state).sort();

  it('stops the sweep when it is the first to end', async () => {
    const crew = crewOf();
    const runner: TrialRunner = () => Promise.resolve(unscored);
    expect(await crew.time.pass(worker(crew, 'alone', { runner }))).toBe('cancelled');
    expect(statesOf(crew.store)).toEqual(['failed', ...Array.from({ length: 5 }, () => 'waiting')]);
    expect(crew.store.read(CANCELLED)).toBe('there must be a score cost, got gain\n');
    expect(await crew.time.pass(worker(crew, 'later'))).toBe('cancelled');
  });

  it('has failed alone when another has finished', async () => {
    const crew = crewOf();
    let runs = 0;
    const runner: TrialRunner = (task) =>
      runs++ === 1 ? Promise.resolve(unscored) : squaring(crew.time)(task);
    expect(await crew.time.pass(worker(crew, 'alone', { runner }))).toBe('done');
    expect(statesOf(crew.store)).toEqual(['failed', ...Array.from({ length: 5 }, () => 'finished')]);
    expect(crew.store.read(CANCELLED)).toBeUndefined();
  });
});

describe('many workers', () => {
  it('share the trials: none is run twice', async () => {
    const crew = { sweep: countingSweep(everyNumber(60)), store: memoryStore(), time: virtualTime() };
    await crew.time.pass(Promise.all(Array.from({ length: 20 }, (_, n) => worker(crew, `w${n}`))));
    expect([...stateOf(crew.store).trials.values()].every(({ attempt }) => attempt === 1)).toBe(true);
    expect(crew.time.now()).toBeLessThan(5000);
    expect(results(crew.store)).toEqual(await undisturbed(crew.sweep));
  });

  it('come to the suggestions of one worker where these follow from results', async () => {
    const sweep = countingSweep(followTheBest(40, 4), { seeds: [1, 2] });
    const alone = await undisturbed(sweep);
    expect(Object.keys(alone)).toHaveLength(80);
    const crew = { sweep, store: memoryStore(), time: virtualTime() };
    const uneven: TrialRunner = async (task) => {
      await crew.time.clock().sleep(1000 * (1 + (parseInt(task.trial.id.slice(0, 4), 16) % 7)));
      return squaring(crew.time)(task);
    };
    await crew.time.pass(
      Promise.all(Array.from({ length: 9 }, (_, n) => worker(crew, `w${n}`, { runner: uneven }))),
    );
    expect(results(crew.store)).toEqual(alone);
  });
});

class Killed extends Error {}

/** A store whose user dies at its n-th operation, which may have been done, or half of it, or not. */
function dying(store: Store, operations: number, { uniform }: RandomStream): Store {
  let left = operations;
  const mortal =
    <A extends unknown[], R>(act: (...args: A) => R, half: (...args: A) => void = act) =>
    (...args: A): R => {
      if (left-- > 0) return act(...args);
      if (left === -1 && uniform() < 0.7) half(...args);
      throw new Killed();
    };
  return {
    read: mortal(store.read),
    readFrom: mortal(store.readFrom),
    list: mortal(store.list),
    create: mortal(store.create),
    replace: mortal(store.replace),
    append: mortal(store.append, (path, text) =>
      store.append(path, text.slice(0, Math.floor(uniform() * text.length))),
    ),
  };
}

/** Starts a worker again and again under new names, each of which dies after some operations; the last one lives. */
async function reborn(crew: Crew, name: string, lives: number, stream: RandomStream): Promise<void> {
  const runner: TrialRunner = async (task) => {
    const end = await squaring(crew.time)(task);
    if (stream.uniform() < 0.1) throw new Killed();
    return end;
  };
  for (let life = 0; life < lives; life++) {
    const store = dying(crew.store, 1 + stream.integer(120), stream);
    const end = await worker({ ...crew, store }, `${name}-${life}`, { runner }).catch(
      (error: unknown) => error,
    );
    if (end === 'done') return;
    expect(end).toBeInstanceOf(Killed);
    await crew.time.clock().sleep(1000 * stream.integer(20));
  }
  await worker(crew, `${name}-last`);
}

describe('workers that die at any moment', () => {
  const settings = { limits: { attempts: 1000 }, seeds: [1, 2] };
  it.each([
    ['a list', countingSweep(everyNumber(30), settings)],
    ['a search', countingSweep(followTheBest(30, 4), settings)],
  ])('leave the results of %s as they would have been', async (_, sweep) => {
    const alone = await undisturbed(sweep);
    let attempts = 0;
    for (let seed = 0; seed < 12; seed++) {
      const { stream } = createRng(seed);
      const crew = { sweep, store: memoryStore(), time: virtualTime() };
      await crew.time.pass(Promise.all([0, 1, 2, 3].map((n) => reborn(crew, `w${n}`, 12, stream()))));
      expect(results(crew.store)).toEqual(alone);
      attempts += [...stateOf(crew.store).trials.values()].reduce((sum, { attempt }) => sum + attempt, 0);
    }
    expect(attempts).toBeGreaterThan(12 * 60 + 20); // some did die with a trial in hand
  });

  it('are found dead at once on their own machine, and after a lease on another', async () => {
    for (const [isGone, seconds] of [
      [() => true, 3],
      [() => false, 60],
    ] as const) {
      const crew = {
        sweep: countingSweep(everyNumber(1)),
        store: memoryStore(),
        time: virtualTime(),
        isGone,
      };
      const hangs: TrialRunner = () => Promise.reject(new Killed());
      await expect(crew.time.pass(worker(crew, 'dies', { runner: hangs }))).rejects.toThrow(Killed);
      expect(await crew.time.pass(worker(crew, 'second'))).toBe('done');
      expect(crew.time.now()).toBeGreaterThan((seconds - 3) * 1000);
      expect(crew.time.now()).toBeLessThan((seconds + 9) * 1000);
      expect([...stateOf(crew.store).trials.values()][0]).toMatchObject({ attempt: 2, state: 'finished' });
    }
  });
});

describe('a worker that sleeps longer than its lease', () => {
  it('finds its trial finished by another, and says nothing of its own result', async () => {
    const crew = { sweep: countingSweep(everyNumber(1)), store: memoryStore(), time: virtualTime() };
    const clock = crew.time.clock();
    // Stopped for 500 s, whatever it does.
    const frozen = {
      ...clock,
      sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms + 500_000, signal),
    };
    const other: TrialRunner = async () => {
      await frozen.sleep(1);
      return { kind: 'finished', objectives: [99], scores: 'of a ghost' };
    };
    const said: string[] = [];
    const ghost = worker(crew, 'ghost', {
      clock: frozen,
      runner: other,
      say: (text: string) => said.push(text),
    });
    const heir = clock.sleep(1000).then(() => worker(crew, 'heir'));
    expect(await crew.time.pass(Promise.all([ghost, heir]))).toEqual(['done', 'done']);
    expect(results(crew.store)).toEqual(await undisturbed(crew.sweep));
    expect(said).toEqual([expect.stringMatching(/another worker has taken it over/)]);
  });
});

describe('workers whose clocks disagree', () => {
  it('by days, or by a tenth of the rate, take no trial from one another', async () => {
    const crew = { sweep: countingSweep(everyNumber(12)), store: memoryStore(), time: virtualTime() };
    const skews = [
      { offset: 0, rate: 1 },
      { offset: 1e9, rate: 1.1 },
      { offset: -1e9, rate: 0.9 },
    ];
    const slow = squaring(crew.time, 300);
    await crew.time.pass(
      Promise.all(
        skews.map((skew, n) => worker(crew, `w${n}`, { clock: crew.time.clock(skew), runner: slow })),
      ),
    );
    expect([...stateOf(crew.store).trials.values()].every(({ attempt }) => attempt === 1)).toBe(true);
    expect(crew.time.now()).toBeLessThan(4.2 * 300_000);
  });
});

describe('a trial', () => {
  const run = async (runner: TrialRunner, settings: object = {}) => {
    const crew = {
      sweep: countingSweep(everyNumber(3), settings),
      store: memoryStore(),
      time: virtualTime(),
    };
    expect(await crew.time.pass(worker(crew, 'alone', { runner }))).toBe('done');
    return { crew, trials: [...stateOf(crew.store).trials.values()] };
  };
  const atOne =
    (end: Awaited<ReturnType<TrialRunner>>): TrialRunner =>
    async ({ trial }) =>
      trial.point['x'] === 1 ? end : { kind: 'finished', objectives: [0], scores: '' };

  it('that throws has failed, with what it said, and the others go on', async () => {
    const { trials } = await run(atOne({ kind: 'failed', message: 'no such layer' }));
    expect(trials.map(({ state, attempt, message }) => [state, attempt, message])).toEqual([
      ['finished', 1, undefined],
      ['failed', 1, 'no such layer'],
      ['finished', 1, undefined],
    ]);
  });

  it('whose process dies each time has failed after its attempts, and runs again when a person says so', async () => {
    const { crew, trials } = await run(atOne({ kind: 'crashed', message: 'by SIGSEGV' }), {
      limits: { attempts: 4 },
    });
    expect(trials[1]).toMatchObject({
      state: 'failed',
      attempt: 4,
      message: 'by SIGSEGV; its worker was lost 4 times',
    });
    expect(retryFailed(crew.store, journalWriter(crew.store, 'person'))).toEqual([trials[1]!.id]);
    expect(stateOf(crew.store).waiting.size).toBe(1);
    expect(await crew.time.pass(worker(crew, 'later'))).toBe('done');
    expect([...stateOf(crew.store).trials.values()][1]).toMatchObject({
      state: 'finished',
      attempt: 5,
      objectives: [4],
    });
  });

  it('with a value that is no number keeps it as none', async () => {
    const { trials } = await run(async () => ({ kind: 'finished', objectives: [NaN], scores: '' }));
    expect(trials[0]!.objectives).toEqual([NaN]);
  });
});

describe('a disk that is full for a while', () => {
  it('costs time and nothing else', async () => {
    const crew = { sweep: countingSweep(everyNumber(20)), store: memoryStore(), time: virtualTime() };
    const isFull = () => Math.floor(crew.time.now() / 7000) % 2 === 1;
    const whenFull =
      <A extends unknown[], R>(act: (...args: A) => R) =>
      (...args: A): R => {
        if (isFull()) throw new EnvironmentError('sweep: the disk must have room left, got a full one');
        return act(...args);
      };
    let appends = 0;
    const append = (path: string, text: string) => {
      if (++appends % 7 > 0) return whenFull(crew.store.append)(path, text);
      crew.store.append(path, text.slice(0, text.length / 2));
      throw new EnvironmentError('sweep: the disk must have room left, got a full one');
    };
    const store = {
      ...crew.store,
      append,
      create: whenFull(crew.store.create),
      replace: whenFull(crew.store.replace),
    };
    const deferring: TrialRunner = async (task) =>
      isFull() ? { kind: 'deferred', message: 'a full disk' } : squaring(crew.time, 2)(task);
    const crew2 = { ...crew, store };
    await crew.time.pass(Promise.all([0, 1, 2].map((n) => worker(crew2, `w${n}`, { runner: deferring }))));
    expect(results(crew.store)).toEqual(await undisturbed(crew.sweep));
    expect(journalReader(crew.store).look().damaged).toBeGreaterThan(0);
  });
});
