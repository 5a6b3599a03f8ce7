import { DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { requireFinite } from '../_matrix';
import { level } from '../_metricOptions';
import { defineMetric } from '../defineMetric';
import { linearFit, type Estimate } from '../linearFit';
import type { MetricResult } from '../Metric';
import { pairedModelComparison } from '../pairedModelComparison';
import { powerLawFit } from '../powerLawFit';

const points = (what: string) => ({ axes: `[n], ${what}`, ranks: [1] }) as const;
const where = { axes: '[points], where to read off the fit', ranks: [1], optional: true } as const;
const Level = z.strictObject({ level });
const FIT = {
  pValue: 'of the slope or exponent against 0',
  rSquared: 'share of the variance accounted for',
  fitted: '[points], the fit at `where`; empty without it',
  fittedIntervals: '[points, 2], low and high',
};

/** Fits of performance against size, and models compared over animals. */
export const fitMetrics = {
  linearFit: defineMetric({
    name: 'linearFit',
    version: 1,
    description: 'Least-squares line with intervals',
    unit: 'that of y over that of x',
    range: [null, null],
    arguments: { x: points('not constant'), y: points('at least 3'), where },
    options: Level,
    gives: {
      slope: 'value, standardError, interval',
      intercept: 'value, standardError, interval',
      residualDeviation: 'n - 2 degrees of freedom',
      ...FIT,
    },
    undefinedFor: 'constant x; rSquared for constant y',
    sources: ['scipy.stats.linregress'],
    run: ({ x, y, where: at }, options) => {
      const { at: read, ...fit } = linearFit(x, y, options);
      return { ...fit, ...readings('linearFit', read, at) };
    },
  }),
  powerLawFit: defineMetric({
    name: 'powerLawFit',
    version: 1,
    description: 'Power law y = a x^b with intervals, a line in logarithms',
    unit: '1',
    range: [null, null],
    arguments: { x: points('greater than 0, not constant'), y: points('greater than 0, at least 3'), where },
    options: Level,
    gives: {
      exponent: 'b: value, standardError, interval',
      factor: 'a: value, standardError, interval',
      ...FIT,
    },
    undefinedFor: 'constant x; rSquared for constant y',
    sources: ['scipy.stats.linregress, of logarithms'],
    run: ({ x, y, where: at }, options) => {
      const { at: read, ...fit } = powerLawFit(x, y, options);
      if (at?.values.some((value) => value <= 0))
        throw new DataError(`powerLawFit: where must be greater than 0, got ${at.values.join(', ')}`);
      return { ...fit, ...readings('powerLawFit', read, at) };
    },
  }),
  pairedModelComparison: defineMetric({
    name: 'pairedModelComparison',
    version: 1,
    description: 'Linear mixed comparison of models over animals, the animal as the unit',
    unit: 'that of the scores',
    range: [null, null],
    arguments: {
      scores: { axes: '[sites, models], NaN where a model has no value', ranks: [2] },
      animals: { axes: '[sites], the animal of each site, any number', ranks: [1] },
    },
    options: Level.extend({
      aggregate: z
        .enum(['median', 'mean'])
        .default('median')
        .meta({ description: 'How the sites of an animal become its score' }),
    }),
    gives: {
      scores: '[animals, models]',
      animals: 'in the order of their first site',
      means: '[models], over animals',
      f: 'of the fixed effect of model',
      degrees: 'of freedom',
      pValue: 'of the fixed effect',
      variances: 'between animals, and of what is left',
      pairs: 'first minus second of each pair of models: difference, t, degrees, pValue, adjusted (Holm)',
      sites: 'used, and dropped for want of a value',
    },
    undefinedFor: 'models that differ alike in every animal',
    sources: ['Laird & Ware 1982, Biometrics 38', 'Holm 1979, Scandinavian Journal of Statistics 6'],
    run: ({ scores, animals }, options) => {
      const names = Array.from(animals.values, String);
      const result = pairedModelComparison(scores, names, options);
      return { ...result, n: result.animals.length };
    },
  }),
};

/** The fit at some points, with its intervals. */
function readings(who: string, read: (x: number) => Estimate, where?: NdArray): Omit<MetricResult, 'n'> {
  if (where) requireFinite(who, 'where', where, 1);
  const estimates = Array.from(where?.values ?? [], read);
  return {
    fitted: Float64Array.from(estimates, ({ value }) => value),
    fittedIntervals: ndArray(Float64Array.from(estimates.flatMap(({ interval }) => [...interval])), [
      estimates.length,
      2,
    ]),
  };
}
