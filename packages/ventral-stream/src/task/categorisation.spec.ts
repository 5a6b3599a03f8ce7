import { createPass, createRng, disposeTree, leaves, tf, useBackend, type Tensor4D } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { createPublished } from '../models/createPublished';
import { graphPenalties, penaltyOf } from '../network/graphPenalties';
import { Categorisation, categorisation } from './categorisation';

await useBackend('cpu');

const network = createPublished('rgc_shallow', { scale: { size: 16, classes: 7, width: 0.03 } });
const pass = createPass({ training: true, rng: createRng(0) });

/** The objective on logits that are given, [batch, timesteps, classes]; the answer is the last step. */
function objective(
  config: Parameters<typeof Categorisation.parse>[0],
  logits: number[][][],
  labels: number[],
) {
  const task = categorisation(Categorisation.parse(config), network);
  return tf.tidy(() => {
    const z = tf.tensor3d(logits);
    const output = tf.tensor2d(logits.map((rows) => rows.at(-1)!));
    const applied = { output, layers: { logits: z }, state: {} };
    const batch = { images: tf.zeros([1, 1, 1, 1]), labels: tf.tensor1d(labels, 'int32') };
    const args = { forward: () => applied, params: {}, state: {}, batch, pass };
    const { loss, terms } = task.objective({
      ...args,
      modelParams: { conv1: { conv: { kernel: tf.tensor1d([3, 4]) } } },
    });
    const evaluated = task.evaluate(args);
    const numbers = (scalars: object) =>
      Object.fromEntries(
        Object.entries(scalars).map(([name, scalar]) => [name, scalar.dataSync()[0] as number]),
      );
    return { loss: loss.dataSync()[0]!, terms: numbers(terms), evaluated: numbers(evaluated) };
  });
}

const sevenths = [0, 0, 0, 0, 0, 0, 0];

describe('categorisation', () => {
  it('is the cross entropy of the answer, and the penalty on weights', () => {
    const { loss, terms } = objective({}, [[[9, 0, 0, 0, 0, 0, 0], sevenths]], [0]);
    expect(terms['taskLoss']).toBeCloseTo(Math.log(7), 5);
    expect(terms['weightPenalty']).toBeCloseTo((1e-4 / 2) * 25, 8);
    expect(loss).toBeCloseTo(Math.log(7) + (1e-4 / 2) * 25, 5);
  });

  it('is the mean over all timesteps where it is read there', () => {
    const sure = [Math.log(6), ...Array<number>(6).fill(0)]; // half of the probability
    const { terms } = objective({ readAt: 'everyStep', penalties: false }, [[sure, sevenths]], [0]);
    expect(terms['taskLoss']).toBeCloseTo((Math.log(2) + Math.log(7)) / 2, 5);
    expect(terms['weightPenalty']).toBeUndefined();
  });

  it('spreads a share of the target over all classes', () => {
    const sure = [Math.log(6), ...Array<number>(6).fill(0)];
    const { terms, evaluated } = objective({ smoothing: 0.7, penalties: false }, [[sure]], [0]);
    expect(terms['taskLoss']).toBeCloseTo(0.4 * Math.log(2) + 0.6 * Math.log(12), 5);
    expect(evaluated['taskLoss']).toBeCloseTo(Math.log(2), 5);
  });

  it('counts right answers, and ties as wrong', () => {
    const logits = [
      [[3, 0, 0, 0, 0, 0, 0]], // right
      [[6, 5, 4, 3, 2, 1, 0]], // label 4 is the fifth
      [[6, 5, 4, 3, 2, 1, 0]], // label 5 the sixth
      [sevenths], // all the same
    ];
    const { evaluated } = objective({}, logits, [0, 4, 5, 0]);
    expect(evaluated).toMatchObject({ accuracy: 0.25, topFive: 0.5 });
  });

  it.each([NaN, Infinity, -Infinity])('knows no share of right answers where a logit is %d', (other) => {
    for (const row of [Array<number>(7).fill(other), [3, 0, 0, 0, other, 0, 0]]) {
      const { terms, evaluated } = objective({}, [[[3, 0, 0, 0, 0, 0, 0]], [row]], [0, 0]);
      for (const shares of [terms, evaluated]) expect(shares).toMatchObject({ accuracy: NaN, topFive: NaN });
    }
  });
});

