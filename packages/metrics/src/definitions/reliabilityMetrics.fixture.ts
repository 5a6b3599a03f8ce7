import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller, table, vector } from '../_fixtures';
import type { MetricExample } from '../_metricExample';
import { noisyTrials } from '../_trials.fixture';

const trials = noisyTrials(parkMiller(21, [12, 3]), 22, 5);
const constant = ndArray(new Float64Array(60).fill(0.7), [5, 12, 1]);
const pair: MetricExample = {
  arrays: { x: parkMiller(1, [9, 2]), y: parkMiller(2, [9, 2]) },
  undefinedFor: {
    arrays: { x: table([[0.7], [0.7], [0.7]]), y: table([[1], [3], [2]]) },
    results: ['values', 'pValue', 'interval'],
  },
};

export const reliabilityExamples = {
  pearson: pair,
  spearman: pair,
  spearmanBrown: {
    arrays: { correlations: vector(0.5, -0.2, 1) },
    undefinedFor: { arrays: { correlations: vector(-1) }, results: ['values'] },
  },
  splitHalfReliability: {
    arrays: { trials },
    options: { halves: 3 },
    undefinedFor: {
      arrays: { trials: constant },
      options: { halves: 3 },
      results: ['values', 'spread', 'corrected', 'raw'],
    },
  },
  reliableWindow: {
    arrays: {
      reliability: table([
        [0.2, 0.1],
        [0.5, 0.4],
        [0.4, 0.6],
      ]),
    },
    undefinedFor: { arrays: { reliability: table([[NaN, NaN]]) }, results: ['medians'] },
  },
  internalConsistency: {
    arrays: { trials },
    undefinedFor: {
      arrays: { trials: constant },
      results: ['values', 'consistency', 'error', 'medians', 'reliability', 'sites'],
    },
  },
  ceiledScore: {
    arrays: { correlations: vector(0.62, 0.3), reliability: vector(0.81, 0.5) },
    undefinedFor: {
      arrays: { correlations: vector(0.62, 0.3), reliability: vector(0, -0.5) },
      results: ['ceiling', 'ceiled', 'mean', 'median'],
    },
  },
} satisfies { readonly [metric: string]: MetricExample };
