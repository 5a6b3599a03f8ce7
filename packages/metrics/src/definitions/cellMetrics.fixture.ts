import { ndArray } from '@goal-driven/core/arrays';
import type { MetricExample } from '../_metricExample';
import { pathExample, silence } from '../_pathFixtures';

const path = pathExample();
const scores = ndArray(Float64Array.of(0.9, 0.1, 0.2, 0.6, 0.1, NaN), [3, 2]);

export const cellExamples = {
  cellClasses: {
    arrays: { scores },
    undefinedFor: { arrays: { scores: ndArray(new Float64Array(0), [0, 2]) }, results: ['fractions'] },
  } as MetricExample,
  shuffledCellClasses: {
    arrays: path,
    options: { bins: 6, shuffles: 5, minimumOffset: 1 },
    undefinedFor: {
      arrays: { ...path, activity: silence(path.activity) },
      options: { bins: 6, shuffles: 5, minimumOffset: 1 },
      results: ['scores', 'thresholds', 'pValues'],
    },
  } as MetricExample,
};
