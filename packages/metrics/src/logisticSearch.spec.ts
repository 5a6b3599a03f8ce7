import { describe, expect, it } from 'vitest';
import golden from '../goldens/readouts.json';
import { affine, dataSets, freshSamples } from './_classifiers.fixture';
import { largestDifference } from './_fixtures';
import { logisticRegression } from './logisticRegression';
import { logisticSearch } from './logisticSearch';
import { standardise } from './standardise';

const { features, labels } = dataSets['three']!;

describe('logisticSearch', () => {
  it.each([
    ['three', 'lbfgs'],
    ['two', 'lbfgs'],
    ['three', 'newton-cg'],
    ['two', 'newton-cg'],
  ] as const)('agrees with the grid search of scikit-learn: %s, %s (goldens/readouts.py)', (data, solver) => {
    const set = dataSets[data]!;
    const fit = logisticSearch(set.features, set.labels);
    const wanted = golden.search[data][solver];
    expect(largestDifference(fit.accuracies, wanted.accuracies)).toBeLessThan(1e-12);
    expect(fit.cost).toBe(wanted.cost);
    const shares = fit.probabilities(freshSamples(set.features.shape[1]!)).values;
    expect(largestDifference(shares, wanted.probabilities.flat())).toBeLessThan(1e-4);
  });

  it('is logistic regression of standardised features at the cost that it chose', () => {
    const fit = logisticSearch(features, labels, { costs: [0.01, 0.1, 1], folds: 3, seed: 5 });
    expect(fit.accuracies).toHaveLength(3);
    const { transform } = standardise(features);
    const { predict, scores } = logisticRegression(transform(features), labels, { cost: fit.cost });
    const others = freshSamples(5);
    expect(fit.scores(others)).toEqual(scores(transform(others)));
    expect(fit.predict(others)).toEqual(predict(transform(others)));
    expect([...fit.classes]).toEqual([-3, 4, 10]);
  });

  it('takes the first of the costs that do best, and folds by the seed', () => {
    expect(logisticSearch(features, labels, { costs: [1, 1, 1e-8] }).cost).toBe(1);
    expect(logisticSearch(features, labels, { costs: [1e3, 1e4] }).cost).toBe(1e3); // equal accuracies
    const [one, other] = [42, 43].map((seed) => logisticSearch(features, labels, { costs: [0.1], seed }));
    expect(one!.accuracies[0]).not.toBe(other!.accuracies[0]);
    expect(one!.accuracies[0]).toBe(logisticSearch(features, labels, { costs: [0.1] }).accuracies[0]);
  });

  it('is indifferent to gain and offset of each feature', () => {
    const moved = affine(features, [1, 20, 0.3, 4, 5], [0, 0, 1000, -3, 1]);
    const costs = [0.01, 1];
    expect(logisticSearch(moved, labels, { costs }).accuracies).toEqual(
      logisticSearch(features, labels, { costs }).accuracies,
    );
  });

  it('names what does not fit', () => {
    expect(() => logisticSearch(features, labels, { costs: [] })).toThrow(
      /costs must be at least 1, got none/,
    );
    expect(() => logisticSearch(features, labels, { costs: [-1] })).toThrow(
      /cost must be greater than 0, got -1/,
    );
    expect(() => logisticSearch(features, [3])).toThrow(/logisticSearch: labels must be as many as the 96/);
    expect(() => logisticSearch(features, labels, { folds: 49 })).toThrow(/folds must be at most/);
  });
});
