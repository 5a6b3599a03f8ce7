import { z } from 'zod';
import type { NdArray } from '@goal-driven/core/arrays';
import { defineMetric } from './defineMetric';
import type { MapFitter } from './LinearMap';
import { neuralConsistency } from './neuralConsistency';
import { percentile } from './percentile';
import { pls } from './pls';
import { ridge } from './ridge';

const MapConfig = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pls'),
    components: z.int().positive().default(25).meta({ description: 'Latent components' }),
  }),
  z.strictObject({
    kind: z.literal('ridge'),
    alpha: z.number().positive().default(1).meta({ description: 'Penalty' }),
  }),
]);

const createMap =
  (config: z.output<typeof MapConfig>): MapFitter =>
  (source, target) =>
    config.kind === 'pls' ? pls(source, target, config) : ridge(source, target, config);

const TERMS = {
  r_xy: '[halves, splits, sites], correlation of prediction and target on stimuli held out, all trials',
  r_xx: '[halves, splits, sites], correlation of the predictions from either half',
  r_xx_sb: '[halves, splits, sites], the same after Spearman-Brown',
  r_yy: '[halves, splits, sites], correlation of the halves of the target',
  r_yy_sb: '[halves, splits, sites], the same after Spearman-Brown: reliability',
  denom_sb: '[halves, splits, sites], ceiling, sqrt(r_xx_sb r_yy_sb)',
  r_xy_n_sb: '[halves, splits, sites], score, r_xy / denom_sb',
};

/** Scores of a source of responses against recorded sites. */
export const consistencyMetrics = {
  neuralConsistency: defineMetric({
    name: 'neuralConsistency',
    version: 1,
    description:
      'Correlation of a map from source to target with what was recorded, noise-corrected by split halves',
    unit: '1',
    range: [null, null],
    arguments: {
      source: {
        axes: '[stimuli, features] of a model, or [trials, stimuli, sites] of an animal',
        ranks: [2, 3],
      },
      target: { axes: '[trials, stimuli, sites], NaN where not recorded', ranks: [3] },
    },
    options: z.strictObject({
      map: MapConfig.prefault({ kind: 'pls' }).meta({ description: 'How the target is predicted' }),
      halves: z.int().positive().default(100).meta({ description: 'Random halves of the trials' }),
      splits: z.int().positive().default(10).meta({ description: 'Random splits of the stimuli' }),
      trainFraction: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.5)
        .meta({ description: 'Share of the stimuli in training, rounded up' }),
      seed: z
        .int()
        .nonnegative()
        .default(1234)
        .meta({ description: 'Of the first half; half h has seed + h' }),
    }),
    gives: {
      form: 'name of the correction: full averages over the root of the product of reliabilities',
      raw: 'median over sites of r_xy, its mean over halves and splits',
      ceiling: 'the same of denom_sb',
      ceiled: 'the same of r_xy_n_sb',
      undefinedSites: 'sites without any finite score; they are left out of the medians',
      ...TERMS,
      train: 'the same arrays on the stimuli of training',
    },
    undefinedFor: 'a reliability of at most 0, a constant prediction or response',
    sources: ['brainmodel_utils, neuroailab'],
    run: ({ source, target }, { map, ...options }) => {
      const { train, test } = neuralConsistency(source, target, { ...options, map: createMap(map) });
      const sites = target.shape[2]!;
      return {
        form: 'fullNumerator',
        raw: medianOverSites(siteMeans(test.r_xy)),
        ceiling: medianOverSites(siteMeans(test.denom_sb)),
        ceiled: medianOverSites(siteMeans(test.r_xy_n_sb)),
        n: sites,
        undefinedSites: siteMeans(test.r_xy_n_sb).filter(Number.isNaN).length,
        ...test,
        train,
      };
    },
  }),
};

/** Mean over halves, then over splits, of what is finite: [halves, splits, sites] -> [sites]. */
function siteMeans({ values, shape }: NdArray): Float64Array {
  const [halves, splits, sites] = shape as [number, number, number];
  return Float64Array.from({ length: sites }, (_, site) =>
    finiteMean(
      Array.from({ length: splits }, (_, split) =>
        finiteMean(
          Array.from({ length: halves }, (_, half) => values[(half * splits + split) * sites + site]!),
        ),
      ),
    ),
  );
}

function finiteMean(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}

/** NaN where no site has a value. */
function medianOverSites(means: Float64Array): number {
  const known = means.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? NaN : percentile(known, 50);
}
