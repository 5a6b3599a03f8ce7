import { createRng, leafAt, leaves, mapTree, tf, type Tensor, type Tree } from '@goal-driven/core';
import { describe, expect, it, test } from 'vitest';
import { drawNetwork, evaluateNetwork, type NetworkName } from './_networks.fixture';
import { alignLayer, layerEnergy, type AlignedLayer } from './layerAlignment';
import { createLearningRule, LearningRuleConfig } from './learningRules';
import { convolutionOperator, denseOperator } from './LinearOperator';
import { noiseLike, Pipeline } from './Pipeline';
import type { Coefficients } from './primitives';

const nets: NetworkName[] = ['dense', 'convolution'];
const configs = [
  { kind: 'feedbackAlignment' },
  { kind: 'directFeedbackAlignment' },
  { kind: 'signSymmetry' },
  { kind: 'signSymmetry', magnitudes: 'rectifier' },
  { kind: 'signSymmetry', magnitudes: 'meanAbsolute' },
  { kind: 'signSymmetry', magnitudes: 'random' },
  { kind: 'weightMirror' },
  { kind: 'kolenPollack' },
  { kind: 'symmetricAlignment' },
  { kind: 'activationAlignment' },
  { kind: 'informationAlignment' },
];
const ruleOf = (config: object) => createLearningRule(LearningRuleConfig.parse(config));
const kernels = (params: Tree) => leaves(params).filter(({ path }) => path.endsWith('/kernel'));
const values = (tree: Tree) =>
  leaves(tree).map(({ path, tensor }) => [path, [...tensor.dataSync()]] as const);

function creditOf(
  config: object,
  net: NetworkName,
  { feedback, seed = 1 }: { feedback?: Tree; seed?: number } = {},
) {
  const { params, evaluate } = drawNetwork(net, seed);
  const rule = ruleOf(config);
  const own = feedback ?? rule.init(params, createRng(4));
  const args = { evaluate, params, feedback: own, step: 9, rng: createRng(5) };
  return { ...rule.credit(args), params, feedback: own };
}

/** The greatest difference over two trees, relative to the greatest number. */
function apart(a: Tree, b: Tree): number {
  const pairs = leaves(a).map(({ tensor }, index) => [tensor, leaves(b)[index]!.tensor] as const);
  const most = (of: (pair: readonly [Tensor, Tensor]) => Tensor) =>
    Math.max(...pairs.map((pair) => tf.max(tf.abs(of(pair))).dataSync()[0]!));
  return most(([x, y]) => tf.sub(x, y)) / most(([x]) => x);
}

