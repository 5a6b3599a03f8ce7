import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  disposeTree,
  evaluate,
  leaves,
  tf,
  useBackend,
  type Trained,
  type Tree,
} from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallTasks, tiny, trainTiny } from './_tiny.fixture';
import { TaskConfig } from './TaskConfig';

await useBackend('cpu');

const bits = ({ params, state, taskState }: Trained): string[] =>
  leaves({ params, state, taskState }).map(
    ({ path, tensor }) => `${path} ${Buffer.from(tensor.dataSync().slice().buffer).toString('hex')}`,
  );
const release = ({ params, state, taskState }: Trained) => disposeTree({ params, state, taskState } as Tree);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'objectives-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(smallTasks)('$kind', (config) => {
  it('reaches every parameter, learns, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const start = await trainTiny(config, 1);
    const trained = await trainTiny(config, 2);
    const [first, second] = [bits(start), bits(trained)];
    const still = first.filter((line, at) => line.startsWith('params/') && line === second[at]);
    // A bias in front of batch norm has no effect, and a gradient of 0 but for rounding.
    expect(still.filter((line) => !/(stage\/0|fc[123])\/bias /.test(line))).toEqual([]);
    for (const { values } of trained.history)
      for (const value of Object.values(values)) expect(Number.isFinite(value)).toBe(true);
    release(start);
    release(trained);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is the uninterrupted training after a checkpoint, to the bit', async () => {
    const straight = await trainTiny(config, 4);
    release(await trainTiny(config, 2, { checkpoints: folder }));
    const resumed = await trainTiny(config, 4, { checkpoints: folder, resume: true });
    expect(resumed.step).toBe(4);
    expect(bits(resumed)).toEqual(bits(straight));
    release(straight);
    release(resumed);
  });

  it('is judged without chance and without moving', async () => {
    const trained = await trainTiny(config, 1);
    const before = bits(trained);
    const judged = (seed: number) => evaluate({ ...tiny(config), trained, batches: 2, rng: createRng(seed) });
    const values = await judged(1);
    expect(Object.keys(values).length).toBeGreaterThan(0);
    expect(await judged(2)).toEqual(values);
    expect(bits(trained)).toEqual(before);
    release(trained);
  });
});

describe('TaskConfig', () => {
  it('has the published numbers as defaults, and refuses others than its own', () => {
    expect(TaskConfig.parse({ kind: 'instanceRecognition' })).toEqual({
      kind: 'instanceRecognition',
      embedding: 128,
      negatives: 4096,
      temperature: 0.07,
      momentum: 0.5,
      normalised: false,
    });
    expect(TaskConfig.parse({ kind: 'moCo' })).toMatchObject({
      queue: 65536,
      momentum: 0.999,
      temperature: 0.2,
    });
    expect(() => TaskConfig.parse({ kind: 'simClr', queue: 3 })).toThrow(/queue/);
    expect(() => TaskConfig.parse({ kind: 'byol' })).toThrow(/kind/);
  });
});
