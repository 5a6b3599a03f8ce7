import {
  createPass,
  createRng,
  disposeTree,
  fromLeaves,
  leaves,
  mapTree,
  tf,
  useBackend,
  valueAndGrad,
  type Rng,
  type Scalar,
  type Tensor3D,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPublished } from '../models/createPublished';
import { publishedModels, type PublishedName } from '../models/publishedModels';
import type { OpInput } from '../graph/Op';
import { convRnn, type ConvRnn } from './convRnn';
import { ConvRnnConfig, type ConvRnnInput } from './ConvRnnConfig';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const pass = (training = false) => createPass({ training, rng: createRng(9) });
const network = (config: ConvRnnInput) => convRnn(ConvRnnConfig.parse(config));
const scale = { size: 32, classes: 4, width: 0.04 };
const small = (name: PublishedName, choice: Omit<ConvRnnInput, 'graph'> = {}) =>
  createPublished(name, { scale, ...choice });

/** A convolution of one pixel and one channel: its kernel is a factor. */
const factor: OpInput = { op: 'conv', filters: 1, kernelSize: [1, 1], bias: false };
const withFactors = (net: ConvRnn, factors: { readonly [path: string]: number }): Tree => {
  const { params, state } = net.init(createRng(0));
  disposeTree(state);
  return mapTree(params, (tensor, path) => {
    tensor.dispose();
    return tf.fill(tensor.shape, factors[path]!);
  });
};

/** Outputs of all timesteps by node, [timesteps], of an image of one pixel. */
function pixel(net: ConvRnn, params: Tree, value: number): { [node: string]: number[] } {
  const seen = tf.tidy(() => {
    const images = tf.fill([1, 1, 1, 1], value) as Tensor4D;
    const { layers } = net.apply(params, {}, { images }, pass());
    return Object.entries(layers).map(([name, tensor]) => [name, [...tensor.dataSync()]]);
  });
  return Object.fromEntries(seen) as { [node: string]: number[] };
}

describe('convRnn, worked by hand', () => {
  it('lets every arrow cost one step, forward and back', () => {
    const net = network({
      graph: {
        input: [1, 1, 1],
        nodes: [
          { name: 'a', before: [factor], join: { channels: 'add' } },
          { name: 'b', before: [factor] },
          { name: 'out', before: [{ op: 'flatten' }] },
        ],
        edges: [
          { from: 'image', to: 'a' },
          { from: 'a', to: 'b' },
          { from: 'b', to: 'out' },
          { from: 'b', to: 'a', kind: 'feedback' },
        ],
      },
      presentation: { mode: 'own', timesteps: 6, imageOff: 2, blank: 0.5 },
      record: ['a', 'b', 'out'],
    });
    const params = withFactors(net, { 'a/conv/kernel': 2, 'b/conv/kernel': 3 });
    // a(t) = 2 (frame(t) + b(t - 1)), b(t) = 3 a(t - 1), out(t) = b(t - 1); frames 1, 1, then the blank, 0.5.
    expect(pixel(net, params, 1)).toMatchObject({
      a: [2, 2, 2 * (0.5 + 6), 2 * (0.5 + 6), 2 * (0.5 + 39), 2 * (0.5 + 39)],
      b: [0, 6, 6, 39, 39, 237],
      out: [0, 0, 6, 6, 39, 39],
    });
    expect([net.depth, net.decodeFrom, net.signalAt]).toEqual([3, 3, { a: 0, b: 1, out: 2 }]);
    disposeTree(params);
  });

  it('carries a state from step to step', () => {
    const net = network({
      graph: {
        input: [1, 1, 1],
        nodes: [
          { name: 'a', before: [factor], cell: { kind: 'timeDecay' } },
          { name: 'out', before: [{ op: 'globalAveragePool' }] },
        ],
        edges: [
          { from: 'image', to: 'a' },
          { from: 'a', to: 'out' },
        ],
      },
      presentation: { mode: 'own', timesteps: 4, imageOff: 1, blank: 0 },
      record: ['a'],
    });
    const params = withFactors(net, { 'a/conv/kernel': 3, 'a/cell/decay': 0.5 });
    const { a, logits } = pixel(net, params, 2);
    expect(a).toEqual([6, 3, 1.5, 0.75]);
    expect(logits).toEqual([3, 1.5]); // timesteps 2 and 3 see a one step before
    disposeTree(params);
  });

  it('shows films, and lets the last frame stay', () => {
    const graph = {
      input: [1, 1, 1] as [number, number, number],
      nodes: [{ name: 'out', before: [{ op: 'flatten' as const }] }],
      edges: [{ from: 'image', to: 'out' }],
    };
    const net = network({
      graph,
      presentation: { mode: 'video', timesteps: 5, frameDuration: 20 },
      decodeFrom: 0,
    });
    const frames = tf.tensor5d([7, 8], [1, 2, 1, 1, 1]);
    const { layers, output } = net.apply({}, {}, { frames }, pass());
    expect([...layers['logits']!.dataSync()]).toEqual([7, 7, 8, 8, 8]);
    [frames, output, layers['logits']!].forEach((tensor) => tensor.dispose());
    const shown = tf.zeros([1, 1, 1, 1]) as Tensor4D;
    expect(() => net.apply({}, {}, { images: shown }, pass())).toThrow(
      'framesOf: a presentation of a video must be given frames, got images',
    );
    shown.dispose();
  });
});

