import { ConfigError, createRng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { NoOptions, seed } from '../_metricOptions';
import { defineMetric } from '../defineMetric';
import { classicalMds, smacof } from '../mds';
import { nmf } from '../nmf';
import { participationRatio } from '../participationRatio';
import { pca } from '../pca';
import { twoNN } from '../twoNN';

const samples = { axes: '[samples, features]', ranks: [2] } as const;
const dissimilarities = { axes: '[items, items], symmetric', ranks: [2] } as const;
const dimensions = z.int().positive().default(2).meta({ description: 'Of the map' });

/** In how many dimensions data vary, and what they look like in few. */
export const dimensionalityMetrics = {
  pca: defineMetric({
    name: 'pca',
    version: 1,
    description: 'Principal components: orthogonal directions of largest variance',
    unit: 'that of the samples',
    range: [null, null],
    arguments: { samples },
    options: z.strictObject({
      components: z.int().positive().optional().meta({ description: 'How many; all when absent' }),
    }),
    gives: {
      components: '[components, features], orthonormal rows, the largest entry positive',
      scores: '[samples, components]',
      variances: '[components], ddof 1',
      ratios: '[components], share of the total variance',
      means: '[features]',
    },
    undefinedFor: 'ratios of samples that do not vary',
    sources: ['Pearson 1901', 'sklearn.decomposition.PCA'],
    run: (arrays, { components: count }) => {
      const fit = pca(arrays.samples, count === undefined ? {} : { components: count });
      const { components, variances, ratios, means } = fit;
      const scores = fit.transform(arrays.samples);
      return { components, scores, variances, ratios, means, n: arrays.samples.shape[0]! };
    },
  }),
  nmf: defineMetric({
    name: 'nmf',
    version: 1,
    description: 'Non-negative matrix factorisation: parts that add up to the data',
    unit: 'that of the data',
    range: [0, null],
    arguments: {
      data: { axes: '[samples, features], none negative', ranks: [2] },
      startWeights: { axes: '[samples, components], of start given', ranks: [2], optional: true },
      startComponents: { axes: '[components, features], of start given', ranks: [2], optional: true },
    },
    options: z.strictObject({
      components: z.int().positive().meta({ description: 'How many' }),
      solver: z
        .enum(['coordinateDescent', 'multiplicative'])
        .default('coordinateDescent')
        .meta({ description: 'How the error is lowered' }),
      start: z.enum(['nndsvd', 'nndsvda', 'random', 'given']).default('nndsvda').meta({
        description:
          'Singular vectors, the same with zeros filled, random, or startWeights and startComponents',
      }),
      seed: seed("of start random, of NumPy's legacy generator"),
      tolerance: z.number().min(0).default(1e-4).meta({ description: 'Of the stopping rule' }),
      maxSweeps: z.int().positive().default(200).meta({ description: 'Most sweeps' }),
    }),
    gives: {
      weights: '[samples, components]',
      components: '[components, features]',
      error: 'Frobenius norm of what is left',
      sweeps: 'done',
      converged: 'whether before the last sweep',
    },
    undefinedFor: 'nothing',
    sources: ['Lee & Seung 2001', 'Cichocki & Phan 2009', 'sklearn.decomposition.NMF'],
    run: ({ data, startWeights, startComponents }, { start, seed: chosen, ...options }) => {
      if ((start === 'given') !== (startWeights !== undefined && startComponents !== undefined))
        throw new ConfigError(
          `nmf: startWeights and startComponents must come with start given and only then, got start ${start}`,
        );
      const starts = {
        nndsvd: () => ({ kind: 'nndsvd', zeros: 'keep' }) as const,
        nndsvda: () => ({ kind: 'nndsvd', zeros: 'mean' }) as const,
        random: () => ({ kind: 'random', seed: chosen }) as const,
        given: () => ({ kind: 'given', weights: startWeights!, components: startComponents! }) as const,
      };
      const { transform: _, ...fit } = nmf(data, { ...options, start: starts[start]() });
      return { ...fit, n: data.shape[0]! };
    },
  }),
  participationRatio: defineMetric({
    name: 'participationRatio',
    version: 1,
    description: 'In how many dimensions responses vary, from the eigenvalues of their covariance',
    unit: 'dimensions',
    range: [1, null],
    arguments: { responses: { axes: '[samples, units]', ranks: [2] } },
    options: NoOptions,
    gives: { values: 'dimensions' },
    invariances: {
      gain: ['responses'],
      offset: ['responses'],
      order: [{ responses: 0 }, { responses: 1 }],
    },
    undefinedFor: 'responses that do not vary',
    sources: ['Gao et al. 2017, bioRxiv 214262'],
    run: ({ responses }) => ({ values: participationRatio(responses), n: responses.shape[0]! }),
  }),
  twoNN: defineMetric({
    name: 'twoNN',
    version: 1,
    description: 'Intrinsic dimension from the distances to two nearest neighbours',
    unit: 'dimensions',
    range: [0, null],
    arguments: { samples },
    options: z.strictObject({
      estimator: z
        .enum(['fit', 'likelihood'])
        .default('fit')
        .meta({ description: 'A line through most ratios, or maximum likelihood of all' }),
      discard: z
        .number()
        .min(0)
        .lt(1)
        .default(0.1)
        .meta({ description: 'Share of the largest ratios that fit leaves out' }),
    }),
    gives: { values: 'dimensions' },
    invariances: { gain: ['samples'], order: [{ samples: 0 }, { samples: 1 }] },
    undefinedFor: 'nothing',
    sources: ['Facco et al. 2017, Scientific Reports 7'],
    run: (arrays, options) => ({
      values: twoNN(arrays.samples, options),
      n: arrays.samples.shape[0]!,
    }),
  }),
  classicalMds: defineMetric({
    name: 'classicalMds',
    version: 1,
    description: 'Map of items whose distances come close to those given, by eigenvectors',
    unit: 'that of the dissimilarities',
    range: [null, null],
    arguments: { dissimilarities },
    options: z.strictObject({ dimensions }),
    gives: { coordinates: '[items, dimensions]', eigenvalues: '[items], descending' },
    undefinedFor: 'nothing',
    sources: ['Torgerson 1952, Psychometrika 17'],
    run: (arrays, options) => ({
      ...classicalMds(arrays.dissimilarities, options),
      n: arrays.dissimilarities.shape[0]!,
    }),
  }),
  smacof: defineMetric({
    name: 'smacof',
    version: 1,
    description: 'Map of items with the least squared error of distances, by majorisation',
    unit: 'that of the dissimilarities',
    range: [null, null],
    arguments: {
      dissimilarities,
      start: { axes: '[items, dimensions], instead of random starts', ranks: [2], optional: true },
    },
    options: z.strictObject({
      dimensions,
      starts: z.int().positive().default(4).meta({ description: 'Random starts, of which the best is kept' }),
      seed: seed('of the starts'),
      maxSteps: z.int().positive().default(300).meta({ description: 'Most steps' }),
      tolerance: z.number().min(0).default(1e-6).meta({ description: 'Least fall of stress over size' }),
    }),
    gives: {
      coordinates: '[items, dimensions]',
      stress: 'sum over pairs of squared differences',
      normalizedStress: '0 .. 1',
      steps: 'of the best start',
    },
    undefinedFor: 'nothing',
    sources: ['de Leeuw 1977', 'sklearn.manifold.smacof'],
    run: (arrays, { seed: chosen, dimensions: count, starts, ...options }) => ({
      ...smacof(arrays.dissimilarities, createRng(chosen), {
        ...options,
        ...(arrays.start ? { start: arrays.start } : { starts, dimensions: count }),
      }),
      n: arrays.dissimilarities.shape[0]!,
    }),
  }),
};
