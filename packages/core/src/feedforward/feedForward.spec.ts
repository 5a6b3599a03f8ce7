import { describe, expect, it } from 'vitest';
import { DIFFERENCE_TOLERANCE, gradientError } from '../_finiteDifferences';
import { ConfigError, ShapeError } from '../errors';
import { parameterShapes } from '../parameterShapes';
import { createPass, exactProjector } from '../Pass';
import { createRng } from '../Rng';
import { tf, type Scalar, type Tensor } from '../tf';
import { disposeTree, leafAt, leaves, valueAndGrad, type Tree } from '../tree';
import { FeedForwardConfig, type FeedForwardInput } from './FeedForwardConfig';
import { feedForward } from './feedForward';

const rng = createRng(3);
const looking = createPass({ training: false, rng });
const learning = createPass({ training: true, rng });
const network = (config: FeedForwardInput) => feedForward(FeedForwardConfig.parse(config));
const conv = (filters: number) => ({ op: 'conv' as const, filters, kernelSize: [1, 1] as [number, number] });
const RELU = { op: 'activation' as const, activation: 'relu' as const };
const ones = { kernelInitializer: { kind: 'ones' as const } };

/** Two arrows into a sum, one of them with a rectifier, and a readout. */
const small: FeedForwardInput = {
  input: [2, 2, 1],
  nodes: [
    { name: 'up', from: ['input'], operations: [{ ...conv(1), name: 'conv', ...ones }] },
    {
      name: 'down',
      from: ['input'],
      operations: [{ ...conv(1), kernelInitializer: { kind: 'constant', value: -2 } }, RELU],
    },
    { name: 'both', from: ['up', 'down'] },
    { name: 'wide', from: ['up', 'down', 'input'], join: 'concat' },
    {
      name: 'readout',
      from: ['both'],
      operations: [{ op: 'flatten' }, { op: 'dense', units: 1, ...ones }],
    },
  ],
  output: 'readout',
};

/** Everything that has parameters or state, a residual block, and an unpool of a pool. */
const everything: FeedForwardInput = {
  input: [6, 6, 2],
  nodes: [
    {
      name: 'stem',
      from: ['input'],
      operations: [
        { op: 'conv', filters: 4, kernelSize: [3, 3], padding: [[1, 1], [1, 0]], groups: 2 },
        { op: 'batchNorm', settings: { convention: 'torch' } },
        { op: 'activation', activation: 'tanh' },
        { op: 'localResponseNorm', radius: 1 },
        { op: 'maxPool', name: 'pool', size: [3, 2], strides: [2, 1] },
      ],
    },
    { name: 'block.branch', from: ['stem'], operations: [{ ...conv(4), name: 'conv' }] },
    { name: 'block', from: ['block.branch', 'stem'], operations: [{ op: 'activation', activation: 'softplus' }] },
    {
      name: 'back',
      from: ['block'],
      operations: [
        { op: 'maxUnpool', of: 'stem.pool' },
        { op: 'channels', start: 1, count: 2 },
        { op: 'transposedConv', filters: 3, kernelSize: [2, 2], strides: [2, 2] },
        { op: 'maskedConv', filters: 2, kernelSize: [3, 3], strides: [2, 2], padding: 'same', peak: 0.9, sigma: 2 },
        { op: 'averagePool', size: [2, 2] },
        { op: 'adaptiveAveragePool', size: [3, 1] },
        { op: 'flatten' },
        { op: 'reshape', shape: [2, 1, 3] },
        { op: 'globalAveragePool' },
        { op: 'dense', units: 2 },
        { op: 'dropout', rate: 0.2 },
      ],
    },
  ],
}; // prettier-ignore

/** The same without what has kinks: a finite difference may step over them. */
const smooth: FeedForwardInput = {
  ...everything,
  nodes: everything.nodes.map((node) => ({
    ...node,
    operations: node.operations!.flatMap((operation) => {
      if (operation.op === 'maxUnpool') return [];
      return operation.op === 'maxPool' ? [{ ...operation, op: 'averagePool' as const }] : [operation];
    }),
  })),
};

