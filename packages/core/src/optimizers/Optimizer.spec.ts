import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../errors';
import { tf, type Tensor } from '../tf';
import { disposeTree, leafAt, type Tree } from '../tree';
import { createOptimizer, OptimizerConfig } from './Optimizer';

type Golden = {
  start: number[];
  curvature: number[];
  target: number[];
  cases: { config: { kind: string }; authority: string; rates: number[]; path: number[][] }[];
};
// Remade by `python3 goldens/optimizers.py` (torch 1.13; TensorFlow's formulas written out in NumPy).
const golden = JSON.parse(
  readFileSync(new URL('../../goldens/optimizers.json', import.meta.url), 'utf8'),
) as Golden;

const gradient = (w: Tensor) =>
  tf.tidy(() => {
    const pull = tf.mul(tf.tensor1d(golden.curvature), tf.sub(w, tf.tensor1d(golden.target)));
    return tf.add(pull, tf.mul(tf.cos(tf.mul(w, 3)), 3));
  });

const kinds = OptimizerConfig.options.map((option) => option.shape.kind.value);

const hasMomentum = (kind: string): boolean =>
  OptimizerConfig.options.some(({ shape }) => shape.kind.value === kind && 'momentum' in shape);

/** One update of a scalar weight. */
function updateOnce(config: object, weight: number, grad: number, learningRate = 0.1): number {
  return tf.tidy(() => {
    const optimizer = createOptimizer(OptimizerConfig.parse(config));
    const params = { w: tf.scalar(weight) };
    const next = optimizer.update({ w: tf.scalar(grad) }, optimizer.init(params), params, {
      step: 0,
      learningRate,
    });
    return leafAt(next.params, 'w')!.dataSync()[0]!;
  });
}

describe('optimizers', () => {
  it.each(golden.cases.map((one) => [JSON.stringify(one.config), one] as const))(
    '%s walks as its source does',
    (_name, { config, rates, path }) => {
      const optimizer = createOptimizer(OptimizerConfig.parse(config));
      let params: Tree = { w: tf.tensor1d(golden.start) };
      let state = optimizer.init(params);
      rates.forEach((learningRate, step) => {
        const grads = { w: gradient(leafAt(params, 'w')!) };
        ({ params, state } = optimizer.update(grads, state, params, { step, learningRate }));
        // float32 against float64, relative to the size of the weights
        const found = leafAt(params, 'w')!.dataSync();
        const distance = Math.max(
          ...path[step]!.map(
            (value, index) => Math.abs(value - found[index]!) / Math.max(1, Math.abs(value)),
          ),
        );
        expect(distance).toBeLessThan(1e-6);
      });
    },
  );

  it('the first step, by hand', () => {
    expect(updateOnce({ kind: 'sgd' }, 1, 2)).toBeCloseTo(0.8, 6);
    expect(updateOnce({ kind: 'sgd', momentum: 0.9, nesterov: true }, 1, 2)).toBeCloseTo(1 - 0.1 * 3.8, 6);
    expect(updateOnce({ kind: 'adam' }, 1, 2)).toBeCloseTo(0.9, 6); // m / sqrt(v) is 1 after correction
    expect(updateOnce({ kind: 'adamw', weightDecay: 0.5 }, 1, 2)).toBeCloseTo(0.95 - 0.1, 6);
    expect(updateOnce({ kind: 'adagrad', initial: 5 }, 1, 2)).toBeCloseTo(1 - 0.2 / 3, 6); // 5 + 2^2
    expect(updateOnce({ kind: 'radam' }, 1, 2)).toBeCloseTo(0.8, 6); // the corrected mean, as rho is 1
    expect(updateOnce({ kind: 'swats' }, 1, 2)).toBeCloseTo(0.9, 6); // Adam's
    expect(updateOnce({ kind: 'rmsprop' }, 1, 2)).toBeCloseTo(1 - 0.2 / Math.sqrt(1.3), 6); // s = .9 + .1 * 4
    expect(updateOnce({ kind: 'rmsprop-torch' }, 1, 2)).toBeCloseTo(1 - 0.1 / Math.sqrt(0.01), 6); // s = .01 g^2
  });

  it('defaults are those of the sources', () => {
    expect(OptimizerConfig.parse({ kind: 'adam' })).toMatchObject({
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7,
    });
    expect(OptimizerConfig.parse({ kind: 'adam-torch' })).toMatchObject({ epsilon: 1e-8 });
    expect(OptimizerConfig.parse({ kind: 'rmsprop' })).toMatchObject({ decay: 0.9, epsilon: 1e-10 });
    expect(OptimizerConfig.parse({ kind: 'rmsprop-torch' })).toMatchObject({ decay: 0.99, epsilon: 1e-8 });
    expect(OptimizerConfig.safeParse({ kind: 'adam', beta3: 1 }).success).toBe(false);
  });

  it.each(kinds)('%s leaves its arguments as they are, keeps their structure and leaks nothing', (kind) => {
    const optimizer = createOptimizer(
      OptimizerConfig.parse({ kind, ...(hasMomentum(kind) && { momentum: 0.5 }) }),
    );
    const params = { cell: { kernel: tf.tensor2d([[1, 2]]) }, bias: tf.scalar(3) };
    const grads = { cell: { kernel: tf.tensor2d([[1, -1]]) }, bias: tf.scalar(1) };
    const before = tf.memory().numTensors;
    const state = optimizer.init(params);
    const first = optimizer.update(grads, state, params, { step: 0, learningRate: 0.1 });
    const second = optimizer.update(grads, state, params, { step: 0, learningRate: 0.1 });
    expect(leafAt(second.params, 'bias')!.dataSync()).toEqual(leafAt(first.params, 'bias')!.dataSync());
    expect(leafAt(first.params, 'cell/kernel')!.shape).toEqual([1, 2]);
    expect(leafAt(params, 'bias')!.dataSync()[0]).toBe(3);
    for (const tree of [state, first.params, first.state, second.params, second.state]) disposeTree(tree);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(kinds)('%s goes against the sign of the first gradient, by no more than it is told', (kind) => {
    // Without what else moves a weight: AdamW's decay, and LARS's step by the weight's own length, which may be 0.
    const plainly = { adamw: { weightDecay: 0 }, lars: { excluded: ['w'] } }[kind as string] ?? {};
    const grads = fc.double({ min: 0.01, max: 100, noNaN: true });
    const weights = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(grads, weights, fc.boolean(), (size, weight, negative) => {
        const grad = negative ? -size : size;
        const moved = updateOnce({ kind, ...plainly }, weight, grad, 0.01) - weight;
        expect(Math.sign(moved)).toBe(-Math.sign(grad));
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('names a parameter that has no gradient', () => {
    const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'sgd' }));
    const options = { step: 0, learningRate: 1 };
    expect(() =>
      optimizer.update({ a: tf.scalar(1) }, {}, { a: tf.scalar(1), b: tf.scalar(1) }, options),
    ).toThrow(ConfigError);
  });
});
