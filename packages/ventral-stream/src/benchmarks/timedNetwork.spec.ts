import {
  createPass,
  createRng,
  disposeTree,
  mapTree,
  quietSession,
  tf,
  useBackend,
  type Tree,
} from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpInput } from '../graph/Op';
import { createNetwork, NetworkChoice } from '../studies/NetworkChoice';
import { convRnn, type ConvRnn } from '../network/convRnn';
import { ConvRnnConfig } from '../network/ConvRnnConfig';
import type { ImageStream } from '@goal-driven/stimuli';
import { timedNetwork } from './timedNetwork';
import { timeless } from './TimeBin';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const session = quietSession();

/** Images of these values, `batchSize` at a time. */
function imagesOf(values: Float32Array, [count, ...shape]: readonly number[], batchSize: number) {
  const length = values.length / count!;
  const read: ImageStream['read'] = async ({ batch }) => {
    const [from, to] = [batch * batchSize, Math.min(count!, (batch + 1) * batchSize)];
    const images = ndArray(values.slice(from * length, to * length), [to - from, ...shape]);
    return {
      batch: {
        images,
        labels: ndArray(new Int32Array(to - from), [to - from]),
        indices: ndArray(
          Int32Array.from({ length: to - from }, (_, place) => from + place),
          [to - from],
        ),
      },
      next: { batch: batch + 1 },
    };
  };
  const stream: ImageStream = { name: 'fixture', start: { batch: 0 }, read, close: async () => {} };
  return { stream, batches: Math.ceil(count! / batchSize) };
}

/** A convolution of one pixel and one channel: its kernel is a factor. */
const factor: OpInput = { op: 'conv', filters: 1, kernelSize: [1, 1], bias: false };

/** Image, a factor of 2, a factor of 3 as readout; with a trace of decay 1/2 behind the first, or without. */
function pixelNetwork(cell: boolean): { architecture: ConvRnn; params: Tree; state: Tree } {
  const architecture = convRnn(
    ConvRnnConfig.parse({
      graph: {
        input: [1, 1, 1],
        nodes: [
          { name: 'a', before: [factor], cell: cell ? { kind: 'timeDecay' } : null },
          { name: 'b', before: [factor, { op: 'flatten' }] },
        ],
        edges: [
          { from: 'image', to: 'a' },
          { from: 'a', to: 'b' },
        ],
      },
    }),
  );
  const { params: made, state } = architecture.init(createRng(0));
  const params = mapTree(made, (tensor, path) => {
    tensor.dispose();
    return tf.fill(tensor.shape, path.includes('cell') ? 0.5 : path.startsWith('a') ? 2 : 3);
  });
  return { architecture, params, state };
}

describe('timedNetwork', () => {
  it('shows the image for 100 ms of 260 and keeps every step', async () => {
    const network = pixelNetwork(true);
    const images = imagesOf(Float32Array.of(1, 4), [2, 1, 1, 1], 1);
    const model = await timedNetwork(network, images, { layers: ['a', 'b'], session });
    disposeTree({ params: network.params, state: network.state });
    expect([model.timesteps.length, model.timesteps[3]]).toEqual([26, { start: 30, end: 40 }]);
    const [a, b] = [await model.activity('a'), await model.activity('b')];
    expect([a.shape, b.shape]).toEqual([
      [2, 26, 1],
      [2, 26, 1],
    ]);
    // s <- s / 2 + 2 x: 2, 3, 3.5, ...; for the second image four times as much
    expect([...a.values.slice(0, 3), ...a.values.slice(26, 29)]).toEqual([2, 3, 3.5, 8, 12, 14]);
    // the readout hears it a step later
    expect([...b.values.slice(0, 4)]).toEqual([0, 6, 9, 10.5]);
    // at step 10 the blank of 0.5 has come: s <- s / 2 + 1
    expect(a.values[10]).toBeCloseTo(a.values[9]! / 2 + 1, 6);
    expect(a.values[25]).toBeCloseTo(2, 3);
  });

  it('has one step for all time where nothing recurs, each layer settled', async () => {
    const network = pixelNetwork(false);
    const images = imagesOf(Float32Array.of(1, 4), [2, 1, 1, 1], 2);
    const model = await timedNetwork(network, images, { layers: ['a', 'b'], session });
    disposeTree({ params: network.params, state: network.state });
    expect(model.timesteps).toBe(timeless);
    expect([...(await model.activity('a')).values]).toEqual([2, 8]);
    expect([...(await model.activity('b')).values]).toEqual([6, 24]);
  });

  it('is the same for any batches, and a sample of units is some of all', async () => {
    const architecture = createNetwork(
      NetworkChoice.parse({
        kind: 'published',
        name: 'rgc_shallow',
        width: 0.03,
        decoder: { kind: 'mlp' },
        presentation: { mode: 'constant', timesteps: 9 },
      }),
      { size: 16, classes: 3 },
    );
    const { params, state } = architecture.init(createRng(1));
    const values = Float32Array.from(createRng(2).normal(3 * 16 * 16 * 3));
    const shape: [number, number, number, number] = [3, 16, 16, 3];
    const layers = ['conv2', 'conv5'];
    const presentation = { mode: 'constant', timesteps: 7 } as const;
    const whole = await timedNetwork({ architecture, params, state }, imagesOf(values, shape, 3), {
      ...{ layers, session, presentation },
    });
    const sample = { units: 2, rng: createRng(3) };
    const some = await timedNetwork({ architecture, params, state }, imagesOf(values, shape, 2), {
      ...{ layers, session, presentation, sample },
    });
    const direct = convRnn({
      ...architecture.config,
      ...{ presentation, record: ['conv2'], decoder: { kind: 'last' }, decodeFrom: 'signal' },
    });
    const expected = tf.tidy(() => {
      const images = tf.tensor4d(values, shape);
      const pass = createPass({ training: false, rng: createRng(0) });
      return [...direct.apply(params, state, { images }, pass).layers['conv2']!.dataSync()];
    });
    disposeTree({ params, state });
    const all = await whole.activity('conv2');
    expect([...all.values]).toEqual(expected);
    const units = all.shape[2]!;
    const kept = await some.activity('conv2');
    expect(kept.shape).toEqual([3, 7, 2]);
    const column = (of: typeof all, unit: number) =>
      Array.from({ length: 21 }, (_, row) => of.values[row * of.shape[2]! + unit]!.toFixed(5)).join();
    const columns = Array.from({ length: units }, (_, unit) => column(all, unit));
    for (const unit of [0, 1]) expect(columns).toContain(column(kept, unit));
  });

  it('rejects layers that there are not, and samples of nothing', async () => {
    const network = pixelNetwork(true);
    const images = imagesOf(Float32Array.of(1), [1, 1, 1, 1], 1);
    const asked = (options: object) => timedNetwork(network, images, { layers: ['a'], session, ...options });
    await expect(asked({ layers: [] })).rejects.toThrow('layers must be at least 1');
    await expect(asked({ layers: ['c'] })).rejects.toThrow('record must name nodes');
    await expect(asked({ sample: { units: 0, rng: createRng(0) } })).rejects.toThrow('sample.units must be');
    const model = await asked({});
    await expect(model.activity('b')).rejects.toThrow('layer must be among a, got b');
    disposeTree({ params: network.params, state: network.state });
  });
});
