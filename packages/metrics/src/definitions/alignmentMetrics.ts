import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { NoOptions } from '../_metricOptions';
import { cca, pwcca, svcca, type Cca } from '../cca';
import { cka } from '../cka';
import { defineMetric } from '../defineMetric';
import { linearPredictivity } from '../linearPredictivity';
import type { MetricResult } from '../Metric';
import { procrustes } from '../procrustes';
import { shapeDistance } from '../shapeDistance';

const MORCOS = 'Morcos, Raghu & Bengio 2018, NeurIPS 31';
const KORNBLITH = 'Kornblith et al. 2019, ICML';

const units = { axes: '[stimuli, units]', ranks: [2] } as const;
const both = { x: units, y: units };
/** What linear alignments do not see: size, means, and the order of stimuli and of units. */
const invariances = {
  gain: ['x', 'y'],
  offset: ['x', 'y'],
  order: [{ x: 0, y: 0 }, { x: 1 }, { y: 1 }],
} as const;
const CCA = {
  correlations: 'canonical correlations, descending',
  values: 'their mean',
  meanSquared: 'mean of their squares',
  ranks: 'independent directions in x and in y',
  underdetermined: 'whether stimuli are no more than the ranks together',
};

/** How alike two sets of responses to the same stimuli are, whatever their units. */
export const alignmentMetrics = {
  cka: defineMetric({
    name: 'cka',
    version: 1,
    description: 'Centred kernel alignment: how alike two sets of responses relate the same stimuli',
    unit: '1',
    range: [null, null],
    arguments: both,
    options: z.strictObject({
      kernel: z.enum(['linear', 'rbf']).default('linear').meta({ description: 'Of two stimuli' }),
      bandwidth: z
        .number()
        .positive()
        .default(1)
        .meta({ description: 'Of rbf, in roots of the median squared distance' }),
      estimator: z
        .enum(['biased', 'debiased'])
        .default('biased')
        .meta({ description: 'debiased is 0 on average for unrelated responses' }),
    }),
    gives: { values: 'alignment', estimator: 'as chosen' },
    invariances,
    undefinedFor: 'a side that does not vary, a debiased self-alignment that is not positive',
    sources: [KORNBLITH, 'Song et al. 2012, JMLR 13'],
    run: ({ x, y }, options) => ({
      values: cka(x, y, options),
      estimator: options.estimator,
      n: x.shape[0]!,
    }),
  }),
  cca: defineMetric({
    name: 'cca',
    version: 1,
    description: 'Canonical correlations of two sets of responses',
    unit: '1',
    range: [0, 1],
    arguments: both,
    options: NoOptions,
    gives: CCA,
    invariances,
    undefinedFor: 'a side that does not vary',
    sources: ['Hotelling 1936, Biometrika 28'],
    run: ({ x, y }) => named(cca(x, y)),
  }),
  svcca: defineMetric({
    name: 'svcca',
    version: 1,
    description: 'Canonical correlations of the leading principal components of either side',
    unit: '1',
    range: [0, 1],
    arguments: both,
    options: z.strictObject({
      share: z.number().gt(0).max(1).default(0.99).meta({ description: 'Share of the variance to keep' }),
    }),
    gives: CCA,
    invariances,
    undefinedFor: 'a side that does not vary',
    sources: ['Raghu et al. 2017, NeurIPS 30'],
    run: ({ x, y }, options) => named(svcca(x, y, options)),
  }),
  pwcca: defineMetric({
    name: 'pwcca',
    version: 1,
    description:
      'Canonical correlations weighted by how much of x each direction accounts for; not symmetric',
    unit: '1',
    range: [0, 1],
    arguments: both,
    options: NoOptions,
    gives: { values: 'weighted mean', weights: 'of the correlations', correlations: CCA.correlations },
    invariances,
    undefinedFor: 'a side that does not vary',
    sources: [MORCOS],
    run: ({ x, y }) => {
      const { mean, weights, cca: all } = pwcca(x, y);
      return { values: mean, weights, correlations: all.correlations, n: all.n };
    },
  }),
  procrustes: defineMetric({
    name: 'procrustes',
    version: 1,
    description: 'How far two sets of responses are apart after the best rotation or reflection',
    unit: 'rad',
    range: [0, Math.PI / 2],
    arguments: both,
    options: NoOptions,
    gives: {
      values: 'angular distance, rad',
      euclidean: 'in the unit of the responses',
      sizeFree: 'Euclidean distance of both at norm 1',
      disparity: 'as scipy.spatial.procrustes',
    },
    invariances: { offset: invariances.offset, order: invariances.order },
    undefinedFor: 'a side that does not vary (all but euclidean)',
    sources: ['Schönemann 1966, Psychometrika 31', 'Williams et al. 2021, NeurIPS 34'],
    run: ({ x, y }) => {
      const { angular, ...rest } = procrustes(x, y);
      return { values: angular, ...rest, n: x.shape[0]! };
    },
  }),
  shapeDistance: defineMetric({
    name: 'shapeDistance',
    version: 1,
    description: 'Distance of partly whitened responses after the best rotation; a metric where fitted',
    unit: 'rad',
    range: [0, Math.PI],
    arguments: {
      ...both,
      testX: { ...units, axes: `${units.axes}, responses to compare after aligning on x`, optional: true },
      testY: { ...units, axes: `${units.axes}, the same of y`, optional: true },
    },
    options: z.strictObject({
      alpha: z.number().min(0).max(1).default(1).meta({ description: '1 is Procrustes, 0 is CCA' }),
    }),
    gives: { values: 'angular distance, rad', euclidean: 'distance' },
    invariances: { offset: invariances.offset, order: invariances.order },
    undefinedFor: 'a side that does not vary',
    sources: ['Williams, Kunz, Kornblith & Linderman 2021, NeurIPS 34'],
    run: ({ x, y, testX, testY }, options) => {
      if ((testX === undefined) !== (testY === undefined))
        throw new ConfigError('shapeDistance: testX and testY must be given together, got one of them');
      const test = testX && testY ? { test: { x: testX, y: testY } } : {};
      const { angular, euclidean } = shapeDistance(x, y, { ...options, ...test });
      return { values: angular, euclidean, n: (testX ?? x).shape[0]! };
    },
  }),
  linearPredictivity: defineMetric({
    name: 'linearPredictivity',
    version: 1,
    description: "Share of the target's variance that the best linear map from the source accounts for",
    unit: '1',
    range: [0, 1],
    arguments: { source: units, target: units },
    options: NoOptions,
    gives: { values: 'share' },
    invariances: {
      gain: ['source', 'target'],
      offset: ['source', 'target'],
      order: [{ source: 0, target: 0 }, { source: 1 }, { target: 1 }],
    },
    undefinedFor: 'a target that does not vary',
    sources: [KORNBLITH],
    run: ({ source, target }) => ({
      values: linearPredictivity(source, target),
      n: source.shape[0]!,
    }),
  }),
};

const named = ({ mean, ...rest }: Cca): MetricResult => ({ values: mean, ...rest });
