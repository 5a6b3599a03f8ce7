import { describe, expect, it } from 'vitest';
import { tf } from '../tf';
import { leafAt, type Tree } from '../tree';
import { createOptimizer, OptimizerConfig } from './Optimizer';

describe('swats', () => {
  it('switches each tensor by itself, and then descends by the rate that it had', () => {
    const optimizer = createOptimizer(
      OptimizerConfig.parse({ kind: 'swats', beta1: 0, beta2: 0.5, epsilon: 1e-6 }),
    );
    // A constant gradient g makes p = -rate, so gamma = rate / g at once; one that doubles never settles.
    let params: Tree = { still: tf.scalar(0), wild: tf.scalar(0) };
    let state = optimizer.init(params);
    const seen: { still: number; switched: number[] }[] = [];
    for (let step = 0; step < 4; step++) {
      const grads = { still: tf.scalar(step < 2 ? 2 : 3), wild: tf.scalar(2 ** step) };
      ({ params, state } = optimizer.update(grads, state, params, { step, learningRate: 0.1 }));
      const flags = ['still', 'wild'].map((name) => leafAt(state, `switched/${name}`)!.dataSync()[0]!);
      seen.push({ still: leafAt(params, 'still')!.dataSync()[0]!, switched: flags });
    }
    expect(seen.map(({ switched }) => switched)).toEqual([[0, 0], [1, 0], [1, 0], [1, 0]]); // prettier-ignore
    // Two steps of Adam, 0.1 each; then gradients of 3 at the rate 0.1 / 2, beta1 being 0.
    const path = [-0.1, -0.2, -0.35, -0.5];
    seen.forEach(({ still }, step) => expect(still).toBeCloseTo(path[step]!, 5));
  });

  it('gathers nothing where the step is across the gradient', () => {
    const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'swats', epsilon: 1 }));
    const params = { w: tf.tensor1d([1, 2]) };
    let state = optimizer.init(params);
    for (let step = 0; step < 3; step++)
      ({ state } = optimizer.update({ w: tf.zeros([2]) }, state, params, { step, learningRate: 0.1 }));
    for (const slot of ['gathered', 'rate', 'switched'])
      expect(leafAt(state, `${slot}/w`)!.dataSync()[0]).toBe(0);
  });
});
