import { createRng, tf } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { batchCentered, centered, noiseLike, normalized, Pipeline, preparedInput } from './Pipeline';

const rng = createRng(2);
const x = tf.tensor(Float32Array.from(rng.child('x').normal(3 * 2 * 2 * 4)), [3, 2, 2, 4]);
const sums = (of: typeof x, axes: number[]) => [...tf.sum(of, axes).dataSync()];

describe('the pipeline', () => {
  it('centres as by hand', () => {
    expect(centered(tf.tensor2d([[1, 2, 6]])).arraySync()).toEqual([[-2, -1, 3]]);
    expect(batchCentered(tf.tensor2d([[1, 2], [3, 6]])).arraySync()).toEqual([[-1, -2], [1, 2]]); // prettier-ignore
    expect(normalized(tf.tensor2d([[3, 3, 1, 1]])).arraySync()).toEqual([[0.5, 0.5, -0.5, -0.5]]);
  });

  it('centres over features and places, and scales to length 1', () => {
    for (const sum of sums(centered(x), [1, 2, 3])) expect(Math.abs(sum)).toBeLessThan(1e-5);
    for (const sum of sums(batchCentered(x), [0])) expect(Math.abs(sum)).toBeLessThan(1e-6);
    for (const square of sums(tf.square(normalized(x)), [1, 2, 3])) expect(square).toBeCloseTo(1, 5);
  });

  it('leaves nothing of what has no spread', () => {
    expect([...normalized(tf.fill([1, 3], 4)).dataSync()]).toEqual([0, 0, 0]);
  });

  it('centres over the batch what meets the feedback alone', () => {
    const { forward, backward } = preparedInput(x, Pipeline.parse({ batchCenterBackwardInput: true }));
    expect(forward).toBe(x);
    expect(backward.dataSync()).toEqual(batchCentered(x).dataSync());
  });

  // 20,000 draws: the standard deviation of a standard deviation of 0.7 is 0.0035.
  it.each(['normal', 'uniform'] as const)('draws %s noise of the standard deviation', (distribution) => {
    const noise = noiseLike([100, 200], { distribution, stddev: 0.7 }, rng);
    const { mean, variance } = tf.moments(noise);
    expect(Math.abs(mean.dataSync()[0]!)).toBeLessThan(0.02);
    expect(Math.abs(Math.sqrt(variance.dataSync()[0]!) - 0.7)).toBeLessThan(0.014);
    if (distribution === 'uniform')
      expect(tf.max(tf.abs(noise)).dataSync()[0]!).toBeLessThanOrEqual(0.7 * Math.sqrt(3));
  });

  it('refuses noise without any', () => {
    expect(() => Pipeline.parse({ noise: { stddev: 0 } })).toThrow(/stddev/);
  });
});
