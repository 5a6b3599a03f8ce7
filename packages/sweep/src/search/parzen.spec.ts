import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import golden from '../../goldens/tpe.json' with { type: 'json' };
import { normalProbability } from './normalProbability';
import { categoryProbabilities, drawn, parzen } from './parzen';

describe('normalProbability', () => {
  it("agrees with SciPy's norm.cdf to 1e-13 of the value", () => {
    golden.normal.z.forEach((z, at) => {
      const expected = golden.normal.probability[at]!;
      expect(Math.abs(normalProbability(z) / expected - 1)).toBeLessThan(1e-13);
    });
  });

  it('is a half at 0, and ends at 0 and 1', () => {
    expect([0, -41, 41, -Infinity, Infinity].map(normalProbability)).toEqual([0.5, 0, 1, 0, 1]);
    for (const z of [0.3, 2, 3.6, 6]) expect(normalProbability(z) + normalProbability(-z)).toBeCloseTo(1, 15);
  });
});

describe('parzen', () => {
  it.each(golden.parzen)(
    'agrees with the definition in NumPy: $observations.length observations',
    (reference) => {
      const { observations, at, density, mass, ...options } = reference;
      const estimate = parzen(observations, options);
      at.forEach((value, index) => expect(estimate.density(value) / density[index]! - 1).toBeCloseTo(0, 12));
      mass.forEach((value, index) =>
        expect(estimate.mass(at[index]!, at[index + 1]!) / value - 1).toBeCloseTo(0, 12),
      );
      expect(parzen([...observations].reverse(), options).means).toEqual(estimate.means);
    },
  );

  it('integrates to 1 between its bounds', () => {
    for (const observations of [
      [],
      [0.2],
      [-1, 2.9, 2.9, 2.9],
      [...createRng(1).normal(50)].map((z) => Math.tanh(z)),
    ]) {
      const { density, mass, weights } = parzen(observations, { low: -1, high: 3, priorWeight: 0.7 });
      const steps = 4000;
      let sum = 0;
      for (let step = 0; step < steps; step++) sum += density(-1 + (4 * (step + 0.5)) / steps) * (4 / steps);
      expect(sum).toBeCloseTo(1, 6);
      expect(mass(-1, 3)).toBeCloseTo(1, 14);
      expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
    }
  });

  it('puts its prior in the middle and widths as far as the further neighbour, within limits', () => {
    const { means, deviations, weights } = parzen([0, 1, 9, 9, 9], { low: 0, high: 10, priorWeight: 2 });
    expect(means).toEqual([0, 1, 5, 9, 9]);
    // Least: 10 / min(100, 1 + 6). The first 9 is 4 from the prior; the other two have neighbours of their own value.
    expect(deviations).toEqual([10 / 7, 4, 10, 4, 10 / 7]);
    expect(weights.map((weight) => Math.round(weight * 7))).toEqual([1, 1, 2, 1, 2]);
  });

  it('draws what its density says, inside the bounds', () => {
    const { sample, mass } = parzen([0.1, 0.15, 0.8], { low: 0, high: 1, priorWeight: 1 });
    const stream = createRng(1).stream();
    const values = Array.from({ length: 4000 }, () => sample(stream));
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    for (const [from, to] of [
      [0, 0.1],
      [0.1, 0.3],
      [0.3, 0.7],
      [0.7, 1],
    ] as const) {
      const share = values.filter((value) => value >= from && value < to).length / values.length;
      expect(Math.abs(share - mass(from, to))).toBeLessThan(0.032); // four standard errors at a share of a half
    }
  });
});

describe('categories', () => {
  it('smooths counts by the prior', () => {
    expect(categoryProbabilities([0, 2, 2], 3, 0.5)).toEqual([1.5 / 4.5, 0.5 / 4.5, 2.5 / 4.5]);
    expect(categoryProbabilities([], 2, 1)).toEqual([0.5, 0.5]);
  });

  it('draws the place at which the running sum passes', () => {
    expect([0, 0.24, 0.25, 0.74, 0.75, 0.999].map((share) => drawn([0.25, 0.5, 0.25], share))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    expect(drawn([0.1, 0.2], 0.9)).toBe(1); // whatever rounding leaves belongs to the last
  });
});
