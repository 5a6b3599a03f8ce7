import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  disposeTree,
  evaluate,
  leafAt,
  leaves,
  ndArray,
  quietSession,
  tf,
  train,
  TrainConfig,
  useBackend,
  type Session,
  type Tensor4D,
  type Trained,
  type Tree,
} from '@goal-driven/core';
import type { ImageStream } from '@goal-driven/stimuli';
import { describe, expect, it } from 'vitest';
import { encoder as network, noise, SIDE } from '../tasks/_tiny.fixture';
import { featureStream, type FeatureStream } from './featureStream';
import { judgeReadout } from './judgeReadout';
import { linearReadout } from './linearReadout';
import { frozen, type Frozen } from './loadFrozen';
import { ReadoutHead, readoutHead } from './readoutHead';

await useBackend('cpu');

const CLASSES = 3;
const PIXELS = SIDE * SIDE * 3;
const [RATE, DECAY, MOMENTUM] = [0.1, 0.01, 0.9]; // a decay that shows, where the published one is 1e-9

const images = (): ImageStream => ({ ...noise(), close: async () => undefined }) as unknown as ImageStream;
const drawn = (layer: string | null = null, pool?: number): Frozen => {
  const architecture = network();
  return frozen({ architecture, ...architecture.init(createRng(2)) }, { layer, ...(pool && { pool }) });
};

const parts = (seen: Frozen, kind: ReadoutHead['kind'], classes: number) => ({
  architecture: readoutHead(ReadoutHead.parse({ kind }), { features: seen.shape, classes }),
  task: linearReadout({ classes }),
});
const learn = (
  seen: Frozen,
  steps: number,
  { kind = 'linear', classes = CLASSES, stream = featureStream(images(), seen), ...session }: Options = {},
) =>
  train({
    ...parts(seen, kind, classes),
    stream,
    config: TrainConfig.parse({
      steps,
      optimizer: { kind: 'sgd', momentum: MOMENTUM },
      schedule: { kind: 'constant', learningRate: RATE },
      weightDecay: { kind: 'l2', rate: DECAY },
      logEvery: 1,
      checkpointEvery: 2,
    }),
    rng: createRng(4),
    session: { ...quietSession(), ...session },
  });
type Options = Partial<Session> & {
  readonly kind?: ReadoutHead['kind'];
  readonly classes?: number;
  readonly stream?: FeatureStream;
};

const bits = (tree: Tree) =>
  leaves(tree).map(
    ({ path, tensor }) => `${path} ${Buffer.from(tensor.dataSync().slice().buffer).toString('hex')}`,
  );
const carried = ({ params, state }: Trained): Tree => ({ params: params.model, state });
const release = ({ params, state, taskState }: Trained) => disposeTree({ params, state, taskState } as Tree);

/** Kernel [D][classes], then a row of biases. */
const weightsOf = (params: Tree): number[][] => {
  const kernel = leafAt(params, 'readout/fc/kernel')!;
  const rows = tf.tidy(() => tf.concat([kernel, tf.reshape(leafAt(params, 'readout/fc/bias')!, [1, -1])], 0));
  const values = rows.arraySync() as number[][];
  rows.dispose();
  return values;
};

