import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller } from '../_fixtures';
import type { MetricExample } from '../_metricExample';

const rateMaps = parkMiller(1, [3, 10, 10]);
const occupancy = parkMiller(2, [10, 10]);
const silent = ndArray(new Float64Array(100), [10, 10]);

const ofMaps: MetricExample = {
  arrays: { rateMaps },
  undefinedFor: { arrays: { rateMaps: silent }, results: ['values'] },
};
const ofMapsAndTime: MetricExample = {
  arrays: { rateMaps, occupancy },
  undefinedFor: { arrays: { rateMaps: silent, occupancy }, results: ['values'] },
};

export const spatialExamples = {
  gridScore: ofMaps,
  gridScore90: ofMaps,
  classicGridScore: ofMaps,
  spatialInformation: ofMapsAndTime,
  spatialInformationRate: ofMapsAndTime,
  sparsity: ofMapsAndTime,
  selectivity: ofMapsAndTime,
  populationVectorCorrelation: {
    arrays: { first: rateMaps, second: parkMiller(3, [3, 10, 10]) },
    undefinedFor: {
      arrays: { first: rateMaps, second: ndArray(new Float64Array(300), [3, 10, 10]) },
      results: ['mean'],
    },
  },
};
