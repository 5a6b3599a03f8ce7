import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { compareRdms } from '../compareRdms';
import { crossnobisRdm, mahalanobisRdm } from '../crossnobisRdm';
import { defineMetric } from '../defineMetric';
import { noiseCovariance } from '../noiseCovariance';
import { rdm } from '../rdm';
import { rsaModelScore } from '../rsaModelScore';
import { rsaNoiseCeiling } from '../rsaNoiseCeiling';

const KRIEGESKORTE = 'Kriegeskorte, Mur & Bandettini 2008, Frontiers in Systems Neuroscience 2';
const NILI = 'Nili et al. 2014, PLoS Computational Biology 10';
const DIEDRICHSEN = 'Diedrichsen et al. 2021, arXiv:2007.02789';
const WALTHER = 'Walther et al. 2016, NeuroImage 137';

const responses = { axes: '[stimuli, units]', ranks: [2] } as const;
const table = { axes: '[stimuli, stimuli], symmetric', ranks: [2] } as const;
const subjects = { axes: '[subjects, stimuli, stimuli], one RDM each', ranks: [3] } as const;
const trials = { axes: '[trials, stimuli, units]', ranks: [3] } as const;

const distance = z
  .enum(['correlation', 'cosine', 'euclidean', 'meanSquared'])
  .default('correlation')
  .meta({ description: 'Of the responses to two stimuli' });
const similarity = z
  .enum(['pearson', 'spearman', 'kendall', 'kendallB', 'cosine', 'whitenedCosine', 'whitenedPearson'])
  .default('pearson')
  .meta({ description: 'Of two RDMs; kendall is tau-a, kendallB is tau-b' });
const shrinkage = z
  .union([z.literal('ledoitWolf'), z.number().min(0).max(1)])
  .default('ledoitWolf')
  .meta({ description: 'Towards a multiple of the identity, 0 .. 1, or Ledoit and Wolf' });
const Ceiling = z.strictObject({
  similarity: similarity.default('spearman'),
  preparation: z
    .enum(['matched', 'none', 'ranks', 'zScore', 'unitLength'])
    .default('matched')
    .meta({ description: "What is done to each subject's distances before averaging" }),
});
const BOUNDS = {
  lower: 'mean similarity of a subject to the average of the others',
  upper: 'mean similarity of a subject to the average of all',
};

