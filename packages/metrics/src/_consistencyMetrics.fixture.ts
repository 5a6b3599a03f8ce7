import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller } from './_fixtures';
import type { MetricExample } from './_metricExample';

const trials = 4;
const source = parkMiller(11, [20, 3]);
const noise = parkMiller(12, [trials, 20, 2]);
/** Two sites that follow features 0 and 1, with noise. */
const target = ndArray(
  noise.values.map((value, index) => {
    const [stimulus, site] = [Math.floor(index / 2) % 20, index % 2];
    return source.values[stimulus * 3 + site]! + 0.2 * (value - 0.5);
  }),
  [trials, 20, 2],
);
const constant = ndArray(new Float64Array(trials * 20).fill(0.7), [trials, 20, 1]);
const options = { map: { kind: 'ridge' }, halves: 2, splits: 2 };

export const consistencyExamples = {
  neuralConsistency: {
    arrays: { source, target },
    options,
    undefinedFor: {
      arrays: { source, target: constant },
      options,
      results: ['raw', 'ceiling', 'ceiled', 'r_xy', 'r_yy'],
    },
  } satisfies MetricExample,
};
