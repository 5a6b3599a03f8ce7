import { z } from 'zod';
import { alternative, NoOptions } from '../_metricOptions';
import { defineMetric } from '../defineMetric';
import { kendall } from '../kendall';
import { kendallTest } from '../kendallTest';
import { meanCorrelation } from '../meanCorrelation';
import { columnCorrelations } from '../pearson';
import { meanSquaredError, rSquared } from '../rSquared';

const sample = { axes: '[n]', ranks: [1] } as const;
const pair = { x: sample, y: sample };
const columns = { axes: '[n, columns]', ranks: [2] } as const;
const prediction = { actual: sample, predicted: sample };
const invariances = { gain: ['x', 'y'], offset: ['x', 'y'], order: [{ x: 0, y: 0 }] } as const;

/** Correlations with their tests, and errors of predictions. */
export const correlationMetrics = {
  kendall: defineMetric({
    name: 'kendall',
    version: 1,
    description: "Kendall's tau: share of pairs in the same order less share in opposite order",
    unit: '1',
    range: [-1, 1],
    arguments: pair,
    options: z.strictObject({
      form: z
        .enum(['a', 'b'])
        .default('b')
        .meta({ description: 'a divides by all pairs, b by those not tied' }),
      alternative,
      method: z
        .enum(['auto', 'exact', 'asymptotic'])
        .default('auto')
        .meta({ description: 'Of the test against 0, the same for both forms' }),
    }),
    gives: { values: 'tau', pValue: 'against 0', exact: 'whether p is' },
    invariances,
    undefinedFor: 'a constant',
    sources: ['Kendall 1938, Biometrika 30'],
    run: ({ x, y }, { form, ...options }) => {
      const { pValue, exact, n } = kendallTest(x, y, options);
      return { values: kendall(x, y, { form }), pValue, exact, n };
    },
  }),
  columnCorrelations: defineMetric({
    name: 'columnCorrelations',
    version: 1,
    description: "Pearson's correlation of each column with the column of the same index",
    unit: '1',
    range: [-1, 1],
    arguments: { a: columns, b: columns },
    options: NoOptions,
    gives: { values: '[columns]', undefinedColumns: 'columns without a value' },
    invariances: { gain: ['a', 'b'], offset: ['a', 'b'], order: [{ a: 0, b: 0 }] },
    undefinedFor: 'a constant column',
    sources: ['Pearson 1895, Proceedings of the Royal Society 58'],
    run: ({ a, b }) => {
      const values = columnCorrelations(a, b);
      return { values, undefinedColumns: values.values.filter(Number.isNaN).length, n: a.shape[0]! };
    },
  }),
  meanCorrelation: defineMetric({
    name: 'meanCorrelation',
    version: 1,
    description: "Mean of correlations, plain or by Fisher's z",
    unit: '1',
    range: [-1, 1],
    arguments: { correlations: { axes: '[n], each in -1 .. 1', ranks: [1] } },
    options: z.strictObject({
      scale: z.enum(['plain', 'fisher']).default('plain').meta({ description: 'On which the mean is taken' }),
    }),
    gives: { values: 'mean', scale: 'as chosen' },
    invariances: { order: [{ correlations: 0 }] },
    undefinedFor: 'both 1 and -1, by Fisher',
    sources: ['Fisher 1921, Metron 1'],
    run: ({ correlations }, { scale }) => ({
      values: meanCorrelation(correlations, { scale }),
      scale,
      n: correlations.values.length,
    }),
  }),
  rSquared: defineMetric({
    name: 'rSquared',
    version: 1,
    description: 'Share of the variance that a prediction accounts for; negative where worse than the mean',
    unit: '1',
    range: [null, 1],
    arguments: prediction,
    options: NoOptions,
    gives: { values: 'share' },
    invariances: { order: [{ actual: 0, predicted: 0 }] },
    undefinedFor: 'constant actual values',
    sources: ['sklearn.metrics.r2_score'],
    run: ({ actual, predicted }) => ({ values: rSquared(actual, predicted), n: actual.values.length }),
  }),
  meanSquaredError: defineMetric({
    name: 'meanSquaredError',
    version: 1,
    description: 'Mean squared difference of prediction and value',
    unit: 'square of that of the values',
    range: [0, null],
    arguments: prediction,
    options: NoOptions,
    gives: { values: 'error' },
    invariances: { order: [{ actual: 0, predicted: 0 }] },
    undefinedFor: 'nothing',
    sources: ['sklearn.metrics.mean_squared_error'],
    run: ({ actual, predicted }) => ({
      values: meanSquaredError(actual, predicted),
      n: actual.values.length,
    }),
  }),
};
