import { createRng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { level, method, NoOptions, resamples, seed } from '../_metricOptions';
import { meanOf } from '../_vectors';
import { bootstrap } from '../bootstrap';
import { defineMetric } from '../defineMetric';
import { kolmogorovSmirnov } from '../kolmogorovSmirnov';
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm } from '../multipleComparisons';
import { percentile } from '../percentile';
import { wassersteinDistance } from '../wassersteinDistance';

const two = { a: { axes: '[n]', ranks: [1] }, b: { axes: '[m]', ranks: [1] } } as const;
const adjustments = { holm, benjaminiHochberg, benjaminiYekutieli, bonferroni };

/** Uncertainty of numbers, and distances between distributions of scores. */
export const uncertaintyMetrics = {
  bootstrap: defineMetric({
    name: 'bootstrap',
    version: 1,
    description: 'Bootstrap interval of the mean or median; rows of the data are resampled',
    unit: 'that of the data',
    range: [null, null],
    arguments: { data: { axes: '[n, ...], one independent observation per row', ranks: [1, 2, 3] } },
    options: z.strictObject({
      statistic: z
        .enum(['mean', 'median'])
        .default('mean')
        .meta({ description: 'Of all values of a resample' }),
      interval: z
        .enum(['percentile', 'basic', 'bca'])
        .default('percentile')
        .meta({ description: 'How bounds follow from resamples' }),
      resamples,
      level,
      seed: seed('of the resamples'),
    }),
    gives: {
      values: 'the statistic of the data',
      interval: 'low and high',
      standardError: 'deviation over resamples',
      degenerate: 'whether all resamples gave one value',
    },
    undefinedFor: 'nothing',
    sources: ['Efron 1979, Annals of Statistics 7', 'Efron 1987, JASA 82'],
    run: ({ data }, { statistic, seed: chosen, ...options }) => {
      const of = statistic === 'mean' ? meanOf : (values: Float64Array) => percentile(values, 50);
      const { estimate, interval, standardError, degenerate, n } = bootstrap(data, createRng(chosen), {
        ...options,
        statistic: ({ values }) => of(values),
      });
      return { values: estimate, interval, standardError, degenerate, n };
    },
  }),
  kolmogorovSmirnov: defineMetric({
    name: 'kolmogorovSmirnov',
    version: 1,
    description: 'Largest gap between the distributions of two samples, and its test',
    unit: '1',
    range: [0, 1],
    arguments: two,
    options: z.strictObject({ method }),
    gives: { values: 'largest gap', pValue: 'p', exact: 'whether p is' },
    invariances: { order: [{ a: 0 }, { b: 0 }] },
    undefinedFor: 'nothing',
    sources: ['Hodges 1958, Arkiv för Matematik 3'],
    run: ({ a, b }, options) => {
      const { statistic, ...rest } = kolmogorovSmirnov(a, b, options);
      return { values: statistic, ...rest, n: a.values.length + b.values.length };
    },
  }),
  wassersteinDistance: defineMetric({
    name: 'wassersteinDistance',
    version: 1,
    description: 'How far values would have to move to turn one distribution into the other',
    unit: 'that of the values',
    range: [0, null],
    arguments: {
      ...two,
      weightsA: { axes: '[n], mass of each value of a', ranks: [1], optional: true },
      weightsB: { axes: '[m], mass of each value of b', ranks: [1], optional: true },
    },
    options: NoOptions,
    gives: { values: 'distance' },
    invariances: { order: [{ a: 0 }, { b: 0 }] },
    undefinedFor: 'nothing',
    sources: ['Vallender 1974'],
    run: ({ a, b, weightsA, weightsB }) => ({
      values: wassersteinDistance(a, b, {
        weights: { ...(weightsA ? { a: weightsA } : {}), ...(weightsB ? { b: weightsB } : {}) },
      }),
      n: a.values.length + b.values.length,
    }),
  }),
  adjustedPValues: defineMetric({
    name: 'adjustedPValues',
    version: 1,
    description: 'P-values adjusted for multiple comparisons',
    unit: '1',
    range: [0, 1],
    arguments: { pValues: { axes: '[tests], each in 0 .. 1', ranks: [1] } },
    options: z.strictObject({
      method: z
        .enum(['holm', 'benjaminiHochberg', 'benjaminiYekutieli', 'bonferroni'])
        .default('holm')
        .meta({ description: 'holm and bonferroni bound any false rejection, the others their share' }),
    }),
    gives: { values: '[tests], adjusted, in the order given', method: 'as chosen' },
    undefinedFor: 'nothing',
    sources: [
      'Holm 1979, Scandinavian Journal of Statistics 6',
      'Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57',
    ],
    run: ({ pValues }, { method: chosen }) => ({
      values: adjustments[chosen](pValues),
      method: chosen,
      n: pValues.values.length,
    }),
  }),
};
