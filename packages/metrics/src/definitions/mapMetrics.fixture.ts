import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller } from '../_fixtures';
import type { MetricExample } from '../_metricExample';

const source = parkMiller(21, [24, 4]);
const noise = parkMiller(22, [24, 2]);
/** Two sites that follow features 0 and 1, with noise. */
const target = ndArray(
  noise.values.map((value, index) => source.values[Math.floor(index / 2) * 4 + (index % 2)]! + 0.5 * value),
  [24, 2],
);
const constant = ndArray(new Float64Array(24).fill(0.7), [24, 1]);
const options = {
  map: { kind: 'ridge' },
  splits: { kind: 'random', splits: 3 },
  nested: { grid: { alpha: [0.1, 1, 10] }, splits: { kind: 'kFold', folds: 3 } },
};

export const mapExamples = {
  predictivity: {
    arrays: { source, target },
    options,
    undefinedFor: {
      arrays: { source, target: constant },
      options,
      results: ['values', 'median', 'correlations'],
    },
  } satisfies MetricExample,
};
