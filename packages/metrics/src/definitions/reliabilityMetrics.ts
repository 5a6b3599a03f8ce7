import { ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { column, columnsOf, rowsOf, type Matrix } from '../_matrix';
import { ceiledScore, ceilingForms } from '../ceiledScore';
import { correlationTest } from '../correlationTest';
import { defineMetric } from '../defineMetric';
import { internalConsistency } from '../internalConsistency';
import type { MetricResult } from '../Metric';
import { pearson } from '../pearson';
import { reliableSites, reliableWindow } from '../reliableSites';
import { spearman } from '../spearman';
import { spearmanBrown } from '../spearmanBrown';
import { reliabilityModes, splitHalfReliability } from '../splitHalfReliability';

const trials = { axes: '[trials, stimuli, sites], NaN where not recorded', ranks: [3] } as const;
const variable = { axes: '[n] or [n, columns], columns of x with those of y', ranks: [1, 2] } as const;
const MOUSE = 'Nayebi et al. 2023, doi:10.1371/journal.pcbi.1011506';
const BRAIN_SCORE = 'Schrimpf et al. 2018, doi:10.1101/407007';
const PAIRS = {
  values: '[columns], or one number for [n]',
  pValue: 'two-sided, against 0',
  interval: '[columns, 2], or [2]: confidence interval by the transformation of Fisher',
  undefinedColumns: 'columns without a value',
};
const PairOptions = z.strictObject({
  level: z.number().gt(0).lt(1).default(0.95).meta({ description: 'Confidence level of the interval' }),
});
const ofPairs = {
  unit: '1',
  range: [-1, 1],
  arguments: { x: variable, y: variable },
  options: PairOptions,
  gives: PAIRS,
  undefinedFor: 'a constant column',
} as const;

/** Correlations, and how far responses agree with themselves. */
export const reliabilityMetrics = {
  pearson: defineMetric({
    name: 'pearson',
    version: 1,
    description: 'Correlation of two variables',
    ...ofPairs,
    invariances: { gain: ['x', 'y'], offset: ['x', 'y'], order: [{ x: 0, y: 0 }] },
    sources: ['Pearson 1895, Proceedings of the Royal Society of London 58'],
    run: ({ x, y }, { level }) => perColumn({ x, y }, { who: 'pearson', correlate: pearson, level }),
  }),
  spearman: defineMetric({
    name: 'spearman',
    version: 1,
    description: 'Correlation of the ranks of two variables, equal values sharing theirs',
    ...ofPairs,
    invariances: { gain: ['x', 'y'], offset: ['x', 'y'], order: [{ x: 0, y: 0 }] },
    sources: ['Spearman 1904, American Journal of Psychology 15'],
    run: ({ x, y }, { level }) => perColumn({ x, y }, { who: 'spearman', correlate: spearman, level }),
  }),
  spearmanBrown: defineMetric({
    name: 'spearmanBrown',
    version: 1,
    description: 'Reliability of a measurement some times as long, from the correlation of its parts',
    unit: '1',
    range: [null, null],
    arguments: { correlations: { axes: '[sites], in -1 .. 1', ranks: [1] } },
    options: z.strictObject({
      factor: z.number().positive().default(2).meta({ description: 'How many times as long; 2 for halves' }),
    }),
    gives: { values: '[sites]', undefinedSites: 'sites without a value' },
    undefinedFor: 'the pole, a correlation of -1 / (factor - 1)',
    sources: ['Spearman 1910 and Brown 1910, British Journal of Psychology 3'],
    run: ({ correlations }, { factor }) => {
      const values = correlations.values.map((r) => spearmanBrown(r, factor));
      const undefinedSites = values.filter(Number.isNaN).length;
      return { values: ndArray(values, correlations.shape), undefinedSites, n: values.length };
    },
  }),
  splitHalfReliability: defineMetric({
    name: 'splitHalfReliability',
    version: 1,
    description: 'Agreement of the averages over random halves of the trials, corrected by Spearman-Brown',
    unit: '1',
    range: [null, 1],
    arguments: { trials },
    options: z.strictObject({
      mode: z
        .enum(reliabilityModes)
        .default('splitHalf')
        .meta({ description: 'Which averages are compared' }),
      halves: z.int().positive().default(100).meta({ description: 'Comparisons per site' }),
      seed: z.int().nonnegative().default(0).meta({ description: 'Of the first half' }),
      seeding: z.enum(['perHalf', 'oneStream']).default('perHalf').meta({
        description: 'A seed for each half, counted up, or one generator for all',
      }),
      threshold: z
        .number()
        .default(0.3)
        .meta({ description: 'Reliability from which on a site is counted reliable' }),
    }),
    gives: {
      values: '[sites], mean over halves',
      spread: '[sites], deviation over halves',
      corrected: '[halves, sites], after Spearman-Brown',
      raw: '[halves, sites], before it',
      mode: 'which averages were compared',
      reliable: 'indices of the sites at or above the threshold',
      unreliable: 'how many are below it',
      undefinedSites: 'sites without a value in any half',
      undefinedHalves: 'halves and sites without a value',
    },
    invariances: { gain: ['trials'], offset: ['trials'], order: [{ trials: 1 }] },
    undefinedFor: 'a constant response',
    sources: ['Spearman 1910 and Brown 1910, British Journal of Psychology 3', MOUSE],
    run: ({ trials: responses }, { threshold, ...options }, onProgress) => {
      const { reliability, ...result } = splitHalfReliability(responses, { ...options, onProgress });
      const values = ndArray(reliability, [reliability.length]);
      const { sites, unreliable } = reliableSites(values, { threshold });
      return { values, ...result, reliable: sites, unreliable };
    },
  }),
  reliableWindow: defineMetric({
    name: 'reliableWindow',
    version: 1,
    description: 'Longest run of time bins whose median reliability passes a threshold',
    unit: 'bins',
    range: [0, null],
    arguments: {
      reliability: { axes: '[bins, sites], after Spearman-Brown; NaN where undefined', ranks: [2] },
    },
    options: z.strictObject({
      threshold: z
        .number()
        .default(0.3)
        .meta({ description: 'Median reliability from which on a bin passes' }),
    }),
    gives: {
      values: 'length of the window; 0 where no bin passes',
      start: 'its first bin',
      end: 'the bin after its last',
      medians: '[bins], over sites',
      reliable: 'indices of the sites at or above the threshold in their best bin',
    },
    undefinedFor: 'nothing; the median of a bin is NaN where no site has a reliability',
    sources: [MOUSE],
    run: ({ reliability }, options) => {
      const { start, end, medians } = reliableWindow(reliability, options);
      const { sites, n } = reliableSites(reliability, options);
      return { values: end - start, start, end, medians, reliable: sites, n };
    },
  }),
  internalConsistency: defineMetric({
    name: 'internalConsistency',
    version: 1,
    description: 'Agreement of halves of the trials: the ceiling of an explained variance',
    unit: '1',
    range: [0, 1],
    arguments: { trials },
    options: z.strictObject({
      halves: z.int().positive().default(10).meta({ description: 'Random halves of the trials' }),
      seed: z.int().nonnegative().default(1).meta({ description: 'Of all halves' }),
    }),
    gives: {
      values: 'the ceiling: mean over halves of medians over sites',
      consistency: 'the same, also where it is at most 0 and so no ceiling',
      error: 'deviation over halves over the root of their number',
      medians: '[halves]',
      reliability: '[halves, sites], after Spearman-Brown',
      sites: '[sites], mean over halves',
      undefinedSites: 'sites without a value in any halves',
    },
    invariances: { gain: ['trials'], offset: ['trials'], order: [{ trials: 1 }] },
    undefinedFor: 'a consistency of at most 0; constant responses',
    sources: [BRAIN_SCORE],
    run: ({ trials: responses }, options) => {
      const { ceiling, ...result } = internalConsistency(responses, options);
      return { values: ceiling, ...result };
    },
  }),
  ceiledScore: defineMetric({
    name: 'ceiledScore',
    version: 1,
    description: 'Correlations over what the noise of the data allows',
    unit: '1',
    range: [null, null],
    arguments: {
      correlations: { axes: '[sites], of predictions with responses', ranks: [1] },
      reliability: {
        axes: '[sites] or [1], after Spearman-Brown, or the ceiling of a similarity',
        ranks: [1],
      },
    },
    options: z.strictObject({
      form: z.enum(ceilingForms).default('explainedVariance').meta({
        description: 'r^2 / reliability, r / sqrt(reliability), or r / ceiling',
      }),
    }),
    gives: {
      form: 'name of the formula',
      formula: 'the formula',
      raw: '[sites], r or r^2',
      ceiling: '[sites], by which it is divided',
      ceiled: '[sites]',
      mean: 'of ceiled',
      median: 'of ceiled',
      undefinedSites: 'sites without a ceiled value',
    },
    undefinedFor: 'a reliability of at most 0',
    sources: [BRAIN_SCORE],
    run: ({ correlations, reliability }, options) => ({ ...ceiledScore(correlations, reliability, options) }),
  }),
};

type Correlation = (x: NdArray, y: NdArray) => number;

function perColumn(
  { x, y }: { readonly x: NdArray; readonly y: NdArray },
  {
    who,
    correlate,
    level,
  }: { readonly who: string; readonly correlate: Correlation; readonly level: number },
): MetricResult {
  if (x.shape.length === 1 || y.shape.length === 1) {
    const value = correlate(x, y);
    const { pValue, interval } = correlationTest(value, x.values.length, { level });
    return {
      values: value,
      pValue,
      interval: [...interval],
      undefinedColumns: Number(Number.isNaN(value)),
      n: x.values.length,
    };
  }
  const [n, columns] = [rowsOf(x), columnsOf(x)];
  if (columnsOf(y) !== columns) {
    throw new ShapeError(`${who}: y must have the ${columns} columns of x, got ${columnsOf(y)}`);
  }
  const ofColumn = (matrix: Matrix, index: number) => ndArray(column(matrix, index), [rowsOf(matrix)]);
  const values = Float64Array.from({ length: columns }, (_, index) =>
    correlate(ofColumn(x, index), ofColumn(y, index)),
  );
  const tests = [...values].map((value) => correlationTest(value, n, { level }));
  return {
    values: ndArray(values, [columns]),
    pValue: Float64Array.from(tests, ({ pValue }) => pValue),
    interval: ndArray(Float64Array.from(tests.flatMap(({ interval }) => [...interval])), [columns, 2]),
    undefinedColumns: values.filter(Number.isNaN).length,
    n,
  };
}
