import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, NumericalError } from '../errors';
import { createRng } from '../Rng';
import { quietSession, type Session } from '../Session';
import { tf } from '../tf';
import { disposeTree, leaves, type Tree } from '../tree';
import { evaluate } from './evaluate';
import { lineModel, lineStream, lineTask } from './fixtures/lineTask';
import { Interrupted } from './Interrupted';
import { loadTrained } from './loadTrained';
import { train } from './train';
import { TrainConfig } from './TrainConfig';
import type { Trained } from './Trained';
import type { Observed, ObserveTraining } from './TrainOptions';

const config = (changes: object = {}): TrainConfig =>
  TrainConfig.parse({
    steps: 20,
    optimizer: { kind: 'adam' },
    schedule: { kind: 'constant', learningRate: 0.02 },
    logEvery: 5,
    checkpointEvery: 5,
    ...changes,
  });

const run = (
  changes: object = {},
  session: Partial<Session> = {},
  poison = Infinity,
  observe?: ObserveTraining,
) =>
  train({
    ...(observe && { observe }),
    architecture: lineModel(8),
    task: lineTask(8),
    stream: lineStream(createRng(1).child('data'), poison),
    heldOut: lineStream(createRng(1).child('heldOut')),
    config: config(changes),
    rng: createRng(1).child('train'),
    session: { ...quietSession(), ...session },
  });

const bits = ({ params, state, taskState }: Trained): string[] =>
  leaves({ params, state, taskState }).map(
    ({ path, tensor }) => `${path} ${Buffer.from(tensor.dataSync().buffer as ArrayBuffer).toString('hex')}`,
  );
