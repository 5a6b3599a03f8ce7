import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { DIFFERENCE_TOLERANCE, gradientError } from '../_finiteDifferences';
import { createPass, type Pass } from '../Pass';
import { createRng } from '../Rng';
import { tf } from '../tf';
import { leaves, type Tree } from '../tree';
import { adaptiveAveragePool2d, AdaptivePool2d } from './adaptivePooling';
import { BatchNorm, batchNorm } from './batchNorm';
import { Conv2d, conv2d } from './conv2d';
import { Dense, dense } from './dense';
import { DepthwiseConv2d, depthwiseConv2d } from './depthwiseConv2d';
import { Dropout, dropout } from './dropout';
import { GroupNorm, groupNorm } from './groupNorm';
import { LayerNorm, layerNorm } from './layerNorm';
import { AveragePool2d, averagePool2d, MaxPool2d, maxPool2d } from './pooling';
import { TransposedConv2d, transposedConv2d } from './transposedConv2d';

const rng = createRng(11);
const pass = createPass({ training: true, rng }).at('layer');
const random = (name: string, shape: number[]) =>
  tf.tensor(Float32Array.from(rng.child(name).normal(shape.reduce((a, b) => a * b, 1))), shape);

type Layer = {
  schema: { parse(config: unknown): unknown };
  config: object;
  input: number[];
  init?: (config: unknown) => Tree;
  apply: (config: unknown, params: Tree, x: Tensor, pass: Pass) => Tensor;
  wrong?: [number[], string];
};

const image = (x: Tensor) => x as Tensor4D;
const box = [2, 5, 4, 4];