describe.each(nets)('rules on a network of the kind %s', (net) => {
  const backprop = creditOf({ kind: 'backpropagation' }, net);

  test.each(configs.filter(({ kind }) => !['directFeedbackAlignment', 'signSymmetry'].includes(kind)))(
    'with the transposes as feedback $kind is backpropagation',
    (config) => {
      const { grads } = creditOf({ ...config, start: { kind: 'transposed' } }, net);
      // The same products; a matrix that is transposed beforehand may be summed in another order.
      expect(apart(grads, backprop.grads)).toBeLessThan(1e-6);
    },
  );

  it('so is sign symmetry with the magnitudes of W', () => {
    const { grads } = creditOf({ kind: 'signSymmetry', magnitudes: 'forward' }, net);
    expect(apart(grads, backprop.grads)).toBeLessThan(1e-6);
  });

  test.each(configs)('%o: another credit below the readout, the same in it, the same loss', (config) => {
    const { grads, objective } = creditOf(config, net);
    expect(objective.loss.dataSync()).toEqual(backprop.objective.loss.dataSync());
    const at = (tree: Tree, path: string) => ({ leaf: leafAt(tree, path)! });
    expect(apart(at(grads, 'readout/kernel'), at(backprop.grads, 'readout/kernel'))).toBeLessThan(1e-6);
    expect(apart(at(grads, 'first/kernel'), at(backprop.grads, 'first/kernel'))).toBeGreaterThan(0.05);
  });

  test.each(configs)('%o: leaves the tensors of its credit and no others', (config) => {
    const { params, evaluate } = drawNetwork(net);
    const rule = ruleOf({
      ...config,
      observe: { every: 1, angles: ['weight', 'projection', 'gradient', 'delta'] },
    });
    const start = tf.memory().numTensors;
    const feedback = rule.init(params, createRng(4));
    expect(tf.memory().numTensors - start).toBe(leaves(feedback).length);
    const before = tf.memory().numTensors;
    const credit = rule.credit({ evaluate, params, feedback, step: 0, rng: createRng(5) });
    const { loss } = credit.objective;
    const made = leaves({
      loss,
      grads: credit.grads,
      feedbackGrads: credit.feedbackGrads,
      observables: credit.observables,
    });
    expect(tf.memory().numTensors - before).toBe(made.length);
  });

  test.each(configs)('%o: the same seed gives the same bits, another one others', (config) => {
    const { params } = drawNetwork(net);
    const drawn = (seed: number) => values(ruleOf(config).init(params, createRng(seed)));
    expect(drawn(4)).toEqual(drawn(4));
    // Sign symmetry draws nothing but an order of magnitudes, where it is asked for one.
    if (config.kind !== 'signSymmetry' || config.magnitudes === 'random')
      expect(drawn(4)).not.toEqual(drawn(5));
    else expect(drawn(4)).toEqual(drawn(5));
    expect(values(creditOf(config, net).feedbackGrads)).toEqual(values(creditOf(config, net).feedbackGrads));
  });

  it('the task moves feedback under Kolen-Pollack only', () => {
    const moved = (config: object) => {
      const { params, x, evaluate } = drawNetwork(net);
      const other = drawNetwork(net, 2).target;
      const rule = ruleOf(config);
      const feedback = rule.init(params, createRng(4));
      const args = { params, feedback, step: 0, rng: createRng(5) };
      const [one, two] = [
        rule.credit({ ...args, evaluate }).feedbackGrads,
        rule.credit({ ...args, evaluate: evaluateNetwork(net, { x, target: other }) }).feedbackGrads,
      ];
      return JSON.stringify(values(one)) !== JSON.stringify(values(two));
    };
    expect(configs.filter(moved).map(({ kind }) => kind)).toEqual(['kolenPollack']);
  });

  it('alignment moves W only where it is told to', () => {
    for (const kind of [
      'weightMirror',
      'symmetricAlignment',
      'activationAlignment',
      'informationAlignment',
    ]) {
      const fixed = creditOf({ kind: 'feedbackAlignment' }, net);
      const own = creditOf({ kind }, net, { feedback: fixed.feedback });
      expect(values(own.grads)).toEqual(values(fixed.grads));
      const told = creditOf({ kind, updateForward: true }, net, { feedback: fixed.feedback });
      expect(values(told.grads)).not.toEqual(values(fixed.grads));
    }
  });

  it('a phase of alignment alone has no credit for W, a phase of the task none for B', () => {
    const { params, evaluate } = drawNetwork(net);
    const rule = ruleOf({ kind: 'informationAlignment', phases: { delay: 1, alternate: 1 } });
    const feedback = rule.init(params, createRng(4));
    const zero = (tree: Tree) =>
      leaves(tree).every(({ tensor }) => tensor.dataSync().every((value) => value === 0));
    const seen = [0, 1, 2].map((step) => {
      const { grads, feedbackGrads } = rule.credit({ evaluate, params, feedback, step, rng: createRng(5) });
      return [zero(grads), zero(feedbackGrads)];
    });
    expect(seen).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
  });
});