const release = ({ params, state, taskState }: Trained) => disposeTree({ params, state, taskState } as Tree);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'train-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('train', () => {
  it('learns the plane, and says so on data it never learned from', async () => {
    const trained = await run({ steps: 300, evaluateEvery: 100, evaluateBatches: 2 });
    const errors = trained.history.filter(({ values }) => 'heldOut/error' in values);
    expect(errors.map(({ step }) => step)).toEqual([0, 100, 200, 300]);
    expect(errors.at(-1)!.values['heldOut/error']!).toBeLessThan(errors[0]!.values['heldOut/error']! / 5);
    const again = await evaluate({
      architecture: lineModel(8),
      task: lineTask(8),
      trained,
      stream: lineStream(createRng(1).child('heldOut')),
      batches: 2,
      rng: createRng(9),
    });
    expect(again.error).toBeCloseTo(errors.at(-1)!.values['heldOut/error']!, 6);
    expect(trained.taskState.seen.dataSync()[0]).toBe(300);
  });

  it('lets one look at the network when it looks at held-out data, and keeps what was seen', async () => {
    const observe = ({ params, step }: Observed) => {
      const values = leaves(params).map(({ tensor }) => tensor.dataSync()[0]!);
      return Promise.resolve({ 'observed/first': values[0]!, 'observed/step': step });
    };
    const options = { evaluateEvery: 10, evaluateBatches: 1 };
    const trained = await run(options, {}, Infinity, observe);
    const seen = trained.history.filter(({ values }) => 'observed/step' in values);
    expect(seen.map(({ step, values }) => [step, values['observed/step']])).toEqual([[0, 0], [10, 10], [20, 20]]); // prettier-ignore
    const last = leaves(trained.params).map(({ tensor }) => tensor.dataSync()[0]!);
    expect(seen.at(-1)!.values['observed/first']).toBe(last[0]);
    const blind = await run(options);
    expect(bits(trained)).toEqual(bits(blind)); // looking changes nothing
    release(trained);
    release(blind);
  });

  it('keeps the number of tensors constant, whatever the rule of update', async () => {
    const counts: number[] = [];
    const before = tf.memory().numTensors;
    const options = [
      {},
      { accumulate: 3, clip: { kind: 'global-norm', norm: 0.1 }, weightDecay: { kind: 'l2', rate: 0.1 } },
      {
        clip: { kind: 'value', value: 0.1 },
        weightDecay: { kind: 'decoupled', rate: 0.1, paths: ['**/bias'] },
      },
      { optimizer: { kind: 'rmsprop', momentum: 0.9, centered: true }, evaluateEvery: 4 },
      { optimizer: { kind: 'sgd', momentum: 0.9, nesterov: true } },
    ];
    for (const changes of options) {
      counts.length = 0;
      const trained = await run(changes, { progress: () => void counts.push(tf.memory().numTensors) });
      expect(new Set(counts).size).toBe(1);
      release(trained);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('a mean over accumulated batches is a larger batch, for the gradient', async () => {
    const once = await run({ steps: 1, optimizer: { kind: 'sgd' } });
    const thrice = await run({ steps: 1, accumulate: 3, optimizer: { kind: 'sgd' } });
    expect(thrice.history[0]!.values.loss).not.toBe(once.history[0]!.values.loss);
    expect(thrice.taskState.seen.dataSync()[0]).toBe(1);
  });

  it('stops at a loss of NaN and names update, batch and the last good checkpoint', async () => {
    const error = await run({}, { checkpoints: folder }, 12).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NumericalError);
    expect((error as Error).message).toMatch(
      /got NaN at update 13 \(batch cursor 12, rng 1\/train\/step\/12\)/,
    );
    expect((error as Error).message).toMatch(/last good checkpoint: .*step-00000010\.json/);
  });

  it('an interrupted and resumed training is the uninterrupted one, to the bit', async () => {
    const straight = await run({ evaluateEvery: 4, keepBest: 'heldOut/error' });
    const controller = new AbortController();
    const stopping = run(
      { evaluateEvery: 4, keepBest: 'heldOut/error' },
      {
        checkpoints: folder,
        signal: controller.signal,
        progress: (_label, done) => done === 7 && controller.abort(),
      },
    );
    await expect(stopping).rejects.toBeInstanceOf(Interrupted);
    const rewound: number[] = [];
    const resumed = await run(
      { evaluateEvery: 4, keepBest: 'heldOut/error' },
      { checkpoints: folder, resume: true, rewind: (step) => void rewound.push(step) },
    );
    expect(rewound).toEqual([7]);
    expect(bits(resumed)).toEqual(bits(straight));
    expect(resumed.history).toEqual(straight.history);
  });

  it('a damaged checkpoint is named and the one before it used', async () => {
    const straight = await run();
    release(await run({}, { checkpoints: folder }));
    const file = join(folder, 'step-00000020.safetensors');
    writeFileSync(file, readFileSync(file).subarray(0, 100));
    const said: string[] = [];
    const resumed = await run(
      {},
      { checkpoints: folder, resume: true, say: (message) => void said.push(message) },
    );
    expect(said[0]).toMatch(/step-00000020\.json is damaged and passed over/);
    expect(said.at(-1)).toMatch(/going on from step 15/);
    expect(bits(resumed)).toEqual(bits(straight));
  });

  it('keeps the newest checkpoints, and the best', async () => {
    const trained = await run(
      {
        evaluateEvery: 2,
        keepBest: 'heldOut/error',
        checkpointEvery: 2,
        keepLast: 3,
        schedule: { kind: 'constant', learningRate: 0.3 },
      },
      { checkpoints: folder },
    );
    const looks = trained.history.filter(
      ({ values }) => 'heldOut/error' in values && values['heldOut/error'],
    );
    const best = looks.reduce((low, point) =>
      point.values['heldOut/error']! < low.values['heldOut/error']! ? point : low,
    );
    const steps = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => Number(name.slice(5, 13)));
    expect(steps.sort((a, b) => a - b)).toEqual([...new Set([best.step, 16, 18, 20])].sort((a, b) => a - b));
  });

  it('loads what a training left, the last or the best, and refuses another architecture', async () => {
    const trained = await run({ evaluateEvery: 5, keepBest: 'heldOut/error' }, { checkpoints: folder });
    const before = tf.memory().numTensors;
    const loaded = loadTrained({ folder, architecture: lineModel(8), task: lineTask(8) });
    expect(bits(loaded)).toEqual(bits(trained));
    expect(loaded.history).toEqual(trained.history);
    release(loaded);
    expect(tf.memory().numTensors).toBe(before);
    const looks = trained.history.filter(({ values }) => 'heldOut/error' in values);
    const lowest = Math.min(...looks.map(({ values }) => values['heldOut/error']!));
    const best = loadTrained({ folder, architecture: lineModel(8), task: lineTask(8), which: 'best' });
    expect(looks.find(({ step }) => step === best.step)!.values['heldOut/error']).toBe(lowest);
    const other = () => loadTrained({ folder, architecture: lineModel(9), task: lineTask(9) });
    expect(other).toThrow(/architecture\.config\.units: 9 here, 8 there/);
    expect(() =>
      loadTrained({ folder: join(folder, 'none'), architecture: lineModel(8), task: lineTask(8) }),
    ).toThrow(/must hold a whole checkpoint, got none/);
  });

  it('refuses the checkpoint of another training and names what differs', async () => {
    release(await run({}, { checkpoints: folder }));
    const other = run({ clip: { kind: 'value', value: 1 } }, { checkpoints: folder, resume: true });
    await expect(other).rejects.toThrow(/config\.clip: \{"kind":"value","value":1\} here, nothing there/);
    await expect(run({}, { checkpoints: folder })).rejects.toThrow(ConfigError);
  });

  it('names a decay pattern that means no parameter', async () => {
    const before = tf.memory().numTensors;
    await expect(run({ weightDecay: { kind: 'l2', rate: 1, paths: ['**/kernal'] } })).rejects.toThrow(
      /got \*\*\/kernal/,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
