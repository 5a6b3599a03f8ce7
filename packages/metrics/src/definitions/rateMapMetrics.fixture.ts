import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller } from '../_fixtures';
import type { MetricExample } from '../_metricExample';
import { pathExample } from '../_pathFixtures';

const { positions, activity } = pathExample();
const maps = parkMiller(1, [3, 6, 7]);
const wholeNumbers = (seed: number, below: number, shape: readonly number[]) =>
  ndArray(
    parkMiller(seed, shape).values.map((u) => Math.floor(below * u)),
    shape,
  );
const unvisited = ndArray(new Float64Array(4).fill(NaN), [2, 2]);

export const rateMapExamples = {
  rateMaps: { arrays: { positions, activity }, options: { bins: 5 } } as MetricExample,
  smoothRateMaps: {
    arrays: { rateMaps: maps, occupancy: wholeNumbers(3, 9, [6, 7]) },
    undefinedFor: { arrays: { rateMaps: unvisited }, results: ['values'] },
  } as MetricExample,
  adaptiveRateMaps: {
    arrays: { spikes: wholeNumbers(2, 9, [3, 6, 7]), samples: wholeNumbers(3, 50, [6, 7]) },
    options: { alpha: 300 },
  } as MetricExample,
  gaussianFilter: { arrays: { array: maps }, options: { sd: [0, 1, 0.5] } } as MetricExample,
  spatialAutocorrelogram: { arrays: { rateMaps: maps } } as MetricExample,
};
