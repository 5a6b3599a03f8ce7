import { vector } from '../_fixtures';
import type { MetricExample } from '../_metricExample';
import { pathExample, silence } from '../_pathFixtures';

const { positions, headings, speeds, activity } = pathExample();
const options = { positionBins: 3, headingBins: 3, speedBins: 3, sectionsPerFold: 2 };

export const lnpExamples = {
  lnpForwardSelection: {
    arrays: { counts: activity, positions, headings, speeds },
    options,
    undefinedFor: {
      arrays: { counts: silence(activity), positions },
      options,
      results: ['values', 'pValues', 'increases', 'contributions'],
    },
  } as MetricExample,
  poissonScores: {
    arrays: { counts: vector(0, 1, 0, 2, 1), rates: vector(0.2, 0.9, 0.3, 1.5, 0.8) },
    undefinedFor: {
      arrays: { counts: vector(0, 0), rates: vector(0.1, 0.2) },
      results: ['values', 'model', 'constant', 'correlation'],
    },
  } as MetricExample,
};