describe('a feed-forward network', () => {
  it('is what one computes by hand: joined, run, read out', () => {
    const { init, apply } = network(small);
    tf.tidy(() => {
      const { params, state } = init(rng);
      const images = tf.tensor4d([1, -2, 3, -4], [1, 2, 2, 1]);
      const { output, layers } = apply(params, state, { images }, looking);
      // up = x; down = relu(-2x) = 0 4 0 8; their sum 1 2 3 4; the readout adds it up.
      expect([...layers['both']!.dataSync()]).toEqual([1, 2, 3, 4]);
      expect([...output.dataSync()]).toEqual([10]);
      // Along the last axis: up, down, input of each pixel.
      expect([...layers['wide']!.dataSync()]).toEqual([1, 0, 1, -2, 4, -2, 3, 0, 3, -4, 8, -4]);
    });
  });

  it('knows every shape, and counts its parameters without drawing them', () => {
    const { shapes, units, ...architecture } = network(everything);
    expect(shapes['stem.pool']).toEqual([2, 4, 4]);
    expect(shapes['back.0']).toEqual([6, 5, 4]);
    expect(shapes['back.2']).toEqual([12, 10, 3]);
    expect(shapes['back']).toEqual([2]);
    expect(units).toEqual({ stem: 32, 'block.branch': 32, block: 32, back: 2 });
    const { params, trainable, total } = parameterShapes({ ...architecture, units });
    expect(params['stem/0/kernel']).toEqual([3, 3, 1, 4]);
    // conv 36 + 4, norm 8, conv 16 + 4, transposed 2 * 2 * 2 * 3 + 3, masked 3 * 3 * 3 * 2 + 2, dense 3 * 2 + 2
    expect(trainable).toBe(40 + 8 + 20 + 27 + 56 + 8);
    expect(total - trainable).toBe(8 + 54); // moments, mask
  });

  it('returns the layers that it is told to record, and no others', () => {
    const { init, apply } = network({ ...everything, record: ['stem.2', 'block'] });
    tf.tidy(() => {
      const { params, state } = init(rng);
      const { layers } = apply(params, state, { images: tf.ones([2, 6, 6, 2]) }, looking);
      expect(Object.entries(layers).map(([name, { shape }]) => [name, shape])).toEqual([
        ['stem.2', [2, 6, 5, 4]],
        ['block', [2, 2, 4, 4]],
      ]);
    });
  });

  it('has gradients for every parameter, as finite differences have them', () => {
    const { init, apply } = network(smooth);
    tf.tidy(() => {
      const { params, state } = init(rng);
      const images = tf.tensor(Float32Array.from(rng.normal(144)), [2, 6, 6, 2]);
      const loss = (tree: Tree) => tf.sum<Scalar>(tf.square(apply(tree, state, { images }, learning).output));
      for (const [path, error] of Object.entries(gradientError(loss, params)))
        expect(error, path).toBeLessThan(DIFFERENCE_TOLERANCE);
    });
  });

  it('gives 0 to parameters of a dead end, and the same output', () => {
    const { init, apply } = network({
      ...small,
      nodes: [...small.nodes, { name: 'aside', from: ['both'], operations: [conv(3)] }],
    });
    tf.tidy(() => {
      const { params, state } = init(rng);
      const images = tf.tensor4d([1, -2, 3, -4], [1, 2, 2, 1]);
      const { value, grads } = valueAndGrad(
        (tree) => ({ value: tf.sum(apply(tree, state, { images }, looking).output) as Scalar, rest: {} }),
        params,
      );
      expect(value.dataSync()[0]).toBe(10);
      expect([...leafAt(grads, 'aside/0/kernel')!.dataSync()]).toEqual([0, 0, 0]);
      expect([...leafAt(grads, 'up/conv/kernel')!.dataSync()]).toEqual([-2]); // the sum of the pixels
    });
  });

  it('has every linear operator go through the projector, by its path', () => {
    const seen: string[] = [];
    const projector = {
      matMul: (...args: Parameters<typeof exactProjector.matMul>) => {
        seen.push(args[0]);
        return exactProjector.matMul(...args);
      },
      conv2d: (...args: Parameters<typeof exactProjector.conv2d>) => {
        seen.push(args[0]);
        return exactProjector.conv2d(...args);
      },
    };
    const { init, apply } = network(everything);
    tf.tidy(() => {
      const { params, state } = init(rng);
      apply(
        params,
        state,
        { images: tf.ones([1, 6, 6, 2]) },
        createPass({ training: false, rng, projector }),
      );
      const kernels = leaves(params)
        .map(({ path }) => path)
        .filter((path) => path.endsWith('/kernel'));
      expect([...seen].sort()).toEqual(kernels);
    });
  });

  it('carries state on: moments move while learning, a mask never', () => {
    const { init, apply } = network(everything);
    tf.tidy(() => {
      const { params, state } = init(rng);
      const images = tf.tensor(Float32Array.from(rng.normal(144)), [2, 6, 6, 2]);
      const after = apply(params, state, { images }, learning).state;
      const of = (tree: Tree, path: string) => [...leafAt(tree, path)!.dataSync()];
      expect(leaves(after).map(({ path }) => path)).toEqual(leaves(state).map(({ path }) => path));
      expect(of(after, 'stem/1/mean')).not.toEqual(of(state, 'stem/1/mean'));
      expect(of(after, 'back/3/mask')).toEqual(of(state, 'back/3/mask'));
      expect(leafAt(apply(params, state, { images }, looking).state, 'stem/1/mean')).toBe(
        leafAt(state, 'stem/1/mean'),
      );
    });
  });

  it('leaves exactly its result behind, and the same rng makes the same parameters', () => {
    const { init, apply } = network(everything);
    const before = tf.memory().numTensors;
    const [made, again] = [init(rng), init(rng)];
    expect(leaves(again).map(values)).toEqual(leaves(made).map(values));
    disposeTree(again);
    const images = tf.ones([2, 6, 6, 2]);
    const held = tf.memory().numTensors;
    for (const pass of [looking, learning]) {
      const applied = apply(made.params, made.state, { images }, pass);
      const results = new Set([applied.output, ...Object.values(applied.layers)]);
      const carried = leaves(applied.state).filter(
        ({ tensor }) => !leaves(made).some((each) => each.tensor === tensor),
      );
      expect(tf.memory().numTensors).toBe(held + results.size + carried.length);
      tf.dispose([...results, ...carried.map(({ tensor }) => tensor)]);
    }
    disposeTree(made);
    images.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('looks at a deep network with the memory of a few layers', () => {
    const chain = Array.from({ length: 12 }, (_, index) => ({
      name: `node${index}`,
      from: index < 2 ? ['input'] : [`node${index - 1}`, `node${index - 2}`],
      operations: [conv(1), RELU, { ...RELU, activation: 'linear' as const }, conv(1)],
    }));
    const { init, apply } = network({ input: [2, 2, 1], nodes: chain, record: ['node0', 'node3.1'] });
    tf.tidy(() => {
      const { params, state } = init(rng);
      const images = tf.ones([1, 2, 2, 1]);
      const before = tf.memory().numTensors;
      const counts: number[] = [];
      const projector = {
        ...exactProjector,
        conv2d: (...args: Parameters<typeof exactProjector.conv2d>) => {
          counts.push(tf.memory().numTensors - before);
          return exactProjector.conv2d(...args);
        },
      };
      const { layers } = apply(params, state, { images }, createPass({ training: false, rng, projector }));
      // Two sources, the recorded two, what a convolution is given, and the one before an activation.
      expect(counts).toHaveLength(24);
      expect(Math.max(...counts)).toBeLessThanOrEqual(6);
      const all = feedForward(FeedForwardConfig.parse({ input: [2, 2, 1], nodes: chain }));
      const kept = all.apply(params, state, { images }, looking).layers;
      expect(layers['node0']!.dataSync()).toEqual(kept['node0']!.dataSync());
      expect(layers['node3.1']!.shape).toEqual([1, 2, 2, 1]);
    });
  });

  const values = ({ path, tensor }: { path: string; tensor: Tensor }) => [path, [...tensor.dataSync()]];

  it('survives JSON', () => {
    const parsed = FeedForwardConfig.parse(everything);
    expect(FeedForwardConfig.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  });

  it.each<[string, Partial<FeedForwardInput>, string]>([
    ['a source that comes later', { nodes: [{ name: 'a', from: ['b'] }] }, 'a must come from input or earlier nodes, got b'],
    ['a name twice', { nodes: [{ name: 'a', from: ['input'] }, { name: 'a', from: ['input'] }] }, 'layers must have different names, got a twice'],
    ['a node named like an operation', { nodes: [{ name: 'a', from: ['input'], operations: [RELU] }, { name: 'a.0', from: ['a'] }] }, 'got a.0 twice'],
    ['an unknown layer', { record: ['up', 'left'] }, 'record must name layers, got left'],
    ['an unknown output', { output: 'left' }, 'output must name a node, got left'],
  ])('refuses %s', (_, change, message) => {
    expect(() => FeedForwardConfig.parse({ ...small, ...change })).toThrow(message);
  }); // prettier-ignore

  it.each<[string, FeedForwardInput['nodes'][number], string]>([
    ['a sum of different shapes', { name: 'b', from: ['a', 'input'] }, 'b: inputs to sum must have one shape, got [2,2,3], [2,2,1]'],
    ['a dense layer on a map', { name: 'b', from: ['a'], operations: [{ op: 'dense', units: 2 }] }, 'feed-forward, b.0: dense must be given a vector (flatten it before), got [2,2,3]'],
    ['a convolution of a vector', { name: 'b', from: ['a'], operations: [{ op: 'flatten' }, conv(1)] }, 'b.1: conv must be given a map [height, width, channels], got [12]'],
    ['a window that does not fit', { name: 'b', from: ['a'], operations: [{ op: 'maxPool', size: [3, 3] }] }, 'b.0: a window of [3,3] must fit the map, got a map of [2,2]'],
    ['a reshape that loses something', { name: 'b', from: ['a'], operations: [{ op: 'reshape', shape: [5] }] }, 'b.0: reshape to [5] must keep the size, got [2,2,3]'],
    ['channels that are not there', { name: 'b', from: ['a'], operations: [{ op: 'channels', start: 2, count: 2 }] }, 'b.0: channels must be among 3, got 2 .. 3'],
    ['an unpool of no pool', { name: 'b', from: ['a'], operations: [{ op: 'maxUnpool', of: 'a.0' }] }, 'b.0: maxUnpool must undo an earlier max pool without padding, got a.0'],
  ])('refuses %s', (_, node, message) => {
    const config: FeedForwardInput = { input: [2, 2, 1], nodes: [{ name: 'a', from: ['input'], operations: [conv(3)] }, node] };
    expect(() => network(config)).toThrow(ConfigError);
    expect(() => network(config)).toThrow(message);
  }); // prettier-ignore

  it('refuses images of another shape', () => {
    const { init, apply } = network(small);
    tf.tidy(() => {
      const { params, state } = init(rng);
      const images = tf.ones([1, 2, 3, 1]);
      expect(() => apply(params, state, { images }, looking)).toThrow(ShapeError);
      expect(() => apply(params, state, { images }, looking)).toThrow(
        'images must be [batch, 2,2,1], got [1,2,3,1]',
      );
    });
  });
});