const images = (rng: Rng, batch = 2): Tensor4D =>
  tf.tensor(Float32Array.from(rng.normal(batch * 32 * 32 * 3)), [batch, 32, 32, 3]);

/** Logits [B, timesteps, classes] as plain numbers. */
function logitsOf(net: ConvRnn, params: Tree, shown: Tensor4D): number[][][] {
  return tf.tidy(() =>
    (net.apply(params, {}, { images: shown }, pass()).layers['logits'] as Tensor3D).arraySync(),
  );
}

const cells = (Object.keys(publishedModels) as PublishedName[]).filter((name) =>
  /^[a-z]+_shallow$/.test(name),
);

describe.each([...cells, 'rgc_intermediate', 'gru_intermediate'] as PublishedName[])(
  '%s, cut small',
  (name) => {
    const start = (net: ConvRnn) => {
      const { params } = net.init(createRng(1));
      // Away from the start, where biases are 0.
      const rng = createRng(2);
      return mapTree(params, (tensor, path) => {
        const noise = tf.tensor(
          Float32Array.from(rng.child(path).normal(tensor.size), (v) => 0.1 * v),
          tensor.shape,
        );
        const moved = tf.add(tensor, noise);
        [tensor, noise].forEach((old) => old.dispose());
        return moved;
      });
    };

    it('has logits that see the image from step L - 1 on', () => {
      const net = small(name, { decodeFrom: 0 });
      const params = start(net);
      const [one, two] = [images(createRng(3)), images(createRng(4))];
      const [first, second] = [logitsOf(net, params, one), logitsOf(net, params, two)];
      for (let step = 0; step < net.depth - 1; step++) expect(first[0]![step]).toEqual(second[0]![step]);
      expect(first[0]![net.depth - 1]).not.toEqual(second[0]![net.depth - 1]);
      [one, two].forEach((shown) => shown.dispose());
      disposeTree(params);
    });

    it('has logits that do not know of the blank of the default presentation, bit for bit', () => {
      const net = small(name);
      const constant = small(name, { presentation: { mode: 'constant', timesteps: net.movie.timesteps } });
      const params = start(net);
      const shown = images(createRng(3));
      expect(logitsOf(net, params, shown)).toEqual(logitsOf(constant, params, shown));
      shown.dispose();
      disposeTree(params);
    });

    it('does not know the future, nor its neighbours in the batch', () => {
      const net = small(name, { presentation: { mode: 'constant', timesteps: 14 }, decodeFrom: 5 });
      const longer = small(name, { presentation: { mode: 'constant', timesteps: 16 }, decodeFrom: 5 });
      const params = start(net);
      const shown = images(createRng(3));
      const whole = logitsOf(net, params, shown);
      expect(logitsOf(longer, params, shown).map((rows) => rows.slice(0, 9))).toEqual(whole);
      const swapped = tf.reverse(shown, 0);
      expect(logitsOf(net, params, swapped)).toEqual([...whole].reverse());
      const alone = tf.slice(shown, [0, 0, 0, 0], [1, 32, 32, 3]);
      expect(logitsOf(net, params, alone)).toEqual([whole[0]]);
      [shown, swapped, alone].forEach((tensor) => tensor.dispose());
      disposeTree(params);
    });

    it('has the same gradients in segments', () => {
      const gradients = (segment: number | null) => {
        const net = small(name, { presentation: { mode: 'own', timesteps: 13, imageOff: 4 }, segment });
        const params = start(net);
        const shown = images(createRng(3));
        const { value, grads } = valueAndGrad(
          (tree) => ({
            value: tf.sum(tf.square(net.apply(tree, {}, { images: shown }, pass(true)).output)) as Scalar,
            rest: {},
          }),
          params,
        );
        const plain = leaves(grads).map(({ path, tensor }) => [path, [...tensor.dataSync()]] as const);
        disposeTree({ value, grads, params, shown });
        return plain;
      };
      const kept = gradients(null);
      const again = gradients(4);
      kept.forEach(([path, values], index) => {
        const other = again[index]![1];
        const norm = Math.hypot(...values);
        const distance = Math.hypot(...values.map((value, at) => value - other[at]!));
        expect(distance, path).toBeLessThanOrEqual(1e-5 * norm);
        // A gradient of 0 would pass anything; the last block's cell state is the only thing that may not matter.
        expect(Number.isFinite(norm)).toBe(true);
      });
      expect(kept.filter(([, values]) => values.some((value) => value !== 0)).length).toBeGreaterThan(
        kept.length / 2,
      );
    });
  },
);

