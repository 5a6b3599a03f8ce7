import { RandomState, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { halfSeedings } from '../_halfDraws';
import { labelledAnimals } from '../_labelledAnimals';
import { defineMetric } from '../defineMetric';
import { interAnimalConsistency } from '../interAnimalConsistency';
import { createMap, isLinearInTarget, MapConfig } from '../mapConfig';
import { neuralConsistency, type ConsistencyTerms } from '../neuralConsistency';
import { consistencyForms } from '../noiseCorrection';
import { regressionScore } from '../regressionScore';
import { rsaConsistency } from '../rsaConsistency';
import { shuffleSplit } from '../shuffleSplit';
import { stratifiedShuffleSplit } from '../stratifiedShuffleSplit';
import { summariseConsistency, type ConsistencySummary } from '../summariseConsistency';

const UTILS = 'brainmodel_utils, neuroailab';
const MOUSE = 'Nayebi et al. 2023, doi:10.1371/journal.pcbi.1011506';
const BRAIN_SCORE = 'Schrimpf et al. 2018, doi:10.1101/407007';

const source = {
  axes: '[stimuli, features] of a model, or [trials, stimuli, sites] of an animal',
  ranks: [2, 3],
} as const;
const target = { axes: '[trials, stimuli, sites], NaN where not recorded', ranks: [3] } as const;

const count = (description: string, value: number) => z.int().positive().default(value).meta({ description });
const map = MapConfig.prefault({ kind: 'pls' }).meta({ description: 'How the target is predicted' });
const form = z.enum(consistencyForms).default('fullNumerator').meta({
  description: 'Correction: full averages over it, halves over it, or Spearman-Brown of the ratio',
});
const seeding = z.enum(halfSeedings).optional().meta({
  description: 'Source and target halves of one seed each, or of one generator; by default as published',
});
const seed = z
  .int()
  .nonnegative()
  .default(1234)
  .meta({ description: 'Of the first half; half h has seed + h' });
const fraction = (value: number) =>
  z.number().gt(0).lt(1).default(value).meta({ description: 'Share of the stimuli in training' });
const correlation = z.enum(['pearson', 'spearman']).default('pearson').meta({ description: 'Over stimuli' });

const FittedHalves = z.strictObject({
  map,
  form,
  seeding,
  halves: count('Random halves of the trials', 100),
  splits: count('Random splits of the stimuli', 10),
  trainFraction: fraction(0.5).meta({ description: 'Share of the stimuli in training, rounded up' }),
  seed,
  correlation,
});
const subsets = count('Random choices of source units within a half', 20);

const TERMS = {
  r_xy: '[halves, splits, sites], correlation of prediction and target: all trials, or one half with the other',
  r_xx: '[halves, splits, sites], correlation of the predictions from either half',
  r_xx_sb: '[halves, splits, sites], the same after Spearman-Brown',
  r_yy: '[halves, splits, sites], correlation of the halves of the target',
  r_yy_sb: '[halves, splits, sites], the same after Spearman-Brown: reliability',
  denom_sb: '[halves, splits, sites], ceiling: root of the product of the reliabilities',
  r_xy_n_sb: '[halves, splits, sites], score',
};
const SUMMARY = {
  form: 'name of the correction',
  formula: 'the correction as a formula',
  raw: 'median over sites of r_xy, its mean over halves and splits',
  ceiling: 'the same of denom_sb',
  ceiled: 'the same of r_xy_n_sb',
  sites: 'the three per site, [sites]',
  undefinedSites: 'sites without any score; they are left out of the medians',
  undefinedHalves: 'halves without any score; they are left out of the means',
  undefinedSplits: 'splits without any score; they are left out of the means',
  undefinedScores: 'entries of r_xy_n_sb that are not finite',
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
    arguments: { source, target },
    options: FittedHalves.extend({
      sourceUnits: z
        .strictObject({
          count: z.int().positive().meta({ description: 'Source units in a choice' }),
          subsets,
        })
        .optional()
        .meta({ description: 'Random choices of source units; all units by default' }),
    }),
    gives: {
      ...SUMMARY,
      ...TERMS,
      skippedHalves: 'halves, by index, in which an average is not finite',
      train: 'the same, but for the skipped halves, on the stimuli of training',
    },
    invariances: { gain: ['target'], offset: ['source', 'target'] },
    undefinedFor: 'a reliability of at most 0, a constant prediction or response',
    sources: [UTILS, MOUSE],
    run: ({ source: x, target: y }, { map: config, ...options }, onProgress) => {
      const result = neuralConsistency(x, y, { ...options, ...mapOf(config), onProgress });
      const part = (terms: ConsistencyTerms) => ({
        ...flat(summariseConsistency(terms, result.form)),
        ...terms,
      });
      return {
        ...part(result.test),
        skippedHalves: Int32Array.from(result.skippedHalves),
        train: part(result.train),
      };
    },
  }),
  interAnimalConsistency: defineMetric({
    name: 'interAnimalConsistency',
    version: 1,
    description:
      'Neural consistency of animals with each other: each one predicted from another or all others',
    unit: '1',
    range: [null, null],
    arguments: {
      responses: { axes: '[trials, stimuli, sites], NaN where not recorded', ranks: [3] },
      animals: { axes: '[sites], the number of the animal that a site is of', ranks: [1] },
    },
    options: FittedHalves.extend({
      mode: z.enum(['pairwise', 'holdout']).default('holdout').meta({
        description: 'From each other animal by itself, or from all others together',
      }),
      sourceUnits: z
        .strictObject({
          count: z
            .union([z.int().positive(), z.literal('smallest')])
            .meta({ description: 'Source units in a choice, or as many as the smallest animal has' }),
          subsets,
        })
        .optional()
        .meta({ description: 'Random choices of source units; all units by default' }),
    }),
    gives: {
      mode: 'pairwise or holdout',
      ...SUMMARY,
      animals: 'how many',
      train: 'the summary on the stimuli of training',
      predictions: 'per target animal and source: their numbers, and the terms on test and training stimuli',
    },
    invariances: { offset: ['responses'] },
    undefinedFor: 'a reliability of at most 0, a constant prediction or response',
    sources: [UTILS, MOUSE],
    run: ({ responses, animals: labels }, { map: config, ...options }, onProgress) => {
      const named = labelledAnimals('interAnimalConsistency', responses, labels);
      const result = interAnimalConsistency(named.animals, { ...options, ...mapOf(config), onProgress });
      const summary = (part: ConsistencySummary) => {
        const { sites, ...rest } = flat(part);
        const ordered = Object.entries(sites).map(([name, values]) => [name, named.inTableOrder(values)]);
        return { ...rest, sites: Object.fromEntries(ordered) as { [name: string]: NdArray } };
      };
      return {
        mode: options.mode,
        ...summary(result.test),
        animals: named.animals.length,
        train: summary(result.train),
        predictions: result.predictions.map(({ target: to, sources, test, train }) => ({
          target: named.labels[to]!,
          sources: sources.map((animal) => named.labels[animal]!),
          ...test,
          train,
        })),
      };
    },
  }),
  rsaConsistency: defineMetric({
    name: 'rsaConsistency',
    version: 1,
    description:
      'Similarity of the dissimilarity matrices of source and animal, noise-corrected by split halves',
    unit: '1',
    range: [null, null],
    arguments: { source, target },
    options: z.strictObject({
      form: form.default('halfNumerator'),
      seeding,
      halves: count('Random halves of the trials', 100),
      seed: seed.default(0),
      distance: z
        .enum(['correlation', 'cosine', 'euclidean', 'meanSquared'])
        .default('correlation')
        .meta({ description: 'Of the responses to two stimuli' }),
      similarity: z
        .enum(['pearson', 'spearman', 'kendall', 'cosine', 'whitenedCosine'])
        .default('pearson')
        .meta({ description: 'Of two matrices' }),
    }),
    gives: {
      form: 'name of the correction',
      raw: 'mean over halves of r_xy',
      ceiling: 'mean over halves of denom_sb',
      ceiled: 'mean over halves of r_xy_n_sb',
      undefinedHalves: 'halves without a score',
      ...Object.fromEntries(
        Object.entries(TERMS).map(([name, what]) => [name, what.replace(', splits, sites', '')]),
      ),
    },
    invariances: {
      gain: ['source', 'target'],
      offset: ['source', 'target'],
      order: [{ target: 2 }, { source: 0, target: 1 }],
    },
    undefinedFor: 'a reliability of at most 0, a stimulus to which all sites respond alike',
    sources: [MOUSE, UTILS],
    run: ({ source: x, target: y }, options, onProgress) => {
      const { terms, ...result } = rsaConsistency(x, y, { ...options, onProgress });
      return { ...result, ...terms };
    },
  }),
  regressionScore: defineMetric({
    name: 'regressionScore',
    version: 1,
    description:
      'Cross-validated correlation of a map from features with averaged responses, not noise-corrected',
    unit: '1',
    range: [-1, 1],
    arguments: {
      source: { axes: '[stimuli, features]', ranks: [2] },
      target: { axes: '[stimuli, sites], averages over trials', ranks: [2] },
      strata: {
        axes: '[stimuli], object of each stimulus, to have its share in training and test',
        ranks: [1],
        optional: true,
      },
    },
    options: z.strictObject({
      map,
      splits: count('Random splits of the stimuli', 10),
      trainFraction: fraction(0.9).meta({ description: 'Share of the stimuli in training, rounded down' }),
      seed: seed.default(1).meta({ description: 'Of all splits' }),
    }),
    gives: {
      raw: 'mean over splits of the medians',
      error: 'deviation over splits over the root of their number',
      medians: '[splits], median over sites',
      sites: '[sites], mean over splits',
      correlations: '[splits, sites], of prediction and response on stimuli held out',
      undefinedSites: 'sites without a value in any split; they are left out of the medians',
    },
    invariances: { gain: ['target'], offset: ['source', 'target'] },
    undefinedFor: 'a constant prediction or response',
    sources: [BRAIN_SCORE],
    run: ({ source: x, target: y, strata }, { map: config, seed: first, ...options }, onProgress) =>
      regressionScore(x, y, {
        map: createMap(config),
        onProgress,
        splits:
          strata === undefined
            ? shuffleSplit(x.shape[0]!, new RandomState(first), options)
            : stratifiedShuffleSplit(strata.values, new RandomState(first), options),
      }),
  }),
};

const mapOf = (config: MapConfig) => ({ map: createMap(config), linearInTarget: isLinearInTarget(config) });

/** A summary with its medians for values and its sites beside them. */
function flat({ raw, ceiling, ceiled, undefined: missing, ...rest }: ConsistencySummary) {
  return {
    ...rest,
    raw: raw.median,
    ceiling: ceiling.median,
    ceiled: ceiled.median,
    sites: { raw: raw.sites, ceiling: ceiling.sites, ceiled: ceiled.sites },
    undefinedSites: missing.sites,
    undefinedHalves: missing.halves,
    undefinedSplits: missing.splits,
    undefinedScores: missing.scores,
  };
}