// One entry for every layer; parameters are `as never` because the table forgets whose they are.
const layers: { [name: string]: Layer } = {
  dense: {
    schema: Dense,
    config: { units: 3, activation: 'tanh' },
    input: [2, 4],
    init: (config) => dense(config as Dense).init(4, rng),
    apply: (config, params, x, at) => dense(config as Dense).apply(params as never, x, at),
    wrong: [[2, 5], 'dense: input must be [..., 4] for kernel [4,3], got [2,5]'],
  },
  conv2d: {
    schema: Conv2d,
    config: { filters: 2, kernelSize: [3, 2], groups: 2, dilations: [2, 1], padding: 'same' },
    input: box,
    init: (config) => conv2d(config as Conv2d).init(4, rng),
    apply: (config, params, x, at) => conv2d(config as Conv2d).apply(params as never, image(x), at),
    wrong: [
      [2, 5, 4, 3],
      'conv2d: input must be [batch, height, width, 4] for kernel [3,2,2,2], got [2,5,4,3]',
    ],
  },
  depthwiseConv2d: {
    schema: DepthwiseConv2d,
    config: { multiplier: 2, kernelSize: [2, 2], strides: [2, 2], padding: 'same' },
    input: box,
    init: (config) => depthwiseConv2d(config as DepthwiseConv2d).init(4, rng),
    apply: (config, params, x, at) =>
      depthwiseConv2d(config as DepthwiseConv2d).apply(params as never, image(x), at),
    wrong: [
      [2, 5, 4, 3],
      'depthwiseConv2d: input must be [batch, height, width, 4] for kernel [2,2,1,8], got [2,5,4,3]',
    ],
  },
  transposedConv2d: {
    schema: TransposedConv2d,
    config: { filters: 2, kernelSize: [2, 3], strides: [3, 2], padding: 'same' },
    input: [1, 2, 3, 4],
    init: (config) => transposedConv2d(config as TransposedConv2d).init(4, rng),
    apply: (config, params, x, at) =>
      transposedConv2d(config as TransposedConv2d).apply(params as never, image(x), at),
    wrong: [
      [1, 2, 3],
      'transposedConv2d: input must be [batch, height, width, 4] for kernel [2,3,4,2], got [1,2,3]',
    ],
  },
  batchNorm: {
    schema: BatchNorm,
    config: { convention: 'tensorflow' },
    input: [5, 3],
    init: (config) => tf.tidy(() => batchNorm(config as BatchNorm).init(3, rng).params),
    apply: (config, params, x, at) => {
      const { init, apply } = batchNorm(config as BatchNorm);
      return apply(params, init(3, rng).state, x, at).y;
    },
    wrong: [[5, 4], 'batchNorm: input must be [..., 3] for mean [3], got [5,4]'],
  },
  layerNorm: {
    schema: LayerNorm,
    config: {},
    input: [2, 3, 2],
    init: (config) => layerNorm(config as LayerNorm).init([3, 2], rng),
    apply: (config, params, x) => layerNorm(config as LayerNorm).apply(params, x, { shape: [3, 2] }),
    wrong: [[2, 2, 3], 'layerNorm: input must be [..., 3,2], got [2,2,3]'],
  },
  groupNorm: {
    schema: GroupNorm,
    config: { groups: 2 },
    input: [2, 2, 2, 4],
    init: (config) => groupNorm(config as GroupNorm).init(4, rng),
    apply: (config, params, x) => groupNorm(config as GroupNorm).apply(params, x),
    wrong: [[2, 2, 2, 6], 'groupNorm: input must be [batch, ..., 4] in 2 groups, got [2,2,2,6]'],
  },
  maxPool2d: {
    schema: MaxPool2d,
    config: { size: [2, 2], padding: 'same' },
    input: [1, 3, 4, 1],
    apply: (config, _, x) => maxPool2d(config as MaxPool2d).apply(image(x)),
    wrong: [[3, 4, 1], 'maxPool2d: input must be [batch, height, width, channels], got [3,4,1]'],
  },
  averagePool2d: {
    schema: AveragePool2d,
    config: { size: [3, 3], strides: [2, 2], padding: 'same' },
    input: [1, 4, 5, 2],
    apply: (config, _, x) => averagePool2d(config as AveragePool2d).apply(image(x)),
    wrong: [[3, 4, 1], 'averagePool2d: input must be [batch, height, width, channels], got [3,4,1]'],
  },
  adaptiveAveragePool2d: {
    schema: AdaptivePool2d,
    config: { size: [3, 2] },
    input: [1, 5, 3, 2],
    apply: (config, _, x) => adaptiveAveragePool2d(config as AdaptivePool2d).apply(image(x)),
    wrong: [[3, 4, 1], 'adaptiveAveragePool2d: input must be [batch, height, width, channels], got [3,4,1]'],
  },
  dropout: {
    schema: Dropout,
    config: { rate: 0.4 },
    input: [3, 4],
    apply: (config, _, x, at) => dropout(config as Dropout).apply(x, at),
  },
};