describe('linearReadout', () => {
  it('makes the updates that are worked out by hand', async () => {
    const seen = drawn();
    const head = readoutHead(ReadoutHead.parse({ kind: 'linear' }), { features: [12], classes: CLASSES });
    const start = head.init(createRng(4).child('model'));
    let weights = weightsOf(start.params);
    let velocity = weights.map((row) => row.map(() => 0));
    const stream = featureStream(images(), seen);
    const losses: number[] = [];
    for (const batch of [0, 1]) {
      const { features, labels } = (await stream.read({ batch })).batch;
      const rows = Array.from(labels.values, (label, row) => {
        const inputs = [...features.values.slice(row * 12, row * 12 + 12), 1]; // and the bias's
        const exponents = [0, 1, 2].map((unit) =>
          Math.exp(inputs.reduce((sum, input, at) => sum + input * weights[at]![unit]!, 0)),
        );
        const total = exponents.reduce((a, b) => a + b);
        const shares = exponents.map((each) => each / total);
        return { inputs, shares, label };
      });
      losses.push(rows.reduce((sum, { shares, label }) => sum - Math.log(shares[label]!), 0) / rows.length);
      // The gradient of the cross entropy: (softmax - one-hot) x inputs, mean over images; then decay, momentum, rate.
      const gradient = weights.map((row, at) =>
        row.map(
          (weight, unit) =>
            rows.reduce(
              (sum, { inputs, shares, label }) =>
                sum + (shares[unit]! - (label === unit ? 1 : 0)) * inputs[at]!,
              0,
            ) /
              rows.length +
            DECAY * weight,
        ),
      );
      velocity = velocity.map((row, at) => row.map((old, unit) => MOMENTUM * old + gradient[at]![unit]!));
      weights = weights.map((row, at) => row.map((old, unit) => old - RATE * velocity[at]![unit]!));
    }
    const trained = await learn(seen, 2);
    trained.history.forEach(({ values }, at) => expect(values['loss']).toBeCloseTo(losses[at]!, 5));
    const ours = weightsOf(trained.params.model);
    weights.forEach((row, at) => row.forEach((value, unit) => expect(ours[at]![unit]).toBeCloseTo(value, 6)));
    expect(ours).toHaveLength(13);
    release(trained);
    disposeTree({ params: start.params, state: start.state });
    seen.dispose();
  });

  it('leaves the encoder as it is, to the bit, looks at each batch once, and frees what it made', async () => {
    const before = tf.memory().numTensors;
    const seen = drawn();
    const { params, state } = seen.encoder;
    const held = bits({ params, state });
    let looks = 0;
    const counted = { ...seen, look: (each: Tensor4D) => ((looks += 1), seen.look(each)) };
    const [first, last] = [await learn(seen, 1), await learn(counted, 4)];
    expect(bits({ params, state })).toEqual(held);
    expect(looks).toBe(4); // one for each update, and none for gradients
    const [some, all] = [bits(carried(first)), bits(carried(last))];
    expect(all.filter((line) => some.includes(line))).toEqual([]); // and all of the readout learns
    expect(all.map((line) => line.split(' ')[0])).toEqual([
      'params/readout/fc/bias',
      'params/readout/fc/kernel',
    ]);
    release(first);
    release(last);
    seen.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('learns to read what its encoder tells, and of noise nothing', async () => {
    /** Batches of 20 images of noise around a mean that is their label's, or nobody's. */
    const shown = (apart: number): ImageStream =>
      ({
        ...{ name: 'means', start: { batch: 0 }, close: async () => undefined },
        read: async ({ batch }: { batch: number }) => {
          const rng = createRng(6).child(batch);
          const labels = Int32Array.from(rng.child('labels').uniform(20), (each) =>
            Math.floor(CLASSES * each),
          );
          const values = Float32Array.from(
            rng.child('images').normal(20 * PIXELS),
            (each, at) => each + apart * (labels[Math.floor(at / PIXELS)]! - 1),
          );
          const images = ndArray(values, [20, SIDE, SIDE, 3]);
          return { batch: { images, labels: ndArray(labels, [20]) }, next: { batch: batch + 1 } };
        },
      }) as unknown as ImageStream;
    const seen = drawn();
    const shareOf = async (apart: number) => {
      const stream = featureStream(shown(apart), seen);
      const trained = await learn({ ...seen }, 60, { stream });
      const network = {
        ...parts(seen, 'linear', CLASSES),
        params: trained.params.model,
        state: trained.state,
      };
      // From a batch far behind those that were learned from.
      const held = {
        ...stream,
        read: ({ batch }: { batch: number }) => stream.read({ batch: batch + 1000 }),
      };
      const judging = { stream: held, batches: 15, session: quietSession(), label: 'images' };
      const { shares, n } = await judgeReadout(network, [1, 2, 3], judging);
      expect(n).toBe(300);
      expect(shares[1]).toBeGreaterThan(shares[0]!);
      expect(shares[2]).toBe(1);
      release(trained);
      return shares[0]!;
    };
    expect(await shareOf(1)).toBeGreaterThan(0.9);
    // Chance with 300 images: within four standard deviations, .11.
    expect(Math.abs((await shareOf(0)) - 1 / 3)).toBeLessThan(0.11);
    seen.dispose();
  });

  it.each(['linear', 'rotNet'] as const)(
    'is the uninterrupted training after a checkpoint, to the bit: %s',
    async (kind) => {
      const folder = mkdtempSync(join(tmpdir(), 'readout-'));
      const seen = kind === 'linear' ? drawn() : drawn('stage.0', 2);
      const straight = await learn(seen, 4, { kind });
      release(await learn(seen, 2, { kind, checkpoints: folder }));
      const resumed = await learn(seen, 4, { kind, checkpoints: folder, resume: true });
      expect(resumed.step).toBe(4);
      expect(bits(carried(resumed))).toEqual(bits(carried(straight)));
      for (const each of [straight, resumed]) release(each);
      seen.dispose();
      rmSync(folder, { recursive: true });
    },
  );

  it('is judged by its moments, and among five where there are more classes', async () => {
    const seen = drawn('stage.0', 2);
    for (const [classes, told] of [
      [5, ['loss', 'accuracy']],
      [6, ['loss', 'accuracy', 'top5Accuracy']],
    ] as const) {
      const trained = await learn(seen, 2, { kind: 'rotNet', classes });
      const held = bits(carried(trained));
      const judging = { ...parts(seen, 'rotNet', classes), trained, stream: featureStream(images(), seen) };
      const judged = await evaluate({ ...judging, batches: 2, rng: createRng(0) });
      expect(Object.keys(judged)).toEqual(told);
      expect(await evaluate({ ...judging, batches: 2, rng: createRng(1) })).toEqual(judged);
      expect(bits(carried(trained))).toEqual(held);
      expect(Object.keys(trained.history[0]!.values)).toEqual(expect.arrayContaining([...told]));
      release(trained);
    }
    seen.dispose();
  });
});
