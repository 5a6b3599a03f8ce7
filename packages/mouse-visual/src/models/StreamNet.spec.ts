import {
  createPass,
  createRng,
  feedForward,
  leafAt,
  mapTree,
  tf,
  useBackend,
  valueAndGrad,
  type Scalar,
  type Tree,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { deterministicWeights } from '../weights/_deterministicWeights.fixture';
import { placeTorchWeights } from '../weights/placeTorchWeights';
import { MouseModel, mouseModelConfig } from './MouseModel';
import { streamEdges } from './StreamNet';

await useBackend('wasm');

const rng = createRng(5);
const looking = createPass({ training: false, rng });
const network = (options: object) => {
  const model = MouseModel.parse({ kind: 'streamNet', ...options });
  const config = mouseModelConfig(model);
  const { apply } = feedForward({ ...config, record: config.nodes.map(({ name }) => name) });
  return { apply, weights: () => placeTorchWeights(model, deterministicWeights(model)) };
};
const images = () => tf.tensor4d(Float32Array.from(rng.child('images').normal(12_288)), [1, 64, 64, 3]);

describe('a StreamNet', () => {
  it('has its edges in the published order', () => {
    expect(streamEdges('single').map((edge) => edge.join('_'))).toEqual([
      'input_VISp', 'VISp_ventral', 'VISp_VISpor', 'ventral_VISpor',
    ]); // prettier-ignore
    expect(streamEdges('dual').map((edge) => edge.join('_'))).toEqual([
      'input_VISp', 'VISp_ventral', 'VISp_dorsal', 'VISp_VISpor', 'VISp_VISam',
      'ventral_VISam', 'ventral_VISpor', 'dorsal_VISam', 'dorsal_VISpor',
    ]); // prettier-ignore
    expect(streamEdges('six')).toHaveLength(21);
  });

  it('adds rectified arrows: without those of the streams VISpor is the one from VISp', () => {
    const { weights, apply } = network({ streams: 'dual' });
    tf.tidy(() => {
      const { params, state } = weights();
      const input = { images: images() };
      const whole = apply(params, state, input, looking).layers;
      expect(tf.min(whole['VISpor']!).dataSync()[0]).toBeGreaterThanOrEqual(0);
      const cut = mapTree(params, (tensor, path) =>
        /^(ventral|dorsal)_VISpor/.test(path) ? tf.zerosLike(tensor) : tensor,
      );
      const { layers } = apply(cut, state, input, looking);
      expect(layers['VISpor']!.dataSync()).toEqual(layers['VISp_VISpor']!.dataSync());
      expect(layers['VISpor']!.dataSync()).not.toEqual(whole['VISpor']!.dataSync());
      expect(layers['VISam']!.dataSync()).toEqual(whole['VISam']!.dataSync());
    });
  });

  it('does not care which stream is which', () => {
    const { weights, apply } = network({ streams: 'dual' });
    const swapped = (tree: Tree): Tree =>
      Object.fromEntries(
        Object.entries(tree).map(([name, branch]) => [
          name.replace(/ventral|dorsal/, (stream) => (stream === 'ventral' ? 'dorsal' : 'ventral')),
          branch,
        ]),
      );
    tf.tidy(() => {
      const { params, state } = weights();
      const input = { images: images() };
      const one = apply(params, state, input, looking);
      const other = apply(swapped(params), swapped(state), input, looking);
      expect(other.layers['ventral']!.dataSync()).toEqual(one.layers['dorsal']!.dataSync());
      const difference = tf.max(tf.abs(tf.sub(one.output, other.output))).dataSync()[0]!;
      expect(difference / tf.max(one.output).dataSync()[0]!).toBeLessThan(1e-6); // another order of the sum
    });
  });

  it('repeats each pixel of 3 x 3 four times in its pooled map', () => {
    const { weights, apply } = network({ streams: 'single' });
    tf.tidy(() => {
      const { params, state } = weights();
      const { layers } = apply(params, state, { images: images() }, looking);
      const [small, large] = [layers['VISpor']!, layers['avgpool']!];
      const repeated = tf.reshape(
        tf.tile(tf.reshape(small, [3, 1, 3, 1, 256]), [1, 2, 1, 2, 1]),
        [1, 6, 6, 256],
      );
      expect(large.dataSync()).toEqual(repeated.dataSync());
    });
  });

  it('learns nothing in VISam where VISpor alone is read', () => {
    const { weights, apply } = network({
      streams: 'dual',
      batchNorm: false,
      skip: 'pool',
      onlyPor: true,
      classes: 3,
    });
    tf.tidy(() => {
      const { params, state } = weights();
      const input = { images: images() };
      const { grads } = valueAndGrad(
        (tree) => ({ value: tf.sum<Scalar>(tf.square(apply(tree, state, input, looking).output)), rest: {} }),
        params,
      );
      const greatest = (path: string) => tf.max(tf.abs(leafAt(grads, path)!)).dataSync()[0]!;
      expect(greatest('VISp_VISam/0/kernel')).toBe(0);
      expect(greatest('dorsal_VISam/0/bias')).toBe(0);
      expect(greatest('VISp_VISpor/0/kernel')).toBeGreaterThan(0);
    });
  });
});

it('has a share of the channels where it is narrower, with its decoder too', () => {
  const shapes = (config: object) => feedForward(mouseModelConfig(MouseModel.parse(config))).shapes;
  const narrow = shapes({ kind: 'streamNet', streams: 'dual', width: 0.25 });
  expect([narrow['VISp'], narrow['ventral'], narrow['VISpor'], narrow['classifier']]).toEqual([
    ...[[7, 7, 16], [3, 3, 96], [3, 3, 64], [2 * 6 * 6 * 64]],
  ]); // prettier-ignore
  const hourglass = shapes({ kind: 'hourglass', streams: 'dual', width: 0.25, bottleneck: 12 });
  expect(hourglass['encoder_output']).toEqual(narrow['classifier']);
  expect(Object.values(hourglass).at(-1)).toEqual([64, 64, 3]);
});
