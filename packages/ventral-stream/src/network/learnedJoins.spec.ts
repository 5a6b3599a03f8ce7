import {
  createPass,
  createRng,
  disposeTree,
  leafAt,
  leaves,
  mapTree,
  tf,
  useBackend,
  valueAndGrad,
  type Rng,
  type Scalar,
  type Tensor,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { GraphInput } from '../graph/Graph';
import type { Join } from '../graph/Join';
import type { OpInput } from '../graph/Op';
import { networkSize } from './networkSize';
import { convRnn } from './convRnn';
import { ConvRnnConfig } from './ConvRnnConfig';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

type JoinInput = z.input<typeof Join>;
type NodeInput = GraphInput['nodes'][number];

const rng = createRng(3);
const random = (at: Rng, shape: readonly number[], spread = 1): Tensor =>
  tf.tidy(() =>
    tf.mul(tf.tensor(Float32Array.from(at.normal(shape.reduce((a, b) => a * b, 1))), [...shape]), spread),
  );
const pass = () => createPass({ training: false, rng });

/** Two layers, the second of half the size, and an arrow back. */
const backed = (a: NodeInput, b: NodeInput, input: [number, number, number], timesteps = 4) =>
  convRnn(
    ConvRnnConfig.parse({
      graph: {
        input,
        nodes: [a, b, { name: 'out', before: [{ op: 'globalAveragePool' }] }],
        edges: [
          { from: 'image', to: 'a' },
          { from: 'a', to: 'b' },
          { from: 'b', to: 'out' },
          { from: 'b', to: 'a', kind: 'feedback' },
        ],
      },
      presentation: { mode: 'constant', timesteps },
      decodeFrom: 'signal',
      record: ['a', 'b'],
    }),
  );

describe('a network whose arrow back is a transposed convolution, worked by hand', () => {
  it('takes what the later layer gave a step before', () => {
    const factor: OpInput = { op: 'conv', filters: 1, kernelSize: [1, 1], bias: false };
    const join: JoinInput = { size: { kind: 'transposed', kernelSize: [1, 2] }, channels: 'add' };
    const net = backed(
      { name: 'a', before: [factor], join },
      { name: 'b', before: [factor, { op: 'averagePool', size: [1, 2] }] },
      [1, 4, 1],
    );
    const params: Tree = {
      a: {
        conv: { kernel: tf.tensor4d([2], [1, 1, 1, 1]) },
        join: { b: { fit: { kernel: tf.tensor4d([1, 10], [1, 2, 1, 1]), bias: tf.zeros([1]) } } },
      },
      b: { conv: { kernel: tf.tensor4d([3], [1, 1, 1, 1]) } },
    };
    const made = net.init(rng);
    expect(leaves(made.params).map(({ path }) => path)).toEqual(leaves(params).map(({ path }) => path));
    disposeTree(made.params);
    const seen = tf.tidy(() => {
      const images = tf.tensor4d([1, 3, 5, 7], [1, 1, 4, 1]);
      const { layers } = net.apply(params, {}, { images }, pass());
      return ['a', 'b'].map((name) => tf.squeeze(layers[name]!).arraySync());
    });
    // a(t) = 2 (image + T b(t - 1)), b(t) = the mean of two of 3 a(t - 1); T puts 10 and 1 for each pixel.
    const first = [2, 6, 10, 14];
    const later = [2 * (1 + 120), 2 * (3 + 12), 2 * (5 + 360), 2 * (7 + 36)];
    expect(seen).toEqual([
      [first, first, later, later],
      [
        [0, 0],
        [12, 36],
        [12, 36],
        [(3 * (242 + 30)) / 2, (3 * (730 + 86)) / 2],
      ],
    ]);
    disposeTree(params);
  });
});

const conv = {
  op: 'conv' as const,
  filters: 2,
  kernelSize: [3, 3] as [number, number],
  activation: 'tanh' as const,
};
const pooled: NodeInput = {
  name: 'b',
  before: [
    { ...conv, filters: 3 },
    { op: 'averagePool', size: [2, 2] },
  ],
};

describe.each<[string, JoinInput, Partial<NodeInput>, number]>([
  // Parameters of the join: kernels and biases, of the layers that match channels as well.
  ['affine, behind', { size: 'affine' }, {}, 12 * 6 + 6],
  ['affine, added', { size: 'affine', channels: 'add' }, {}, 12 * 6 + 6 + 3 + 1],
  ['transposed', { size: { kind: 'transposed' } }, {}, 9 * 3 + 1],
  ['transposed to a cell', { size: { kind: 'transposed', kernelSize: [2, 4] } }, { cell: { kind: 'reciprocalGated' } }, 8 * 3 + 1], // prettier-ignore
  ['affine to a cell', { size: 'affine' }, { cell: { kind: 'reciprocalGated' } }, 12 * 6 + 6],
  ['affine to a cell without a place for it', { size: 'affine' }, { cell: { kind: 'gru' } }, 12 * 6 + 6],
])('a network with %s', (_name, join, rest, parameters) => {
  const net = backed({ name: 'a', before: [conv], ...rest, join }, pooled, [4, 4, 1]);

  it('counts what the join learns', () => {
    const { params } = net.init(rng);
    const below = (prefix: string) =>
      leaves(params).reduce((sum, { path, tensor }) => sum + (path.startsWith(prefix) ? tensor.size : 0), 0);
    expect(below('a/join/')).toBe(parameters);
    expect(networkSize(net).layers[0]!.parameters).toBe(below('a/'));
    disposeTree(params);
  });

  it('has the gradients that finite differences show, through time, with and without segments', () => {
    const { params } = net.init(rng);
    tf.tidy(() => {
      const lively = mapTree(params, (tensor, path) =>
        tf.add(tensor, random(rng.child(path), tensor.shape, 0.3)),
      );
      const images = random(rng.child('images'), [2, 4, 4, 1]) as Tensor4D;
      const of = (network: typeof net) => (tree: Tree) => {
        const { output } = network.apply(tree, {}, { images }, pass());
        return tf.mean(tf.mul(output, random(rng.child('weights'), output.shape))) as Scalar;
      };
      const loss = of(net);
      const gradsOf = (f: typeof loss) =>
        valueAndGrad((tree: Tree) => ({ value: f(tree), rest: {} }), lively).grads;
      const grads = gradsOf(loss);
      const segmented = gradsOf(of(convRnn({ ...net.config, segment: 2 })));
      for (const { path, tensor } of leaves(lively)) {
        const direction = random(rng.child(`${path} direction`), tensor.shape);
        const at = (by: number) =>
          loss(mapTree(lively, (leaf, name) => (name === path ? tf.add(leaf, tf.mul(direction, by)) : leaf)));
        // As in the laws of the cells: 1e-8 / 1e-3 of rounding, few kinks crossed.
        const quotient = (at(5e-4).dataSync()[0]! - at(-5e-4).dataSync()[0]!) / 1e-3;
        const slope = tf.sum(tf.mul(leafAt(grads, path)!, direction)).dataSync()[0]!;
        expect(Math.abs(quotient - slope), path).toBeLessThan(2e-3 * Math.max(0.05, Math.abs(slope)));
        const apart = tf.max(tf.abs(tf.sub(leafAt(grads, path)!, leafAt(segmented, path)!))).dataSync()[0]!;
        expect(apart, path).toBeLessThan(1e-6);
      }
    });
    disposeTree(params);
  });
});

describe('ways that change the feed-forward input', () => {
  const logits = (join: JoinInput, ops: NodeInput['before']) => {
    const net = convRnn(
      ConvRnnConfig.parse({
        graph: {
          input: [4, 4, 2],
          nodes: [
            { name: 'a', before: [conv] },
            { name: 'out', before: ops, join },
          ],
          edges: [
            { from: 'image', to: 'a' },
            { from: 'a', to: 'out' },
            { from: 'image', to: 'out', kind: 'bypass' },
          ],
        },
      }),
    );
    const { params } = net.init(rng);
    const seen = tf.tidy(() => {
      const shapes = leaves(params).map(({ path, tensor }) => `${path} ${tensor.shape}`);
      const images = random(rng, [2, 4, 4, 2]) as Tensor4D;
      return { shapes, output: net.apply(params, {}, { images }, pass()).output.shape };
    });
    disposeTree(params);
    return seen;
  };

  it('flattens', () => {
    const { shapes, output } = logits({ size: 'flatten' }, [{ op: 'dense', units: 5 }]);
    expect(shapes).toContain('out/dense/kernel 64,5');
    expect(output).toEqual([2, 5]);
  });

  it('factors', () => {
    const { shapes, output } = logits({ size: { kind: 'factored', units: 7 }, channels: 'add' }, [
      { op: 'conv', filters: 5, kernelSize: [1, 1] },
      { op: 'flatten' },
    ]);
    expect(shapes).toEqual(
      expect.arrayContaining([
        'out/conv/kernel 1,1,7,5',
        'out/join/a/fit/mask 4,4,7',
        'out/join/image/fit/features 2,7',
      ]),
    );
    expect(output).toEqual([2, 5]);
  });

  it.each<JoinInput>([{ channels: 'add' }, { size: 'flatten' }, { size: { kind: 'factored', units: 3 } }])(
    'a cell that takes feedback apart refuses %j',
    (join) => {
      const cell = { kind: 'reciprocalGated' } as const;
      expect(() => backed({ name: 'a', before: [conv], cell, join }, pooled, [4, 4, 1])).toThrow(
        'a: a cell that takes feedback apart must have maps that are concatenated, got ',
      );
    },
  );
});
