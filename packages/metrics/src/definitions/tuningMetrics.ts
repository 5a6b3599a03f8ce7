import { z } from 'zod';
import { activityArgument } from './rateMapMetrics';
import { defineMetric } from '../defineMetric';
import { headDirectionTuning } from '../headDirectionTuning';
import { meanVectors } from '../meanVector';
import { rayleighTest } from '../rayleighTest';
import { speedScores } from '../speedScores';
import { speedTuning } from '../speedTuning';

const KROPFF = 'Kropff et al. 2015, doi:10.1038/nature14622';
const speedsArgument = { axes: '[samples], m/s', ranks: [1] } as const;

const Filter = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('fixed'),
    low: z.number().default(0.02).meta({ description: 'Lowest speed that counts', unit: 'm/s' }),
    high: z.number().default(0.15).meta({ description: 'Highest speed that counts', unit: 'm/s' }),
  }),
  z.strictObject({
    kind: z.literal('adaptive'),
    low: z.number().default(0.02).meta({ description: 'Lowest speed that counts', unit: 'm/s' }),
    bandwidth: z
      .number()
      .positive()
      .default(0.02)
      .meta({ description: 'Width of a band of speeds', unit: 'm/s' }),
    samples: z.int().positive().default(500).meta({ description: 'Samples that the fastest band must hold' }),
  }),
]);

/** Tuning to head direction and running speed, from activity along a path. */
export const tuningMetrics = {
  headDirectionScore: defineMetric({
    name: 'headDirectionScore',
    version: 1,
    description: 'Length of the mean vector of the head direction tuning curve',
    unit: '1',
    range: [0, 1],
    arguments: {
      headings: { axes: '[samples], rad', ranks: [1] },
      activity: activityArgument,
      speeds: {
        ...speedsArgument,
        axes: `${speedsArgument.axes}; with it, only moderate speeds count`,
        optional: true,
      },
    },
    options: z.strictObject({
      bins: z.int().positive().default(20).meta({ description: 'Bins of the circle' }),
      lowestSpeed: z.number().default(0.02).meta({ description: 'Lowest speed that counts', unit: 'm/s' }),
      highestSpeed: z.number().default(0.8).meta({ description: 'Highest speed that counts', unit: 'm/s' }),
      corrected: z.boolean().default(false).meta({ description: 'Make good for the width of the bins' }),
    }),
    gives: {
      values: '[units], lengths',
      directions: '[units], preferred directions, rad',
      curves: '[units, bins], mean activity; the first bin begins at -pi; NaN without a sample',
      occupancy: '[bins], samples',
      undefinedUnits: 'units without a value',
    },
    invariances: { order: [{ headings: 0, activity: 0 }] },
    undefinedFor: 'a silent cell, a negative mean rate',
    sources: ['Taube et al. 1990, doi:10.1523/JNEUROSCI.10-02-00420.1990'],
    run: ({ headings, activity, speeds }, { bins, lowestSpeed, highestSpeed, corrected }) => {
      const tuning = headDirectionTuning(headings, activity, {
        bins,
        speedRange: [lowestSpeed, highestSpeed],
        ...(speeds && { speeds }),
      });
      const { lengths, directions } = meanVectors(tuning.curves, { corrected });
      return {
        values: lengths,
        directions,
        curves: tuning.curves,
        occupancy: tuning.occupancy,
        undefinedUnits: lengths.values.filter(Number.isNaN).length,
        n: headings.values.length - tuning.dropped,
      };
    },
  }),
  rayleighTest: defineMetric({
    name: 'rayleighTest',
    version: 1,
    description: 'Whether angles have a preferred direction, against an even spread',
    unit: '1',
    range: [0, null],
    arguments: {
      angles: { axes: '[n], rad', ranks: [1] },
      weights: { axes: '[n], how often each was met, such as spikes per bin', ranks: [1], optional: true },
    },
    options: z.strictObject({}),
    gives: {
      values: 'z, n times the squared length',
      length: 'of the mean vector',
      pValue: 'of an even spread',
    },
    undefinedFor: 'nothing',
    sources: ['Zar 1999, Biostatistical Analysis'],
    run: ({ angles, weights }) => {
      const { z: values, ...rest } = rayleighTest(angles, weights);
      return { values, ...rest };
    },
  }),
  speedScore: defineMetric({
    name: 'speedScore',
    version: 1,
    description: 'Correlation over time of running speed and activity',
    unit: '1',
    range: [-1, 1],
    arguments: { speeds: speedsArgument, activity: activityArgument },
    options: z.strictObject({
      sd: z
        .number()
        .nonnegative()
        .default(0)
        .meta({ description: 'Of the Gaussian that smooths both', unit: 'samples' }),
      filter: Filter.prefault({ kind: 'none' }).meta({ description: 'Which speeds count' }),
    }),
    gives: {
      values: '[units]',
      lowest: 'lowest speed that counts, m/s',
      highest: 'highest speed that counts, m/s',
      undefinedUnits: 'units without a value',
    },
    invariances: { gain: ['activity'], offset: ['activity'] },
    undefinedFor: 'a constant speed or activity',
    sources: [KROPFF],
    run: ({ speeds, activity }, options) => {
      const { scores, range, n } = speedScores(speeds, activity, options);
      const undefinedUnits = scores.values.filter(Number.isNaN).length;
      return { values: scores, lowest: range[0], highest: range[1], undefinedUnits, n };
    },
  }),
  speedTuning: defineMetric({
    name: 'speedTuning',
    version: 1,
    description: 'Mean activity in bins of running speed',
    unit: 'that of activity',
    range: [null, null],
    arguments: { speeds: speedsArgument, activity: activityArgument },
    options: z.strictObject({
      binWidth: z.number().positive().default(0.02).meta({ description: 'Width of a bin', unit: 'm/s' }),
      highest: z.number().positive().default(0.5).meta({ description: 'End of the last bin', unit: 'm/s' }),
    }),
    gives: {
      values: '[units, bins] or [bins], NaN without a sample',
      occupancy: '[bins], samples',
      dropped: 'faster samples',
    },
    invariances: { order: [{ speeds: 0, activity: 0 }] },
    undefinedFor: 'bins without a sample',
    sources: [KROPFF],
    run: ({ speeds, activity }, options) => {
      const { curves, occupancy, dropped } = speedTuning(speeds, activity, options);
      return { values: curves, occupancy, dropped, n: speeds.values.length };
    },
  }),
};
