import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller, vector } from '../_fixtures';
import type { MetricExample } from '../_metricExample';
import { noisyTrials } from '../_trials.fixture';

const source = parkMiller(11, [20, 3]);
/** Two sites that follow features 0 and 1, with noise. */
const means = ndArray(
  source.values.filter((_, index) => index % 3 < 2),
  [20, 2],
);
const target = noisyTrials(means, 12, 4);
const constant = ndArray(new Float64Array(4 * 20).fill(0.7), [4, 20, 1]);
const flat = ndArray(new Float64Array(4 * 20 * 2).fill(0.7), [4, 20, 2]);
const options = { map: { kind: 'ridge' }, halves: 2, splits: 2 };
const corrected = ['raw', 'ceiling', 'ceiled', 'r_xy', 'r_yy'];

export const consistencyExamples = {
  neuralConsistency: {
    arrays: { source, target },
    options,
    undefinedFor: { arrays: { source, target: constant }, options, results: corrected },
  },
  interAnimalConsistency: {
    arrays: { responses: noisyTrials(source, 13, 4), animals: vector(2, 1, 2) },
    options,
    undefinedFor: {
      arrays: { responses: flat, animals: vector(0, 1) },
      options,
      results: ['raw', 'ceiling', 'ceiled', 'sites'],
    },
  },
  rsaConsistency: {
    arrays: { source, target: noisyTrials(source, 14, 4) },
    options: { halves: 2 },
    undefinedFor: { arrays: { source, target: flat }, options: { halves: 2 }, results: corrected },
  },
  regressionScore: {
    arrays: { source, target: means },
    options: { map: { kind: 'ridge' }, splits: 2 },
    undefinedFor: {
      arrays: { source, target: ndArray(new Float64Array(20).fill(0.7), [20, 1]) },
      options: { map: { kind: 'ridge' }, splits: 2 },
      results: ['raw', 'error', 'medians', 'sites', 'correlations'],
    },
  },
} satisfies { readonly [metric: string]: MetricExample };
