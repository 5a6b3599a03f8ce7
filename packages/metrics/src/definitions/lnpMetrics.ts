import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { defineMetric } from '../defineMetric';
import { lnp } from '../lnp';
import { lnpDesign, takeSamples } from '../lnpDesign';
import { lnpForwardSelection } from '../lnpForwardSelection';
import { lnpContributions } from '../lnpProfiles';
import { poissonScores } from '../poissonScores';

const HARDCASTLE = 'Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025';
const along = (axes: string) => ({ axes, ranks: [1], optional: true }) as const;
const Walls = z.tuple([z.number(), z.number()]).optional();

const stackOf = (rows: readonly (readonly number[])[]): NdArray =>
  ndArray(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length]);

/** What cells encode, by linear-nonlinear Poisson models. */
export const lnpMetrics = {
  lnpForwardSelection: defineMetric({
    name: 'lnpForwardSelection',
    version: 1,
    description: 'Which of position, head direction, speed and theta phase a cell codes for',
    unit: 'bits/spike',
    range: [null, null],
    arguments: {
      counts: { axes: '[samples, units] or [samples], spikes', ranks: [1, 2] },
      positions: { axes: '[samples, 2], x then y, m', ranks: [2], optional: true },
      headings: along('[samples], rad'),
      speeds: along('[samples], m/s'),
      thetas: along('[samples], phase of theta, rad'),
    },
    options: z.strictObject({
      positionBins: z.int().min(2).default(20).meta({ description: 'Bins along either side' }),
      headingBins: z.int().min(2).default(18).meta({ description: 'Bins of heading' }),
      speedBins: z.int().min(2).default(10).meta({ description: 'Bins of speed' }),
      thetaBins: z.int().min(2).default(18).meta({ description: 'Bins of the phase of theta' }),
      highestSpeed: z
        .number()
        .positive()
        .default(0.5)
        .meta({ description: 'Samples as fast are taken out', unit: 'm/s' }),
      x: Walls.meta({ description: 'Walls, west and east; extent of the path by default', unit: 'm' }),
      y: Walls.meta({ description: 'Walls, south and north; extent of the path by default', unit: 'm' }),
      folds: z.int().min(2).default(10).meta({ description: 'Folds of the cross-validation' }),
      sectionsPerFold: z.int().positive().default(5).meta({ description: 'Stretches of time per fold' }),
      level: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.05)
        .meta({ description: 'Of the signed rank tests over folds' }),
    }),
    gives: {
      values: '[units], log-likelihood increase of the chosen model on test samples, mean over folds',
      selected: 'of each unit the variables of its model; none where it is not classified',
      pValues: '[units], that the chosen model is better than a constant rate',
      increases: '[units, folds], of the chosen model',
      contributions: 'by variable, [units], bits per spike lost without it or gained with it',
      unclassified: 'units that no model predicts',
      undefinedUnits: 'units without a fold that has spikes',
      samples: 'samples used',
    },
    undefinedFor: 'folds without spikes',
    sources: [HARDCASTLE],
    run: (
      { counts, positions, headings, speeds, thetas },
      { folds, sectionsPerFold, level, x, y, ...bins },
    ) => {
      const behaviour = { ...(positions && { positions }), ...(headings && { headings }) };
      const { variables, kept } = lnpDesign(
        { ...behaviour, ...(speeds && { speeds }), ...(thetas && { thetas }) },
        { ...bins, arena: { x, y } },
      );
      const models = lnp(variables, { folds, sectionsPerFold });
      const used = takeSamples(counts, kept);
      const units = counts.shape[1] ?? 1;
      const cells = Array.from({ length: units }, (_, unit) => {
        const spikes = ndArray(
          used.values.filter((_, at) => at % units === unit),
          [kept.length],
        );
        const selection = lnpForwardSelection(models, spikes, { level });
        return { ...selection, contributions: lnpContributions(models, spikes, selection) };
      });
      return {
        values: Float64Array.from(cells, ({ chosen }) => chosen.mean),
        selected: cells.map(({ selected }) => selected),
        pValues: Float64Array.from(cells, ({ pValue }) => pValue),
        increases: stackOf(cells.map(({ chosen }) => [...chosen.increases])),
        contributions: Object.fromEntries(
          variables.map(({ name }) => [
            name,
            Float64Array.from(cells, ({ contributions }) => contributions[name]!),
          ]),
        ),
        unclassified: cells.filter(({ classified }) => !classified).length,
        undefinedUnits: cells.filter(({ chosen }) => Number.isNaN(chosen.mean)).length,
        samples: kept.length,
        n: units,
      };
    },
  }),
  poissonScores: defineMetric({
    name: 'poissonScores',
    version: 1,
    description: 'How much better expected counts predict spikes than their mean',
    unit: 'bits/spike',
    range: [null, null],
    arguments: {
      counts: { axes: '[samples], spikes', ranks: [1] },
      rates: { axes: '[samples], expected counts', ranks: [1] },
    },
    options: z.strictObject({
      sampleLength: z
        .number()
        .positive()
        .default(0.02)
        .meta({ description: 'Length of a sample', unit: 's' }),
      sd: z
        .number()
        .nonnegative()
        .default(2)
        .meta({ description: 'Of the Gaussian that smooths both', unit: 'samples' }),
    }),
    gives: {
      values: 'log-likelihood increase over the mean count',
      model: 'log-likelihood per spike, nats',
      constant: 'that of the mean count',
      varianceExplained: 'of smoothed counts by smoothed rates',
      correlation: 'of the two',
      meanSquaredError: 'of the two, Hz^2',
    },
    undefinedFor: 'no spike',
    sources: [HARDCASTLE],
    run: ({ counts, rates }, options) => {
      const { increase: values, ...rest } = poissonScores(counts, rates, options);
      return { values, ...rest, n: counts.values.length };
    },
  }),
};
