import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { parkMiller } from '../_fixtures';
import type { MetricExample } from '../_metricExample';
import { rdm } from '../rdm';

const x = parkMiller(91, [8, 5]);
const y = ndArray(
  parkMiller(92, [8, 4]).values.map((v, at) => v + x.values[Math.floor(at / 4) * 5 + (at % 4)]!),
  [8, 4],
);
const flat = ndArray(new Float64Array(32).fill(0.7), [8, 4]);
const trials = ndArray(
  parkMiller(94, [5, 8, 4]).values.map((v, at) => y.values[at % 32]! + 0.4 * (v - 0.5)),
  [5, 8, 4],
);
const equal = ndArray(
  Float64Array.from({ length: 64 }, (_, at) => Number(at % 9 > 0)),
  [8, 8],
);
const stacked = (...tables: NdArray[]): NdArray =>
  ndArray(Float64Array.from(tables.flatMap(({ values }) => [...values])), [tables.length, 8, 8]);
const rdms = stacked(rdm(x), rdm(y), rdm(parkMiller(93, [8, 4])));

const [wideX, wideY] = [parkMiller(81, [20, 5]), parkMiller(82, [20, 4])];
const ofSides: MetricExample = {
  arrays: { x: wideX, y: wideY },
  undefinedFor: { arrays: { x, y: flat }, results: ['values'] },
};

export const representationExamples = {
  rdm: {
    arrays: { responses: x },
    undefinedFor: { arrays: { responses: flat }, options: { undefinedRows: 'nan' }, results: ['values'] },
  },
  mahalanobisRdm: { arrays: { trials } },
  crossnobisRdm: { arrays: { trials } },
  compareRdms: {
    arrays: { a: rdm(x), b: rdm(y) },
    undefinedFor: { arrays: { a: rdm(x), b: equal }, results: ['values'] },
  },
  representationalSimilarity: {
    arrays: { source: x, target: y },
    options: { distance: 'euclidean', similarity: 'whitenedCosine' },
    undefinedFor: {
      arrays: { source: x, target: flat },
      options: { distance: 'euclidean' },
      results: ['values'],
    },
  },
  rsaNoiseCeiling: {
    arrays: { rdms },
    undefinedFor: { arrays: { rdms: stacked(rdm(x), equal) }, results: ['lower', 'upper'] },
  },
  rsaModelScore: {
    arrays: { model: rdm(parkMiller(95, [8, 4])), rdms },
    undefinedFor: { arrays: { model: equal, rdms }, results: ['raw', 'similarities'] },
  },
  cka: ofSides,
  cca: ofSides,
  svcca: ofSides,
  pwcca: ofSides,
  procrustes: ofSides,
  shapeDistance: ofSides,
  linearPredictivity: {
    arrays: { source: parkMiller(91, [8, 3]), target: y },
    undefinedFor: { arrays: { source: x, target: flat }, results: ['values'] },
  },
  pca: {
    arrays: { samples: x },
    options: { components: 2 },
    undefinedFor: { arrays: { samples: flat }, results: ['ratios'] },
  },
  nmf: { arrays: { data: x }, options: { components: 2 } },
  participationRatio: {
    arrays: { responses: x },
    undefinedFor: { arrays: { responses: flat }, results: ['values'] },
  },
  twoNN: { arrays: { samples: parkMiller(8, [40, 3]) } },
  classicalMds: { arrays: { dissimilarities: rdm(x) } },
  smacof: { arrays: { dissimilarities: rdm(x) }, options: { starts: 2 } },
} satisfies { [name: string]: MetricExample };