describe('convRnn', () => {
  it('without its feedback edges and biases says the same before step 12', () => {
    const with_ = small('rgc_intermediate', { decodeFrom: 10 });
    const { graph } = with_.config;
    const edges = graph.edges.filter(({ kind }) => kind !== 'feedback');
    const without = convRnn({ ...with_.config, graph: { ...graph, edges } });
    const zeroed = mapTree(with_.init(createRng(1)).params, (tensor, path) => {
      if (!path.endsWith('bias')) return tensor;
      tensor.dispose();
      return tf.zeros(tensor.shape);
    });
    const own = fromLeaves(leaves(zeroed).filter(({ path }) => !path.includes('/feedback/')));
    const shown = images(createRng(3));
    const [fed, unfed] = [logitsOf(with_, zeroed, shown), logitsOf(without, own, shown)];
    expect(fed[0]!.slice(0, 2)).toEqual(unfed[0]!.slice(0, 2)); // timesteps 10 and 11
    expect(fed[0]![2]).not.toEqual(unfed[0]![2]);
    shown.dispose();
    disposeTree(zeroed);
  });

  it('gives recurrence time where nothing else is said, and none to a sweep without it', () => {
    const chain = (cell: 'gru' | null, feedback: boolean) =>
      network({
        graph: {
          input: [1, 1, 1],
          nodes: [
            { name: 'a', before: [factor], cell: cell && { kind: cell } },
            { name: 'b', before: [factor] },
            { name: 'out', before: [{ op: 'flatten' }] },
          ],
          edges: [
            { from: 'image', to: 'a' },
            { from: 'a', to: 'b' },
            { from: 'b', to: 'out' },
            ...(feedback ? [{ from: 'b', to: 'b', kind: 'feedback' } as const] : []),
          ],
        },
      });
    const reading = ({ movie, decodeFrom }: ConvRnn) => [movie.timesteps, movie.imageOff, decodeFrom];
    expect(reading(chain(null, false))).toEqual([3, 3, 2]);
    for (const recurrent of [chain('gru', false), chain(null, true)])
      expect(reading(recurrent)).toEqual([9, 9, 3]);
    // By the time of the last logits the cell's recurrent kernels matter.
    const net = chain('gru', false);
    const { params } = net.init(createRng(0));
    const shown = tf.ones([1, 1, 1, 1]) as Tensor4D;
    const { value, grads } = valueAndGrad(
      (tree) => ({
        value: tf.sum(net.apply(tree, {}, { images: shown }, pass()).output) as Scalar,
        rest: {},
      }),
      params,
    );
    const recurrentKernels = leaves(grads).filter(({ path }) => path.endsWith('recurrentKernel'));
    expect(recurrentKernels).toHaveLength(2);
    for (const { tensor } of recurrentKernels) expect(tensor.dataSync().some((v) => v !== 0)).toBe(true);
    disposeTree({ value, grads, params, shown });
  });

  it('knows when the image is there by an arrow that skips layers', () => {
    const net = network({
      graph: {
        input: [1, 1, 1],
        nodes: [
          { name: 'a', before: [factor] },
          { name: 'b', before: [factor] },
          { name: 'c', before: [factor], join: { channels: 'add' } },
          { name: 'd', before: [factor] },
          { name: 'out', before: [{ op: 'flatten' }] },
        ],
        edges: [
          { from: 'image', to: 'a' },
          { from: 'a', to: 'b' },
          { from: 'b', to: 'c' },
          { from: 'c', to: 'd' },
          { from: 'd', to: 'out' },
          { from: 'a', to: 'c', kind: 'bypass' },
          { from: 'd', to: 'b', kind: 'feedback' },
        ],
      },
      presentation: { mode: 'constant', timesteps: 6 },
      record: ['a', 'b', 'c', 'd', 'out'],
      decodeFrom: 'signal',
    });
    const ones = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}/conv/kernel`, 1]));
    const params = withFactors(net, ones);
    const first = Object.entries(pixel(net, params, 1)).map(([name, values]) => [
      name,
      values.findIndex((value) => value !== 0),
    ]);
    expect(first.filter(([name]) => name !== 'logits')).toEqual(Object.entries(net.signalAt));
    expect(net.signalAt).toEqual({ a: 0, b: 1, c: 1, d: 2, out: 3 });
    expect([net.depth, net.decodeFrom]).toEqual([5, 4]);
    disposeTree(params);
  });

  it('says what it cannot be', () => {
    expect(() => small('rgc_shallow', { record: ['conv9'] })).toThrow(
      /record must name nodes, conv1, .*, got conv9/,
    );
    expect(() => small('rgc_shallow', { presentation: { mode: 'constant', timesteps: 6 } })).toThrow(
      'ventral-stream/rgc_shallow: a presentation must have more than 6 timesteps',
    );
    const net = small('rgc_shallow');
    const shown = tf.zeros([1, 8, 8, 3]) as Tensor4D;
    expect(() => net.apply({}, {}, { images: shown }, pass())).toThrow(
      'unroll: a frame must be [batch, 32,32,3], got [1,8,8,3]',
    );
    shown.dispose();
  });
});