describe('graphPenalties', () => {
  it('names the published strengths', () => {
    const own = graphPenalties(createPublished('rgc_intermediate', { scale: { width: 0.05 } }).compiled);
    expect(own('conv1/conv/kernel')).toBe(1e-4);
    expect(own('conv1/conv/bias')).toBe(1e-4);
    expect(own('conv6/cell/cellTau/depthwise/kernel')).toBe(2.033999204146308e-4);
    expect(own('conv6/cell/cellTau/pointwise/bias')).toBe(0);
    expect(own('conv6/cell/outResidual/kernel')).toBe(0);
    expect(own('imnetds/dense/kernel')).toBe(1e-4);
  });

  it('has that of the decoder over time, which the loss counts', () => {
    const net = createPublished('rgc_shallow', {
      scale: { size: 16, classes: 3, width: 0.03 },
      decoder: { kind: 'conv1d' },
    });
    const strength = graphPenalties(net.compiled, net.config.decoder);
    const { params } = net.init(createRng(0));
    const own = leaves(params).filter(({ path }) => path.startsWith('decoder/'));
    expect(own.map(({ path }) => strength(path))).toEqual(Array(12).fill(1e-4)); // six kernels, six biases
    expect(graphPenalties(network.compiled, { kind: 'mlp', units: 4 })('decoder/hidden/kernel')).toBe(0);
    const task = categorisation(Categorisation.parse({}), net);
    const weightPenalty = tf.tidy(() => {
      const output = tf.zeros([1, 3]);
      const forward = () => ({ output, layers: { logits: tf.zeros([1, 1, 3]) }, state: {} });
      const batch = { images: tf.zeros([1, 16, 16, 3]), labels: tf.tensor1d([0], 'int32') };
      const modelParams = { decoder: { width2: { kernel: tf.tensor1d([3, 4]) } } };
      const given = { forward, params: {}, state: {}, batch, pass, modelParams };
      return task.objective(given).terms['weightPenalty']!.dataSync()[0];
    });
    expect(weightPenalty).toBeCloseTo((1e-4 / 2) * 25, 8);
    disposeTree(params);
  });

  it('adds up half of the squares, once for each parameter', () => {
    const { params } = network.init(createRng(0));
    const strength = graphPenalties(network.compiled);
    const penalty = tf.tidy(() => penaltyOf(strength, params).dataSync()[0]!);
    const expected = leaves(params).reduce(
      (sum, { path, tensor }) =>
        sum + (strength(path) / 2) * Array.from(tensor.dataSync()).reduce((squares, w) => squares + w * w, 0),
      0,
    );
    expect(penalty / expected).toBeCloseTo(1, 5);
    expect(expected).toBeGreaterThan(0);
    disposeTree(params);
  });

  it('leaves behind the scalars of an evaluation and nothing else', () => {
    const images = tf.zeros([1, 16, 16, 3]) as Tensor4D;
    const { params } = network.init(createRng(0));
    const task = categorisation(Categorisation.parse({}), network);
    const before = tf.memory().numTensors;
    const batch = { images, labels: tf.tensor1d([3], 'int32') };
    const result = tf.tidy(() => {
      const forward = () => network.apply(params, {}, { images }, pass);
      return task.evaluate({ forward, params: {}, state: {}, batch, pass });
    });
    expect(tf.memory().numTensors - before).toBe(1 + Object.keys(result).length);
    disposeTree({ ...result, ...batch, params });
  });
});
