import { createRng, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { pca } from '@goal-driven/metrics';
import { describe, expect, it } from 'vitest';
import { parkMiller } from './_parkMiller.fixture';
import { generalizedHebbian } from './generalizedHebbian';
import { nonNegativePca } from './nonNegativePca';

/** Independent columns of standard deviation 3, 2, 1 and 0.5 before a fixed rotation of the first two. */
const samples = (() => {
  const plain = parkMiller(77, [400, 4], 0.5);
  const values = plain.values.map((value, at) => value * [3, 2, 1, 0.5][at % 4]!);
  for (let row = 0; row < 400; row++) {
    const [a, b] = [values[4 * row]!, values[4 * row + 1]!];
    values.set([0.8 * a - 0.6 * b, 0.6 * a + 0.8 * b], 4 * row);
  }
  return ndArray(values, [400, 4]);
})();

const overlap = (a: Float64Array, b: Float64Array) => {
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, at) => sum + value * y[at]!, 0);
  return Math.abs(dot(a, b)) / Math.sqrt(dot(a, a) * dot(b, b));
};

describe('the generalised Hebbian rule', () => {
  it('changes weights sample by sample as it says', () => {
    const rng = createRng(4);
    const two = ndArray(Float64Array.of(1, 2, 3, 0), [2, 2]); // means 2 and 1: centred (-1, 1) and (1, -1)
    const { weights, means } = generalizedHebbian(
      two,
      { components: 2, nonNegative: false, learningRate: 0.1, epochs: 1 },
      rng,
    );
    expect([...means]).toEqual([2, 1]);
    const w = Float64Array.from(rng.child('start').normal(4), (draw) => draw / Math.SQRT2);
    const order = rng.child('order').child(0).permutation(2);
    order.forEach((row, index) => {
      const rate = 0.1 * (1 - index / 2);
      // the largest variance is 4, so inputs are halved
      const r = row === 0 ? [-0.5, 0.5] : [0.5, -0.5];
      const y1 = w[0]! * r[0]! + w[1]! * r[1]!;
      const y2 = w[2]! * r[0]! + w[3]! * r[1]!;
      const left = [r[0]! - y1 * w[0]!, r[1]! - y1 * w[1]!];
      const still = [left[0]! - y2 * w[2]!, left[1]! - y2 * w[3]!];
      w[0]! += rate * y1 * left[0]!;
      w[1]! += rate * y1 * left[1]!;
      w[2]! += rate * y2 * still[0]!;
      w[3]! += rate * y2 * still[1]!;
    });
    w.forEach((weight, at) => expect(weights.values[at]).toBeCloseTo(weight, 12));
  });

  it('comes to the principal components in order, of length 1', () => {
    const { weights } = generalizedHebbian(
      samples,
      { components: 2, nonNegative: false, learningRate: 0.05, epochs: 60 },
      createRng(1),
    );
    const { components } = pca(samples, { components: 2 });
    for (const j of [0, 1]) {
      const w = weights.values.subarray(4 * j, 4 * j + 4);
      expect(overlap(w, components.values.subarray(4 * j, 4 * j + 4))).toBeGreaterThan(0.999);
      expect(Math.hypot(...w)).toBeCloseTo(1, 1);
    }
  });

  it('comes to a non-negative component where weights cannot be negative', () => {
    const { weights } = generalizedHebbian(
      samples,
      { components: 1, learningRate: 0.05, epochs: 60 },
      createRng(1),
    );
    expect(Math.min(...weights.values)).toBeGreaterThanOrEqual(0);
    const { components, variances } = nonNegativePca(samples, { components: 5 }, createRng(1));
    const best = variances.indexOf(Math.max(...variances));
    expect(overlap(weights.values, components.values.subarray(4 * best, 4 * best + 4))).toBeGreaterThan(
      0.999,
    );
  });

  it('gives outputs for samples without their means', () => {
    const { weights, means, transform } = generalizedHebbian(
      samples,
      { components: 2, epochs: 1 },
      createRng(3),
    );
    const { values, shape } = transform(ndArray(samples.values.slice(0, 8), [2, 4]));
    expect(shape).toEqual([2, 2]);
    const expected = means.reduce(
      (sum, mean, f) => sum + (samples.values[4 + f]! - mean) * weights.values[4 + f]!,
      0,
    );
    expect(values[3]).toBeCloseTo(expected, 12);
  });

  it('names what it cannot take', () => {
    const run =
      (options: object, given: NdArray = samples) =>
      () =>
        generalizedHebbian(given, { components: 1, ...options }, createRng(1));
    expect(run({ components: 0 })).toThrow('components and epochs must be positive integers, got 0 and 20');
    expect(run({ epochs: 0.5 })).toThrow('got 1 and 0.5');
    expect(run({}, ndArray(new Float64Array(4).fill(2), [2, 2]))).toThrow(
      'generalizedHebbian: samples must vary, got constant ones',
    );
    expect(run({}, parkMiller(1, [3]))).toThrow(
      /generalizedHebbian: samples must be \[2 or more, features\], got \[3\]/,
    );
  });
});
