import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createPass,
  createRng,
  leaves,
  quietSession,
  tf,
  useBackend,
  writeSafetensors,
  type NdArray,
  type Tensor4D,
} from '@goal-driven/core';
import type { ImageStream } from '@goal-driven/stimuli';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { models } from '../models/models';
import { readFeatures, type Encoder } from '../studies/readFeatures';
import { encoder as network, noise, SIDE } from '../tasks/_tiny.fixture';
import { featureStream } from './featureStream';
import { FrozenEncoder } from './FrozenEncoder';
import { frozen, loadFrozen } from './loadFrozen';

await useBackend('cpu');

/** Images of noise around 1. */
const drawn = (images: number, seed: number): Tensor4D =>
  tf.tensor4d(
    Float32Array.from(createRng(seed).normal(images * SIDE * SIDE * 3), (value) => 1 + 2 * value),
    [images, SIDE, SIDE, 3],
  );

/** A small network with moments that are not those it began with, and dropout. */
function moved(): Encoder {
  const architecture = network();
  const { params, state } = architecture.init(createRng(2));
  const images = drawn(4, 5);
  const pass = createPass({ training: true, rng: createRng(0) });
  const { state: next } = architecture.apply(params, state, { images }, pass);
  return { architecture, params, state: next };
}

const bits = ({ params, state }: Pick<Encoder, 'params' | 'state'>) =>
  leaves({ params, state }).map(
    ({ path, tensor }) => `${path} ${Buffer.from(tensor.dataSync().slice().buffer).toString('hex')}`,
  );

const stream = (): ImageStream => ({ ...noise(), close: async () => undefined }) as unknown as ImageStream;

describe('frozen', () => {
  it('has the features of evaluation, which an encoder in training has not', async () => {
    const encoder = moved();
    const wanted = await readFeatures(
      { encoder },
      { stream: stream(), batches: 1, layers: ['output'], session: quietSession(), label: 'images' },
    );
    const before = tf.memory().numTensors;
    const held = bits(encoder);
    const { look, shape } = frozen(encoder, { layer: null });
    const { batch } = await featureStream(stream(), { look }).read({ batch: 0 });
    expect(tf.memory().numTensors).toBe(before);
    expect(shape).toEqual([12]);
    expect(batch.features.shape).toEqual([4, 12]);
    expect(Array.from(batch.features.values)).toEqual(
      Array.from(wanted['encoder']!.features['output']!.values),
    );
    const { architecture, params, state } = encoder;
    const { values } = (await stream().read({ batch: 0 })).batch.images;
    const images = tf.tensor4d(values, [4, SIDE, SIDE, 3]);
    const pass = createPass({ training: true, rng: createRng(0) });
    const training = architecture.apply(params, state, { images }, pass).output.dataSync();
    const apart = batch.features.values.map((value, at) => Math.abs(value - training[at]!));
    expect(Math.max(...apart)).toBeGreaterThan(0.1);
    expect(bits(encoder)).toEqual(held);
  });

  it('sees an image as it is, whatever is beside it', () => {
    const { look } = frozen(moved(), { layer: null });
    const images = drawn(3, 7);
    const alone = look(tf.slice(images, [1, 0, 0, 0], [1, SIDE, SIDE, 3]) as Tensor4D).dataSync();
    const together = look(images).dataSync().slice(12, 24);
    expect(Array.from(together)).toEqual(Array.from(alone));
  });

  it('reads a layer, and the greatest value in each bin of a map', () => {
    const encoder = moved();
    const images = drawn(2, 7);
    const map = frozen(encoder, { layer: 'stage.0' }).look(images).dataSync(); // [2, 2 x 2 x 3]
    const pooled = frozen(encoder, { layer: 'stage.0', pool: 1 });
    expect(pooled.shape).toEqual([1, 1, 3]);
    const greatest = [0, 1].flatMap((image) =>
      [0, 1, 2].map((channel) =>
        Math.max(...[0, 1, 2, 3].map((place) => map[image * 12 + place * 3 + channel]!)),
      ),
    );
    expect(Array.from(pooled.look(images).dataSync())).toEqual(greatest);
  });

  it('refuses layers that there are not, and to pool what is no map', () => {
    expect(() => frozen(moved(), { layer: 'stage9' })).toThrow(
      'upToLayer: layer must be one of tiny, got stage9',
    );
    const architecture = models['mouse-visual/alexnet_bn_ir_64x64_input_pool_6']!.architecture();
    expect(() => frozen({ architecture, params: {}, state: {} }, { layer: null, pool: 6 })).toThrow(
      'mouse-visual/linear-readout: the layer must be a map [height, width, channels] to be pooled, got [4096]',
    );
  });

  it("has the published maps: a ResNet before its pool, RotNet's AlexNet in 6 x 6 bins", () => {
    const empty = (name: string): Encoder => ({
      architecture: models[`mouse-visual/${name}`]!.architecture(),
      params: {},
      state: {},
    });
    expect(frozen(empty('resnet18_ir_preavgpool_64x64'), { layer: null }).shape).toEqual([2048]);
    expect(frozen(empty('alexnet_rotnet_transfer'), { layer: null, pool: 6 }).shape).toEqual([6, 6, 256]);
  });
});

describe('loadFrozen', () => {
  let folder: string;
  let tensors: number;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'frozen-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => void (tensors = tf.memory().numTensors));
  afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

  const rng = createRng(0);
  const model = 'mouse-visual/simplified_mousenet_single_stream_ir';
  const load = (config: object) => loadFrozen(FrozenEncoder.parse(config), { rng });
  const published = join(
    process.env['GOAL_DRIVEN_SHARED'] ?? '',
    'fixtures/mouse-visual/simplified_mousenet_single_stream_ir.pt',
  );

  it.skipIf(!existsSync(published))(
    'reads a published checkpoint, and what was imported from it',
    async () => {
      const theirs = await load({ kind: 'weights', model, file: published });
      const { params, state } = theirs.encoder;
      const arrays = Object.fromEntries(
        leaves({ params, state }).map(({ path, tensor }): [string, NdArray<Float32Array>] => [
          path.replace(/^(params|state)\//, ''),
          { values: tensor.dataSync() as Float32Array, shape: tensor.shape },
        ]),
      );
      const file = join(folder, 'weights.safetensors');
      writeFileSync(file, writeSafetensors(arrays, {}));
      const ours = await load({ kind: 'weights', model, file });
      expect(bits(ours.encoder)).toEqual(bits(theirs.encoder));
      expect(ours.shape).toEqual([9216]);
      ours.dispose();
      theirs.dispose();
    },
  );

  it('refuses unknown models, files that are none, and layers, and frees what it drew', async () => {
    await expect(load({ kind: 'weights', model: 'lenet', file: 'x' })).rejects.toThrow(
      /model must be one of mouse-visual\/alexnet, .* got lenet/,
    );
    await expect(load({ kind: 'weights', model, file: join(folder, 'none.pt') })).rejects.toThrow(/none\.pt/);
    writeFileSync(join(folder, 'text.pt'), 'no weights');
    await expect(load({ kind: 'weights', model, file: join(folder, 'text.pt') })).rejects.toThrow(/text\.pt/);
    const random = { kind: 'random', network: { kind: 'graph', graph: network().config } };
    await expect(load({ ...random, layer: 'V9' })).rejects.toThrow(/V9/);
  });
});
