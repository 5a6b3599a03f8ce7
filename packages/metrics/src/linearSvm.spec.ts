import { describe, expect, it } from 'vitest';
import { createRng } from '@goal-driven/core/arrays';
import golden from '../goldens/readouts.json';
import { dataSets } from './_classifiers.fixture';
import { largestDifference, table } from './_fixtures';
import { linearSvm } from './linearSvm';

const rng = createRng(1);
const { features, labels } = dataSets['three']!;

describe('linearSvm', () => {
  it('by hand: of samples at -1 and 1 the hinge is min(1, 2 cost), the squared one 4 cost / (1 + 4 cost)', () => {
    const samples = table([[-1], [1]]);
    for (const [cost, hinge] of [
      [0.25, 0.5],
      [3, 1],
    ] as const) {
      const one = linearSvm(samples, [5, 8], rng, { cost, loss: 'hinge', tolerance: 1e-12 });
      expect(one.coefficients.values[0]).toBeCloseTo(hinge, 6);
      expect(one.intercept[0]).toBeCloseTo(0, 6);
      expect(one.objective[0]).toBeCloseTo(hinge ** 2 / 2 + 2 * cost * (1 - hinge), 8);
      expect([...one.predict(table([[-0.2], [0.2]]))]).toEqual([5, 8]);
      const square = linearSvm(samples, [5, 8], rng, { cost, tolerance: 1e-12 });
      expect(square.coefficients.values[0]).toBeCloseTo((4 * cost) / (1 + 4 * cost), 6);
      expect(square.objective[0]).toBeCloseTo((2 * cost) / (1 + 4 * cost), 8);
    }
  });

  it.each(golden.svm)(
    'comes to the minimum of LIBLINEAR: $data, $loss, cost $cost, weights $weights (goldens/readouts.py)',
    ({ data, cost, loss, intercept, scaling, weights, ...wanted }) => {
      const fit = linearSvm(dataSets[data]!.features, dataSets[data]!.labels, rng, {
        cost,
        loss: loss as 'hinge' | 'squaredHinge',
        intercept,
        interceptScaling: scaling,
        classWeights: weights ?? 'uniform',
        tolerance: 1e-8,
      });
      wanted.objective.forEach((objective, model) =>
        expect(Math.abs(fit.objective[model]! / objective - 1)).toBeLessThan(1e-7),
      );
      expect(fit.objective).toHaveLength(wanted.objective.length);
      // A share of 1e-8 of the objective f leaves coefficients within sqrt(2e-8 f).
      const room = Math.sqrt(2e-8 * Math.max(...wanted.objective)) + 1e-7;
      expect(largestDifference(fit.coefficients.values, wanted.coefficients.flat())).toBeLessThan(room);
      expect(largestDifference(fit.intercept, wanted.intercepts)).toBeLessThan(scaling * room);
      if (!intercept) expect(fit.intercept.every((value) => value === 0)).toBe(true);
    },
  );

  it('does not depend on the order in which samples come up, and the same seed gives the same bits', () => {
    const [one, other] = [1, 2].map((seed) => linearSvm(features, labels, createRng(seed)));
    expect(one!.coefficients).not.toEqual(other!.coefficients);
    expect(largestDifference(one!.coefficients.values, [...other!.coefficients.values])).toBeLessThan(1e-3);
    expect(linearSvm(features, labels, createRng(1)).coefficients).toEqual(one!.coefficients);
  });

  it('weighs balanced classes by size: as numbers that say so', () => {
    const counts = [16, 32, 48].map((count) => 96 / (3 * count));
    const balanced = linearSvm(features, labels, rng, { classWeights: 'balanced' });
    expect(balanced.coefficients).toEqual(
      linearSvm(features, labels, rng, { classWeights: counts }).coefficients,
    );
  });

  it('comes to one minimum from both sides: few sweeps and L-BFGS, or sweeps alone', () => {
    const { features: samples, labels: classes } = dataSets['two']!;
    const options = { cost: 10, interceptScaling: 20, tolerance: 1e-9 };
    const one = linearSvm(samples, classes, rng, options);
    const weighted = linearSvm(samples, classes, rng, { ...options, classWeights: [1, 3] });
    expect([...one.sweeps, ...weighted.sweeps]).toEqual([300, 300]);
    for (const fit of [one, weighted]) {
      const w = fit.coefficients.values;
      const b = fit.intercept[0]! / 20;
      let [objective, slope] = [(w.reduce((sum, value) => sum + value * value, 0) + b * b) / 2, b];
      fit.scores(samples).values.forEach((score, index) => {
        if (index % 2 === 0) return;
        const sign = classes[(index - 1) / 2] === 4 ? 1 : -1;
        const weight = fit === weighted && sign === 1 ? 3 : 1;
        objective += 10 * weight * Math.max(0, 1 - sign * score) ** 2;
        slope -= 20 * weight * Math.max(0, 1 - sign * score) * sign * 20;
      });
      expect(fit.objective[0]! / objective).toBeCloseTo(1, 10);
      expect(Math.abs(slope) / objective).toBeLessThan(1e-4);
    }
  });

  it('keeps the plane when samples far beyond their margin are added', () => {
    const near = table([[-1], [1]]);
    const far = table([[-1], [1], [5], [9], [-7]]);
    const [one, other] = [
      linearSvm(near, [0, 1], rng, { loss: 'hinge', tolerance: 1e-12 }),
      linearSvm(far, [0, 1, 1, 1, 0], rng, { loss: 'hinge', tolerance: 1e-12 }),
    ];
    expect(other.coefficients.values[0]).toBeCloseTo(one.coefficients.values[0]!, 6);
  });

  it('names what does not fit', () => {
    expect(() => linearSvm(features, [1], rng)).toThrow(/linearSvm: labels must be as many as the 96/);
    expect(() => linearSvm(features, labels, rng, { cost: -1 })).toThrow(
      /cost must be greater than 0, got -1/,
    );
    expect(() => linearSvm(features, labels, rng, { cost: Infinity })).toThrow(/cost .*got Infinity/);
    expect(() => linearSvm(features, labels, rng, { interceptScaling: 0 })).toThrow(
      /interceptScaling must be/,
    );
    expect(() => linearSvm(features, labels, rng, { tolerance: 0 })).toThrow(/tolerance must be/);
    expect(() => linearSvm(features, labels, rng, { maxSweeps: 0 })).toThrow(/maxSweeps must be an integer/);
    expect(() => linearSvm(features, labels, rng, { maxSweeps: 3 })).toThrow(
      /linearSvm: the objective must come within 0.000001 of its minimum in 3 sweeps, got within \d/,
    );
    expect(() => linearSvm(features, labels, rng).scores(table([[1]]))).toThrow(
      /linearSvm.predict: .*5 columns/,
    );
  });
});