/** Distances of stimuli within a representation, and their comparison. */
export const representationMetrics = {
  rdm: defineMetric({
    name: 'rdm',
    version: 1,
    description: 'Representational dissimilarity matrix: distance of the responses to each pair of stimuli',
    unit: '1, or that of the responses for euclidean',
    range: [0, null],
    arguments: { responses },
    options: z.strictObject({
      distance,
      undefinedRows: z
        .enum(['error', 'nan'])
        .default('error')
        .meta({ description: 'What becomes of a stimulus that drives all units alike' }),
    }),
    gives: { values: '[stimuli, stimuli]' },
    invariances: { order: [{ responses: 1 }] },
    undefinedFor: 'with undefinedRows nan, a stimulus without a distance',
    sources: [KRIEGESKORTE],
    run: (arrays, options) => ({ values: rdm(arrays.responses, options), n: arrays.responses.shape[0]! }),
  }),
  mahalanobisRdm: defineMetric({
    name: 'mahalanobisRdm',
    version: 1,
    description: 'Distance of the mean responses to each pair of stimuli in units of the noise',
    unit: 'standard deviations of the noise',
    range: [0, null],
    arguments: { trials },
    options: z.strictObject({ shrinkage }),
    gives: { values: '[stimuli, stimuli]', shrinkage: 'share of the target' },
    invariances: { gain: ['trials'], offset: ['trials'], order: [{ trials: 0 }] },
    undefinedFor: 'nothing: noise that cannot be inverted is an error',
    sources: [WALTHER],
    run: (arrays, options) => {
      const noise = noiseCovariance(arrays.trials, options);
      const [count, stimuli, units] = arrays.trials.shape as [number, number, number];
      const means = new Float64Array(stimuli * units);
      arrays.trials.values.forEach((value, at) => (means[at % means.length]! += value / count));
      return {
        values: mahalanobisRdm(ndArray(means, [stimuli, units]), noise.covariance),
        shrinkage: noise.shrinkage,
        n: stimuli,
      };
    },
  }),
  crossnobisRdm: defineMetric({
    name: 'crossnobisRdm',
    version: 1,
    description: 'Cross-validated squared Mahalanobis distance per unit; 0 on average where there is none',
    unit: 'variances of the noise per unit',
    range: [null, null],
    arguments: { trials },
    options: z.strictObject({ shrinkage }),
    gives: { values: '[stimuli, stimuli]' },
    invariances: { gain: ['trials'], offset: ['trials'], order: [{ trials: 0 }] },
    undefinedFor: 'nothing: noise that cannot be inverted is an error',
    sources: [WALTHER],
    run: (arrays, options) => ({
      values: crossnobisRdm(arrays.trials, options),
      n: arrays.trials.shape[1]!,
    }),
  }),
  compareRdms: defineMetric({
    name: 'compareRdms',
    version: 1,
    description: 'How alike two representational dissimilarity matrices are, over pairs of stimuli',
    unit: '1',
    range: [-1, 1],
    arguments: {
      a: table,
      b: table,
      weights: { ...table, axes: `${table.axes}, how much each pair counts`, optional: true },
      stimulusCovariance: { ...table, axes: `${table.axes}, of the noise of stimuli`, optional: true },
    },
    options: z.strictObject({ similarity }),
    gives: { values: 'similarity' },
    invariances: { gain: ['a', 'b'] },
    undefinedFor: 'equal distances, or for the cosine distances of 0',
    sources: [NILI, DIEDRICHSEN],
    run: ({ a, b, weights, stimulusCovariance }, options) => ({
      values: compareRdms(a, b, {
        ...options,
        ...(weights ? { weights } : {}),
        ...(stimulusCovariance ? { stimulusCovariance } : {}),
      }),
      n: (a.shape[0]! * (a.shape[0]! - 1)) / 2,
    }),
  }),
  representationalSimilarity: defineMetric({
    name: 'representationalSimilarity',
    version: 1,
    description: 'How alike the RDMs of two sets of responses to the same stimuli are',
    unit: '1',
    range: [-1, 1],
    arguments: { source: responses, target: responses },
    options: z.strictObject({ distance, similarity }),
    gives: { values: 'similarity' },
    invariances: {
      gain: ['source', 'target'],
      order: [{ source: 0, target: 0 }, { source: 1 }],
    },
    undefinedFor: 'equal distances, or for the cosine distances of 0',
    sources: [KRIEGESKORTE, NILI],
    run: ({ source, target }, options) => ({
      values: compareRdms(rdm(source, options), rdm(target, options), options),
      n: source.shape[0]!,
    }),
  }),
  rsaNoiseCeiling: defineMetric({
    name: 'rsaNoiseCeiling',
    version: 1,
    description: "Bounds within which the true model's RDM would score, from the agreement of subjects",
    unit: '1',
    range: [-1, 1],
    arguments: { rdms: subjects },
    options: Ceiling,
    gives: BOUNDS,
    invariances: { gain: ['rdms'], order: [{ rdms: 0 }] },
    undefinedFor: 'a subject with equal distances',
    sources: [NILI],
    run: ({ rdms }, options) => rsaNoiseCeiling(stack(rdms), options),
  }),
  rsaModelScore: defineMetric({
    name: 'rsaModelScore',
    version: 1,
    description: "How alike a model's RDM and those of subjects are, beside what the true model would reach",
    unit: '1',
    range: [-1, 1],
    arguments: { model: table, rdms: subjects },
    options: Ceiling,
    gives: { raw: 'mean over subjects', similarities: '[subjects]', ...BOUNDS },
    invariances: { gain: ['model', 'rdms'] },
    undefinedFor: 'a model or subject with equal distances',
    sources: [NILI],
    run: ({ model, rdms }, options) => rsaModelScore(model, stack(rdms), options),
  }),
};

/** The tables of a stack [subjects, stimuli, stimuli]. */
function stack({ values, shape }: NdArray): NdArray[] {
  const [count, rows, columns] = shape as [number, number, number];
  const size = rows * columns;
  return Array.from({ length: count }, (_, subject) =>
    ndArray(values.slice(subject * size, (subject + 1) * size), [rows, columns]),
  );
}
