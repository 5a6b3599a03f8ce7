import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tf } from '../tf';
import { fromLeaves, leafAt, leaves, type Tree } from '../tree';
import { createOptimizer, OptimizerConfig } from './Optimizer';

type Values = Record<string, number[]>;
// Remade by `python3 goldens/lars.py` (torch 1.13, double precision).
const golden = JSON.parse(readFileSync(new URL('../../goldens/lars.json', import.meta.url), 'utf8')) as {
  start: Record<string, { shape: number[]; values: number[] }>;
  cases: { config: object; rates: number[]; path: { grads: Values; params: Values }[] }[];
};
const treeOf = (values: Values): Tree =>
  fromLeaves(
    Object.entries(values).map(([path, of]) => ({ path, tensor: tf.tensor(of, golden.start[path]!.shape) })),
  );

describe('lars', () => {
  it.each(golden.cases.map((one) => [JSON.stringify(one.config), one] as const))(
    '%s walks as its source does',
    (_name, { config, rates, path }) => {
      const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'lars', ...config }));
      let params = treeOf(
        Object.fromEntries(Object.entries(golden.start).map(([name, { values }]) => [name, values])),
      );
      let state = optimizer.init(params);
      rates.forEach((learningRate, step) => {
        const { grads, params: wanted } = path[step]!;
        ({ params, state } = optimizer.update(treeOf(grads), state, params, { step, learningRate }));
        for (const { path: name, tensor } of leaves(params)) {
          const found = tensor.dataSync();
          // float32 against float64, relative to the size of the weights
          wanted[name]!.forEach((value, index) =>
            expect(Math.abs(value - found[index]!) / Math.max(1, Math.abs(value))).toBeLessThan(1e-6),
          );
        }
      });
    },
  );

  const update = (config: object, params: Tree, grads: Tree) => {
    const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'lars', ...config }));
    return optimizer.update(grads, optimizer.init(params), params, { step: 0, learningRate: 0.5 }).params;
  };
  const valuesAt = (tree: Tree, path: string) => [...leafAt(tree, path)!.dataSync()];

  it('takes a step whose length is a share of the weights, by hand', () => {
    // |w| = 5, |g| = 10: local is 0.1 * 5 / 10, the step 0.5 * 0.05 * g.
    const moved = update(
      { trust: 0.1, weightDecay: 0 },
      { w: tf.tensor1d([3, 4]) },
      { w: tf.tensor1d([6, -8]) },
    );
    const [first, second] = valuesAt(moved, 'w');
    expect(first).toBeCloseTo(3 - 0.15, 6);
    expect(second).toBeCloseTo(4 + 0.2, 6);
  });

  it('descends plainly where it is told to', () => {
    const params = {
      bn2: { gamma: tf.tensor1d([2]) },
      norm: { beta: tf.tensor1d([2]) },
      own: tf.tensor1d([2]),
    };
    const grads = {
      bn2: { gamma: tf.tensor1d([1]) },
      norm: { beta: tf.tensor1d([1]) },
      own: tf.tensor1d([1]),
    };
    const moved = update({ weightDecay: 1 }, params, grads);
    expect(valuesAt(moved, 'bn2/gamma')).toEqual([1.5]);
    expect(valuesAt(moved, 'norm/beta')).toEqual([1.5]);
    expect(valuesAt(moved, 'own')[0]).toBeCloseTo(2 - 0.5 * 0.001 * (2 / 3) * 3, 6);
    expect(valuesAt(update({ excluded: ['own'] }, params, grads), 'own')).toEqual([1.5]);
  });

  it('has a rate of its own for what it leaves out', () => {
    const tree = () => ({ bias: tf.tensor1d([2]), kernel: tf.tensor1d([2]) });
    const moved = update({ excludedRate: 0.024, weightDecay: 0 }, tree(), tree());
    expect(valuesAt(moved, 'bias')[0]).toBeCloseTo(2 - 0.5 * 0.024 * 2, 6);
    expect(valuesAt(moved, 'kernel')[0]).toBeCloseTo(2 - 0.5 * 0.001 * 2, 6);
    expect(() => update({ excludedRate: 0 }, tree(), tree())).toThrow(/excludedRate/);
  });

  it('leaves a tensor of zeros, and one without gradient or decay, as it is', () => {
    expect(valuesAt(update({}, { w: tf.zeros([2]) }, { w: tf.ones([2]) }), 'w')).toEqual([0, 0]);
    expect(valuesAt(update({ weightDecay: 0 }, { w: tf.ones([2]) }, { w: tf.zeros([2]) }), 'w')).toEqual([
      1, 1,
    ]);
  });

  it('leaves behind the new parameters and velocities alone', () => {
    const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'lars' }));
    const [params, grads] = [
      { w: tf.ones([2]), bias: tf.ones([1]) },
      { w: tf.ones([2]), bias: tf.ones([1]) },
    ];
    const state = optimizer.init(params);
    const before = tf.memory().numTensors;
    optimizer.update(grads, state, params, { step: 0, learningRate: 1 });
    expect(tf.memory().numTensors - before).toBe(4);
  });
});