describe('feedback under a frozen W', () => {
  const rng = createRng(12);
  const drawn = (name: string, shape: number[], scale = 1): Tensor =>
    tf.tensor(
      Float32Array.from(rng.child(name).normal(shape.reduce((a, b) => a * b, 1)), (value) => scale * value),
      shape,
    );
  const pipeline = Pipeline.parse({});
  const layer = (x: Tensor): AlignedLayer => ({
    operator: denseOperator,
    input: x,
    kernel: drawn('w', [4, 3]),
    feedback: drawn('b', [3, 4]),
  });
  /** Plain descent. */
  function descended(
    start: AlignedLayer,
    {
      coefficients,
      rate,
      steps,
      input,
    }: { coefficients: Coefficients; rate: number; steps: number; input?: (step: number) => Tensor },
    seen: (feedback: Tensor, step: number) => void = () => undefined,
    own: Pipeline = pipeline,
  ): Tensor {
    let { feedback } = start;
    for (let step = 0; step < steps; step++) {
      feedback = tf.tidy(() => {
        const at = { ...start, feedback, ...(input && { input: input(step) }) };
        const { feedback: gradient } = alignLayer(at, { coefficients, pipeline: own, updateForward: false });
        return tf.sub(feedback, tf.mul(gradient, rate));
      });
      seen(feedback, step);
    }
    return feedback;
  }
  const distance = (a: Tensor, b: Tensor) => tf.norm(tf.sub(a, b)).dataSync()[0]!;

  it('nears a multiple of its transpose by 1 - 2 decay rate under symmetric alignment', () => {
    const start = layer(tf.zeros([1, 4]));
    const goal = tf.mul(tf.transpose(start.kernel), 1.5); // self / (2 decay)
    const distances = [distance(start.feedback, goal)];
    const coefficients = { decay: 0.1, self: 0.3 };
    descended(start, { coefficients, rate: 1, steps: 12 }, (b) => distances.push(distance(b, goal)));
    // Near the goal rounding of numbers near 1 shows; twelve steps leave 0.07 of the distance.
    distances.slice(1).forEach((d, index) => expect(d / distances[index]!).toBeCloseTo(0.8, 5));
  });

  it('nears the same under activation alignment, where the inputs have any variance', () => {
    const x = drawn('x', [40, 4]);
    const coefficients = { sparse: 0.05, amp: 0.1 };
    const start = layer(x);
    const found = descended(start, { coefficients, rate: 1, steps: 400 });
    expect(distance(found, tf.transpose(start.kernel))).toBeLessThan(1e-4);
    // Without the last feature nothing is known of the last column.
    const flat = tf.mul(x, tf.tensor1d([1, 1, 1, 0]));
    const blind = descended(layer(flat), { coefficients, rate: 1, steps: 400 });
    const column = (b: Tensor, from: number, count: number) => tf.slice(b, [0, from], [3, count]);
    expect([...column(blind, 3, 1).dataSync()]).toEqual([...column(start.feedback, 3, 1).dataSync()]);
    expect(distance(column(blind, 0, 3), column(tf.transpose(start.kernel), 0, 3))).toBeLessThan(1e-4);
  });

  /** The mean of B over the second half of a descent along noise. */
  function averaged(
    start: AlignedLayer,
    coefficients: Coefficients,
    own: { stddev: number; pipeline?: object },
  ) {
    const steps = 300;
    let sum = tf.zerosLike(start.feedback);
    const shape = [128, ...start.input.shape.slice(1)];
    const input = (step: number) =>
      noiseLike(shape, { distribution: 'normal', stddev: own.stddev }, rng.child(step));
    descended(
      start,
      { coefficients, rate: 0.5, steps, input },
      (b, step) => {
        if (step >= steps / 2) sum = tf.add(sum, b);
      },
      Pipeline.parse(own.pipeline ?? {}),
    );
    return tf.div(sum, steps / 2);
  }

  // 150 batches of 128, 19,200 draws: some one or two percent of each weight.
  it('is amp s^2 / (2 decay) of its transpose on average under a weight mirror, half of it after a ReLU', () => {
    const start = layer(tf.zeros([1, 4]));
    const coefficients = { decay: 0.1, amp: 0.4 };
    const goal = tf.mul(tf.transpose(start.kernel), (0.4 * 0.25) / 0.2);
    const found = averaged(start, coefficients, { stddev: 0.5 });
    expect(distance(found, goal) / distance(goal, tf.zerosLike(goal))).toBeLessThan(0.05);
    const rectified = averaged(start, coefficients, { stddev: 0.5, pipeline: { activationForward: 'relu' } });
    const half = tf.div(goal, 2);
    expect(distance(rectified, half) / distance(half, tf.zerosLike(half))).toBeLessThan(0.05);
  });

  it('is so many times more as a convolution has places under a weight mirror', () => {
    const operator = convolutionOperator(
      { strides: [1, 1], dilations: [1, 1], padding: 'valid' },
      { input: [1, 4, 4, 1], kernel: [2, 2, 1, 2] },
    );
    const kernel = drawn('k', [2, 2, 1, 2]);
    const start = { operator, input: tf.zeros([1, 4, 4, 1]), kernel, feedback: tf.zeros([2, 2, 1, 2]) };
    const found = averaged(start, { decay: 0.1, amp: 0.2 }, { stddev: 1 });
    const goal = tf.mul(kernel, 9); // 3 x 3 places
    expect(distance(found, goal) / distance(goal, tf.zerosLike(goal))).toBeLessThan(0.05);
  });

  it('is bounded whatever W is under information alignment', () => {
    // One input and one unit: b = (amp / 2) w / (null w^2 + decay / s^2).
    const [amp, bound, decay, s] = [0.4, 0.1, 0.05, 0.7];
    const most = (amp * s) / (4 * Math.sqrt(bound * decay));
    const settled = (w: number) => {
      const start = { operator: denseOperator, kernel: tf.tensor2d([[w]]), feedback: tf.zeros([1, 1]) };
      const x = tf.tensor2d([[s], [-s]]); // of covariance s^2 exactly
      const coefficients = { amp, null: bound, decay };
      return descended({ ...start, input: x }, { coefficients, rate: 1, steps: 600 }).dataSync()[0]!;
    };
    for (const w of [0.1, 1, 4])
      expect(settled(w)).toBeCloseTo(((amp / 2) * w) / (bound * w * w + decay / (s * s)), 4);
    expect(settled(Math.sqrt(decay / bound) / s)).toBeCloseTo(most, 4);
  });

  it('has an energy that does not know the order of units', () => {
    const [x, w, b, bias] = [drawn('x', [5, 4]), drawn('w', [4, 3]), drawn('b', [3, 4]), drawn('c', [3])];
    const [units, inputs] = [[2, 0, 1], [3, 1, 0, 2]]; // prettier-ignore
    const coefficients = { decay: 0.3, amp: 0.2, null: 0.5, nullReversed: 0.4, sparse: 0.7, self: 0.6 };
    const how = {
      coefficients,
      pipeline: Pipeline.parse({
        biasForward: true,
        biasBackward: true,
        activationForward: 'relu',
        normalizeInput: true,
        centerBackwardOutput: true,
      }),
    };
    const one = layerEnergy({ operator: denseOperator, input: x, kernel: w, feedback: b, bias }, how);
    const other = layerEnergy(
      {
        operator: denseOperator,
        input: tf.gather(x, inputs!, 1),
        kernel: tf.gather(tf.gather(w, inputs!, 0), units!, 1),
        feedback: tf.gather(tf.gather(b, units!, 0), inputs!, 1),
        bias: tf.gather(bias, units!),
      },
      how,
    );
    expect(other.dataSync()[0]! / one.dataSync()[0]!).toBeCloseTo(1, 5);
  });
});

