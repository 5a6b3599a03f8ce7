import { describe, expect, it } from 'vitest';
import golden from '../goldens/readouts.json';
import { dataSets, freshSamples } from './_classifiers.fixture';
import { largestDifference, table } from './_fixtures';
import { ridgeClassifier } from './ridgeClassifier';

describe('ridgeClassifier', () => {
  it('by hand: samples at -1 and 1 with targets -1 and 1 have the slope 2 / (2 + alpha)', () => {
    const fit = ridgeClassifier(table([[-1], [1]]), [3, 6], { alpha: 2 });
    expect(fit.coefficients.values[0]).toBeCloseTo(0.5, 14);
    expect(fit.intercept[0]).toBeCloseTo(0, 14);
    expect([...fit.predict(table([[-2], [2], [0]]))]).toEqual([3, 6, 3]);
  });

  it.each(golden.ridge)(
    'agrees with scikit-learn: $data, alpha $alpha (goldens/readouts.py)',
    ({ data, alpha, ...wanted }) => {
      const { features, labels } = dataSets[data]!;
      const fit = ridgeClassifier(features, labels, { alpha });
      expect(largestDifference(fit.coefficients.values, wanted.coefficients.flat())).toBeLessThan(1e-10);
      expect(largestDifference(fit.intercept, wanted.intercepts)).toBeLessThan(1e-10);
      expect([...fit.predict(freshSamples(features.shape[1]!))]).toEqual(wanted.predicted);
    },
  );

  it('gives each class its share: scores of several classes sum to 2 minus their number', () => {
    const { features, labels } = dataSets['three']!;
    const { values } = ridgeClassifier(features, labels).scores(freshSamples(5));
    for (let row = 0; row < 4; row++)
      expect(values[3 * row]! + values[3 * row + 1]! + values[3 * row + 2]!).toBeCloseTo(-1, 12);
  });

  it('takes alpha 1 by default, and names what does not fit', () => {
    const { features, labels } = dataSets['three']!;
    expect(ridgeClassifier(features, labels).coefficients).toEqual(
      ridgeClassifier(features, labels, { alpha: 1 }).coefficients,
    );
    expect(() => ridgeClassifier(features, labels, { alpha: 0 })).toThrow(/alpha must be greater than 0/);
    expect(() => ridgeClassifier(features, [1, 2])).toThrow(/ridgeClassifier: labels must be as many/);
  });
});
