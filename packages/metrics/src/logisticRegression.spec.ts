import { describe, expect, it } from 'vitest';
import golden from '../goldens/readouts.json';
import { affine, dataSets, freshSamples } from './_classifiers.fixture';
import { largestDifference, parkMiller, table } from './_fixtures';
import { columnsOf } from './_matrix';
import { isLargeProduct } from './_products';
import { logisticRegression } from './logisticRegression';

const { features, labels } = dataSets['three']!;

const relative = (a: ArrayLike<number>, b: readonly number[]): number =>
  Math.max(...b.map((value, index) => Math.abs(a[index]! / value - 1)));

describe('logisticRegression', () => {
  it('by hand: of two samples at -1 and 1, w solves w (1 + exp(2w / 2)) = 2 cost at w = 1, and nothing shifts', () => {
    // Minimum of 2 cost log(1 + exp(-w)) + w^2 / 2: w (1 + exp(w)) = 2 cost, so w = 1 for cost = (1 + e) / 2.
    const cost = (1 + Math.E) / 2;
    const fit = logisticRegression(table([[-1], [1]]), [4, 9], { cost, tolerance: 1e-14 });
    expect(fit.coefficients.shape).toEqual([1, 1]);
    expect(fit.coefficients.values[0]).toBeCloseTo(1, 7);
    expect(fit.intercept[0]).toBeCloseTo(0, 12);
    expect(fit.objective[0]).toBeCloseTo(2 * cost * Math.log1p(Math.exp(-1)) + 1 / 2, 12);
    expect([...fit.predict(table([[-0.1], [0.1], [0]]))]).toEqual([4, 9, 4]);
    expect([...fit.probabilities(table([[1]])).values][1]).toBeCloseTo(1 / (1 + Math.exp(-1)), 7);
    expect([...fit.scores(table([[1]])).values]).toEqual([
      -fit.coefficients.values[0]!,
      fit.coefficients.values[0],
    ]);
  });

  it.each(golden.logistic)(
    'comes to the minimum of scikit-learn: $data, $form, cost $cost, weights $weights (goldens/readouts.py)',
    ({ data, cost, form, intercept, weights, slope, ...wanted }) => {
      const set = dataSets[data]!;
      const options = {
        cost,
        form: form as 'multinomial' | 'oneVsRest',
        intercept,
        classWeights: (weights ?? 'uniform') as 'uniform' | 'balanced' | number[],
      };
      const { objective } = logisticRegression(set.features, set.labels, options);
      expect(objective).toHaveLength(wanted.objective.length);
      expect(relative(objective, wanted.objective)).toBeLessThan(1e-9);
      // Within a share of 1e-14 of the objective f, coefficients are within sqrt(2e-14 f); the reference, where the
      // objective has a slope s, is within s.
      const fit = logisticRegression(set.features, set.labels, { ...options, tolerance: 1e-14 });
      const room = Math.sqrt(2e-14 * Math.max(...wanted.objective)) + slope + 1e-9;
      expect(slope).toBeLessThan(1e-5);
      expect(largestDifference(fit.coefficients.values, wanted.coefficients.flat())).toBeLessThan(room);
      const shares = fit.probabilities(freshSamples(columnsOf(fit.coefficients)));
      expect(largestDifference(shares.values, wanted.probabilities.flat())).toBeLessThan(1e-5);
      expect(fit.classes).toEqual(Int32Array.from(new Set(set.labels as Int32Array)).sort());
    },
  );

  it('has both forms alike for two classes, and rows of the multinomial that sum to 0', () => {
    const two = dataSets['two']!;
    const [one, other] = (['multinomial', 'oneVsRest'] as const).map((form) =>
      logisticRegression(two.features, two.labels, { form }),
    );
    expect(one!.coefficients).toEqual(other!.coefficients);
    const { coefficients, intercept } = logisticRegression(features, labels);
    for (let p = 0; p < 5; p++)
      expect([0, 1, 2].reduce((sum, c) => sum + coefficients.values[c * 5 + p]!, 0)).toBeCloseTo(0, 12);
    expect(intercept.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
  });

  it('gives rows of probabilities that sum to 1 and rank as the scores do, also where exp overflows', () => {
    for (const form of ['multinomial', 'oneVsRest'] as const) {
      const fit = logisticRegression(features, labels, { form });
      const far = affine(freshSamples(5), Array<number>(5).fill(1e5), Array<number>(5).fill(0));
      for (const samples of [freshSamples(5), far]) {
        const shares = fit.probabilities(samples);
        const predicted = fit.predict(samples);
        for (let row = 0; row < 4; row++) {
          const own = [...shares.values.subarray(3 * row, 3 * row + 3)];
          expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 14);
          expect(own[[-3, 4, 10].indexOf(predicted[row]!)]).toBe(Math.max(...own));
        }
      }
    }
  });

  it('reaches the minimum where classes are far apart and the penalty all but gone', () => {
    // Of two samples at -1 and 1: w (1 + exp(w)) = 2 cost.
    const { coefficients } = logisticRegression(table([[-1], [1]]), [0, 1], { cost: 1e8 });
    const w = coefficients.values[0]!;
    expect(w * (1 + Math.exp(w))).toBeGreaterThan(2e8 * (1 - 1e-4));
    expect(w * (1 + Math.exp(w))).toBeLessThan(2e8 * (1 + 1e-4));
  });

  it('is indifferent to an offset of the features, to the names of classes and to the order of samples', () => {
    const fit = logisticRegression(features, labels, { tolerance: 1e-14 });
    const moved = affine(features, [1, 1, 1, 1, 1], [3, -40, 0, 7, 1000]);
    const shifted = logisticRegression(moved, labels, { tolerance: 1e-14 });
    expect(largestDifference(shifted.coefficients.values, [...fit.coefficients.values])).toBeLessThan(1e-6);
    const renamed = logisticRegression(
      features,
      Int32Array.from(labels as Int32Array, (label) => 2 * label - 5),
    );
    expect([...renamed.classes]).toEqual([-11, 3, 15]);
    expect(renamed.coefficients).toEqual(logisticRegression(features, labels).coefficients);
    const backwards = { values: features.values.slice(), shape: features.shape };
    for (let row = 0; row < 96; row++)
      backwards.values.set(features.values.subarray((95 - row) * 5, (96 - row) * 5), row * 5);
    const turned = logisticRegression(backwards, Int32Array.from(labels as Int32Array).reverse(), {
      tolerance: 1e-14,
    });
    expect(largestDifference(turned.coefficients.values, [...fit.coefficients.values])).toBeLessThan(1e-6);
  });

  it('leaves a constant feature without weight', () => {
    const constant = affine(features, [1, 0, 1, 1, 1], [0, 0.7, 0, 0, 0]);
    const { coefficients } = logisticRegression(constant, labels);
    for (const c of [0, 1, 2]) expect(coefficients.values[5 * c + 1]).toBeCloseTo(0, 10);
  });

  it.each(['multinomial', 'oneVsRest'] as const)(
    'begins where it is told, and then has nothing to do: %s',
    (form) => {
      const start = logisticRegression(features, labels, { form });
      const again = logisticRegression(features, labels, { form, start });
      expect([...again.iterations].every((count) => count === 0)).toBe(true);
      expect([...start.iterations].every((count) => count > 3)).toBe(true);
      expect(largestDifference(again.coefficients.values, [...start.coefficients.values])).toBeLessThan(
        1e-12,
      );
      expect(largestDifference(again.intercept, [...start.intercept])).toBeLessThan(1e-12);
      expect(relative(again.objective, [...start.objective])).toBeLessThan(1e-12);
      const nearby = logisticRegression(features, labels, { form, start, cost: 1.01 });
      expect(nearby.iterations[0]).toBeLessThan(
        logisticRegression(features, labels, { form, cost: 1.01 }).iterations[0]!,
      );
    },
  );

  it.each([true, false])(
    'has no slope at its minimum, of sizes whose products are compiled too: intercept %s',
    (intercept) => {
      const [samples, width, classes, cost] = [240, 200, 6, 0.02];
      const own = parkMiller(5, [samples, width]);
      const named = Int32Array.from({ length: samples }, (_, i) =>
        Math.floor(classes * own.values[i * width]!),
      );
      const fit = logisticRegression(own, named, { cost, intercept, tolerance: 1e-14 });
      const shares = fit.probabilities(own);
      const { coefficients } = fit;
      const slopes = coefficients.values.slice();
      const offsets = new Float64Array(classes);
      for (let i = 0; i < samples; i++) {
        for (let c = 0; c < classes; c++) {
          const slope = cost * (shares.values[i * classes + c]! - (named[i] === fit.classes[c] ? 1 : 0));
          offsets[c]! += slope;
          for (let p = 0; p < width; p++) slopes[c * width + p]! += slope * own.values[i * width + p]!;
        }
      }
      expect(isLargeProduct({ rows: samples, columns: classes, depth: width })).toBe(true);
      expect(isLargeProduct({ rows: classes, columns: width, depth: samples })).toBe(true);
      expect(largestDifference(slopes, Array<number>(slopes.length).fill(0))).toBeLessThan(1e-5);
      if (intercept) expect(largestDifference(offsets, Array<number>(classes).fill(0))).toBeLessThan(1e-5);
      else expect([...fit.intercept]).toEqual(Array(classes).fill(0));
      expect(Math.max(...coefficients.values)).toBeGreaterThan(0.01);
    },
  );

  it('names what does not fit', () => {
    const fit = logisticRegression(features, labels);
    expect(() => logisticRegression(features, [1, 2])).toThrow(
      /labels must be as many as the 96 samples, got 2/,
    );
    expect(() => logisticRegression(table([[1], [2]]), [3, 3])).toThrow(/at least 2 classes, got only 3/);
    expect(() => logisticRegression(table([[1], [2]]), [3, 0.5])).toThrow(
      /32-bit integers, got 0.5 at index 1/,
    );
    expect(() => logisticRegression(table([[1], [NaN]]), [3, 0])).toThrow(/features must be finite, got NaN/);
    expect(() => logisticRegression(features, labels, { cost: 0 })).toThrow(
      /cost must be greater than 0, got 0/,
    );
    expect(() => logisticRegression(features, labels, { cost: Infinity })).toThrow(/cost .*got Infinity/);
    expect(() => logisticRegression(features, labels, { tolerance: 0 })).toThrow(/tolerance must be .*got 0/);
    expect(() => logisticRegression(features, labels, { maxIterations: 0 })).toThrow(
      /maxIterations .* 1, got 0/,
    );
    expect(() => logisticRegression(features, labels, { maxIterations: 2 })).toThrow(
      /logisticRegression: the objective must come within 1e-10 of its minimum in 2 iterations, got a largest slope of \d/,
    );
    for (const weights of [
      [1, 2],
      [1, 1, 0],
      [1, 1, Infinity],
    ]) {
      expect(() => logisticRegression(features, labels, { classWeights: weights })).toThrow(
        /classWeights must be uniform, balanced or 3 positive numbers, got \[1/,
      );
    }
    expect(() => fit.predict(table([[1, 2]]))).toThrow(/must have 5 columns as in fitting, got 2/);
    expect(() => fit.probabilities(table([[1, 2, 3, 4, NaN]]))).toThrow(
      /logisticRegression.predict: features must be finite/,
    );
  });
});