describe.each(Object.entries(layers))('%s', (_, { schema, config, input, init, apply, wrong }) => {
  const parsed = schema.parse(config);
  const start = () => init?.(parsed) ?? {};

  test('its config survives JSON', () => {
    expect(schema.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
    expect(() => schema.parse({ ...config, surplus: 1 })).toThrow('surplus');
  });

  test('gradients reach every leaf and match finite differences', () => {
    tf.tidy(() => {
      const x = random('x', input);
      const weights = random('weights', apply(parsed, start(), x, pass).shape);
      const loss = ({ x, params = {} }: Tree) =>
        tf.sum<Scalar>(tf.mul(apply(parsed, params as Tree, x as Tensor, pass), weights));
      const params = start();
      const tree: Tree = leaves(params).length === 0 ? { x } : { x, params };
      const errors = gradientError(loss, tree);
      for (const [path, error] of Object.entries(errors))
        expect(error, path).toBeLessThan(DIFFERENCE_TOLERANCE);
    });
  });

  test('the same rng gives the same numbers, and nothing is left over', () => {
    const x = random('x', input);
    const before = tf.memory().numTensors;
    const params = start();
    const again = start();
    leaves(params).forEach(({ tensor }, index) =>
      expect(tensor.dataSync()).toEqual(leaves(again)[index]!.tensor.dataSync()),
    );
    const outputs = [params, again].map((at) => tf.tidy(() => apply(parsed, at, x, pass)));
    expect(outputs[0]!.dataSync()).toEqual(outputs[1]!.dataSync());
    tf.dispose([params, again, outputs]);
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });

  test.runIf(wrong)('the error names both shapes', () => {
    const [shape, message] = wrong!;
    tf.tidy(() => {
      const params = start();
      expect(() => apply(parsed, params, tf.zeros(shape), pass)).toThrow(message);
    });
  });
});

test('dropout silences the share it names, keeps the mean, and does nothing in evaluation', () => {
  tf.tidy(() => {
    const { apply } = dropout({ rate: 0.3 });
    const x = tf.ones([100, 100]);
    const values = Array.from(apply(x, pass).dataSync());
    // 10^4 draws: the standard error of the share is 0.005.
    expect(values.filter((value) => value === 0).length / 1e4).toBeCloseTo(0.3, 1);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
    expect(apply(x, pass).dataSync()).not.toEqual(apply(x, pass.at('other')).dataSync());
    expect(apply(x, { ...pass, training: false }).dataSync()).toEqual(x.dataSync());
  });
});

test('running moments follow the convention by name', () => {
  tf.tidy(() => {
    // Mean 2, biased variance 1, unbiased 2.
    const x = tf.tensor2d([[1], [3]]);
    const after = (config: unknown) => {
      const layer = batchNorm(BatchNorm.parse(config));
      const { params, state } = layer.init(1, rng);
      const next = layer.apply(params, state, x, pass).state;
      return [next.mean, next.variance].map((moment) => moment.dataSync()[0]!);
    };
    const expectMoments = (config: unknown, [mean, variance]: [number, number]) => {
      expect(after(config)[0]).toBeCloseTo(mean, 6);
      expect(after(config)[1]).toBeCloseTo(variance, 6);
    };
    expectMoments({ convention: 'tensorflow', momentum: 0.9 }, [0.2, 1]);
    expectMoments({ convention: 'tensorflow', momentum: 0.9, runningVariance: 'unbiased' }, [0.2, 1.1]);
    expectMoments({ convention: 'torch' }, [0.2, 1.1]);
    expect(() => after({ convention: 'caffe' })).toThrow();
    const { init, apply } = batchNorm(BatchNorm.parse({ convention: 'torch' }));
    const { params, state } = init(1, rng);
    expect(() => apply(params, state, tf.ones([1, 1]), pass)).toThrow(
      'two values per channel or more, got [1,1]',
    );
    expect(apply(params, state, tf.ones([1, 1]), { ...pass, training: false }).state).toBe(state);
  });
});

test('a transposed convolution is the transpose: <conv x, y> = <x, transposed y>', () => {
  tf.tidy(() => {
    const options = { filters: 3, kernelSize: [3, 3], strides: [2, 2], padding: 'same', bias: false };
    const x = random('x', [1, 6, 8, 2]) as Tensor4D;
    const y = random('y', [1, 3, 4, 3]) as Tensor4D;
    const kernel = random('kernel', [3, 3, 2, 3]) as Tensor4D;
    const mirrored = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]) as Tensor4D;
    const forward = conv2d(Conv2d.parse(options)).apply({ kernel }, x, pass);
    const back = transposedConv2d(TransposedConv2d.parse({ ...options, filters: 2 })).apply(
      { kernel: mirrored },
      y,
      pass,
    );
    const product = (a: Tensor, b: Tensor) => tf.sum(tf.mul(a, b)).dataSync()[0]!;
    expect(product(forward, y)).toBeCloseTo(product(x, back), 3);
  });
});
