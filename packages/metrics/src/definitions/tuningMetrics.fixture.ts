import { vector } from '../_fixtures';
import type { MetricExample } from '../_metricExample';
import { pathExample, silence } from '../_pathFixtures';

const { headings, speeds, activity } = pathExample();

export const tuningExamples = {
  headDirectionScore: {
    arrays: { headings, activity },
    undefinedFor: { arrays: { headings, activity: silence(activity) }, results: ['values', 'directions'] },
  } as MetricExample,
  rayleighTest: {
    arrays: { angles: vector(0.1, 0.4, 2, -1), weights: vector(3, 1, 1, 2) },
  } as MetricExample,
  speedScore: {
    arrays: { speeds, activity },
    options: { sd: 2 },
    undefinedFor: { arrays: { speeds, activity: silence(activity) }, results: ['values'] },
  } as MetricExample,
  speedTuning: { arrays: { speeds, activity }, options: { binWidth: 0.1 } } as MetricExample,
};
