import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller, vector } from '../_fixtures';
import type { MetricExample } from '../_metricExample';

const x = parkMiller(31, [12]);
const y = ndArray(
  parkMiller(32, [12]).values.map((v, at) => v + x.values[at]!),
  [12],
);
const b = parkMiller(33, [9]);
const constant = ndArray(new Float64Array(12).fill(0.7), [12]);
const ofPair: MetricExample = {
  arrays: { x, y },
  undefinedFor: { arrays: { x, y: constant }, results: ['values', 'pValue'] },
};
const two: MetricExample = { arrays: { a: x, b } };
const paired: MetricExample = { arrays: { a: x, b: y } };
const scores = ndArray(
  parkMiller(34, [12, 3]).values.map((v, at) => v + 0.3 * (at % 3)),
  [12, 3],
);
const animals = vector(...Array.from({ length: 12 }, (_, site) => site % 4));

export const statisticsExamples = {
  pearson: ofPair,
  spearman: ofPair,
  kendall: ofPair,
  columnCorrelations: {
    arrays: { a: parkMiller(35, [6, 3]), b: parkMiller(36, [6, 3]) },
    undefinedFor: {
      arrays: { a: ndArray(new Float64Array(6).fill(1), [6, 1]), b: parkMiller(36, [6, 1]) },
      results: ['values'],
    },
  },
  meanCorrelation: {
    arrays: { correlations: vector(0.2, 0.5, 0.8) },
    options: { scale: 'fisher' },
    undefinedFor: {
      arrays: { correlations: vector(1, -1) },
      options: { scale: 'fisher' },
      results: ['values'],
    },
  },
  rSquared: {
    arrays: { actual: x, predicted: y },
    undefinedFor: { arrays: { actual: constant, predicted: y }, results: ['values'] },
  },
  meanSquaredError: { arrays: { actual: x, predicted: y } },
  bootstrap: { arrays: { data: x }, options: { resamples: 50, interval: 'bca' } },
  permutationTest: { ...two, options: { permutations: 50 } },
  pairedPermutationTest: paired,
  wilcoxonSignedRank: {
    arrays: {
      differences: ndArray(
        x.values.map((v) => v - 0.4),
        [12],
      ),
    },
  },
  mannWhitneyU: {
    ...two,
    undefinedFor: { arrays: { a: constant, b: constant }, results: ['pValue'] },
  },
  oneSampleTTest: {
    arrays: { sample: x },
    options: { mean: 0.4 },
    undefinedFor: { arrays: { sample: constant }, results: ['t', 'pValue'] },
  },
  pairedTTest: {
    ...paired,
    undefinedFor: { arrays: { a: constant, b: constant }, results: ['t', 'pValue'] },
  },
  independentTTest: {
    ...two,
    undefinedFor: { arrays: { a: constant, b: constant }, results: ['t', 'pValue'] },
  },
  fTest: { ...two, undefinedFor: { arrays: { a: x, b: constant }, results: ['f', 'pValue'] } },
  oneWayAnova: {
    arrays: { values: x, groups: animals },
    undefinedFor: { arrays: { values: constant, groups: animals }, results: ['f', 'pValue'] },
  },
  kolmogorovSmirnov: two,
  wassersteinDistance: two,
  adjustedPValues: { arrays: { pValues: vector(0.001, 0.2, 0.03, 0.9) } },
  linearFit: {
    arrays: { x, y, where: vector(0, 1) },
    undefinedFor: { arrays: { x: constant, y }, results: ['slope', 'intercept', 'pValue'] },
  },
  powerLawFit: {
    arrays: { x, y, where: vector(0.5, 1) },
    undefinedFor: { arrays: { x: constant, y }, results: ['exponent', 'factor', 'pValue'] },
  },
  pairedModelComparison: {
    arrays: { scores, animals },
  },
} satisfies { [name: string]: MetricExample };