describe('Kolen-Pollack', () => {
  const decay = 0.01;
  function differences(weightDecay: number, momentum: number) {
    const { params: start, evaluate } = drawNetwork('dense');
    const rule = ruleOf({ kind: 'kolenPollack', decay, observe: { angles: [] } });
    let params = start;
    let feedback = rule.init(params, createRng(4));
    let [v, u] = [
      mapTree(params, (leaf) => tf.zerosLike(leaf)),
      mapTree(feedback, (leaf) => tf.zerosLike(leaf)),
    ];
    const found: number[] = [];
    for (let step = 0; step < 40; step++) {
      const { grads, feedbackGrads } = rule.credit({ evaluate, params, feedback, step, rng: createRng(5) });
      const [old, now] = [v, u];
      v = mapTree(old, (leaf, path) => {
        const g = leafAt(grads, path)!;
        const w = leafAt(params, path)!;
        const decayed = path.endsWith('kernel') ? tf.add(g, tf.mul(w, weightDecay)) : g;
        return tf.add(tf.mul(leaf, momentum), decayed);
      });
      u = mapTree(now, (leaf, path) => tf.add(tf.mul(leaf, momentum), leafAt(feedbackGrads, path)!));
      params = mapTree(params, (leaf, path) => tf.sub(leaf, tf.mul(leafAt(v, path)!, 0.2)));
      feedback = mapTree(feedback, (leaf, path) => tf.sub(leaf, tf.mul(leafAt(u, path)!, 0.2)));
      const total = kernels(params).reduce(
        (sum, { path, tensor }) =>
          sum + tf.sum(tf.square(tf.sub(tf.transpose(tensor), leafAt(feedback, path)!))).dataSync()[0]!,
        0,
      );
      found.push(Math.sqrt(total));
    }
    return found;
  }

  it('shrinks the difference by 1 - rate lambda with each step, whatever the data', () => {
    const found = differences(2 * decay, 0);
    found
      .slice(1)
      .forEach((value, index) => expect(value / found[index]!).toBeCloseTo(1 - 0.2 * 2 * decay, 5));
  });

  it('keeps the difference where nothing decays', () => {
    const rule = ruleOf({ kind: 'kolenPollack', decay: 0 });
    const { params, evaluate } = drawNetwork('dense');
    const feedback = rule.init(params, createRng(4));
    const { grads, feedbackGrads } = rule.credit({ evaluate, params, feedback, step: 0, rng: createRng(5) });
    for (const { path, tensor } of leaves(feedbackGrads))
      expect([...tensor.dataSync()]).toEqual([...tf.transpose(leafAt(grads, path)!).dataSync()]);
  });

  it('obeys the recursion of momentum with it', () => {
    const found = differences(2 * decay, 0.5);
    // The larger root of z^2 - (1 + mu - rate lambda) z + mu, to which the ratio settles.
    const [mu, k] = [0.5, 0.2 * 2 * decay];
    const root = (1 + mu - k + Math.sqrt((1 + mu - k) ** 2 - 4 * mu)) / 2;
    expect(found.at(-1)! / found.at(-2)!).toBeCloseTo(root, 5);
  });

  it('aligns only the direction where the decays differ', () => {
    const found = differences(0, 0);
    expect(found[1]! / found[0]!).not.toBeCloseTo(1 - 0.2 * 2 * decay, 5);
  });
});
