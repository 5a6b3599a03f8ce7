import { ndArray } from '@goal-driven/core/arrays';
import { hexagonal } from '../_fixtureMaps';
import { parkMiller } from '../_fixtures';
import type { MetricExample } from '../_metricExample';

const silent = ndArray(new Float64Array(100), [10, 10]);
const noise = parkMiller(1, [3, 10, 10]);
const lattices = ndArray(
  Float64Array.from([...hexagonal(40, 7).values, ...hexagonal(30, 0).values]),
  [2, 20, 20],
);
const undefinedFor = { arrays: { rateMaps: silent }, results: ['values'] };

export const fieldExamples = {
  borderScore: { arrays: { rateMaps: noise }, undefinedFor } as MetricExample,
  spatialCoherence: { arrays: { rateMaps: noise }, undefinedFor } as MetricExample,
  gridGeometry: {
    arrays: { rateMaps: lattices },
    undefinedFor: {
      arrays: { rateMaps: silent },
      results: ['spacing', 'orientation', 'meanOrientation', 'ellipticity', 'ellipseDirection'],
    },
  } as MetricExample,
};
