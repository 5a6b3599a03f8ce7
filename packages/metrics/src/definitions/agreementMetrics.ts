import { createRng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { level, NoOptions, resamples, seed } from '../_metricOptions';
import { cohensKappa } from '../cohensKappa';
import { defineMetric } from '../defineMetric';
import { distributionSimilarity } from '../distributionSimilarity';
import { errorConsistency, errorConsistencyIntervals } from '../errorConsistency';
import { errorPatternConsistency } from '../errorPatternConsistency';
import { humanLikeness } from '../humanLikeness';

const GEIRHOS = 'Geirhos, Meding & Wichmann 2020, NeurIPS 33';

const answers = { axes: '[trials], answers as numbers', ranks: [1] } as const;
const correct = { axes: '[trials], 1 where the answer was correct, else 0', ranks: [1] } as const;

/** How alike observers answer and err. */
export const agreementMetrics = {
  errorConsistency: defineMetric({
    name: 'errorConsistency',
    version: 1,
    description: 'Whether two observers err on the same trials, beyond what their accuracies make them share',
    unit: '1',
    range: [null, 1],
    arguments: { a: correct, b: correct },
    options: z.strictObject({ resamples, level, seed: seed('of the intervals') }),
    gives: {
      values: 'kappa',
      observed: 'share of trials on which both are right or both are wrong',
      expected: 'the same for independent observers with these accuracies',
      accuracies: 'of a and of b',
      bounds: 'least and largest kappa that these accuracies allow',
      interval: 'of kappa, trials resampled',
      chance: 'interval of kappa for independent observers with these accuracies',
      undefinedResamples: 'resamples without a kappa',
    },
    undefinedFor: 'two observers who are always right, or always wrong',
    sources: [GEIRHOS],
    run: ({ a, b }, { seed: chosen, ...options }) => {
      const { kappa, ...rest } = errorConsistency(a, b);
      return {
        values: kappa,
        ...rest,
        ...errorConsistencyIntervals(a, b, { rng: createRng(chosen), ...options }),
      };
    },
  }),
  cohensKappa: defineMetric({
    name: 'cohensKappa',
    version: 1,
    description: "Agreement of two observers' answers beyond that of independent ones",
    unit: '1',
    range: [null, 1],
    arguments: { a: answers, b: answers },
    options: NoOptions,
    gives: {
      values: 'kappa',
      observed: 'share of equal answers',
      expected: 'the same for independent observers',
    },
    invariances: { order: [{ a: 0, b: 0 }] },
    undefinedFor: 'one and the same answer throughout',
    sources: ['Cohen 1960, Educational and Psychological Measurement 20'],
    run: ({ a, b }) => {
      const { kappa, ...rest } = cohensKappa(a, b);
      return { values: kappa, ...rest };
    },
  }),
  humanLikeness: defineMetric({
    name: 'humanLikeness',
    version: 1,
    description: "How human a model's yes-or-no judgements are, beside how far people agree with one another",
    unit: '1',
    range: [null, null],
    arguments: {
      model: { axes: "[stimuli], the model's probability of yes", ranks: [1] },
      people: { axes: '[people, stimuli], 1 for yes, 0 for no, NaN where not asked', ranks: [2] },
    },
    options: z.strictObject({
      halves: z.int().positive().default(100).meta({ description: 'Random halves of the people' }),
      seed: seed('of the first half, and of the resamples'),
      threshold: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .meta({ description: 'Probability that counts as yes' }),
      resamples,
      level,
    }),
    gives: {
      raw: "correlation of the model's probability with the share of people saying yes",
      ceiling: "root of the people's reliability (Spearman-Brown), mean over halves",
      ceiled: 'mean of raw / ceiling',
      form: 'name of the correction: full averages over the root of the reliability',
      rootMeanSquaredError: 'of probability against share',
      modelKappas: "[people], agreement of the model's answers with each person's",
      humanKappas: '[pairs], the same among people',
      meanModelKappa: 'mean of what is defined',
      meanHumanKappa: 'mean of what is defined',
      intervals: 'of raw and of meanModelKappa, people resampled',
      undefinedHalves: 'those without positive reliability',
      people: 'number of people',
    },
    undefinedFor: 'a constant model or people who do not agree',
    sources: ['Bear et al. 2021, NeurIPS Datasets (Physion)'],
    run: ({ model, people }, options) =>
      humanLikeness(model, people, { rng: createRng(options.seed), ...options }),
  }),
  errorPatternConsistency: defineMetric({
    name: 'errorPatternConsistency',
    version: 1,
    description: 'Whether two systems that estimate a quantity are wrong alike, noise-corrected by halves',
    unit: '1',
    range: [null, null],
    arguments: {
      model: { axes: '[conditions], or [trials, conditions] with NaN where not asked', ranks: [1, 2] },
      reference: { axes: '[trials, conditions], NaN where not asked', ranks: [2] },
      truth: { axes: '[conditions]', ranks: [1] },
    },
    options: z.strictObject({
      halves: z.int().positive().default(10).meta({ description: 'Random halves of the trials' }),
      seed: seed('of the first halves; halves h have seed + h'),
    }),
    gives: {
      raw: 'mean correlation of halves of the model with halves of the reference',
      ceiling: 'mean root of the product of the reliabilities',
      ceiled: 'mean of raw / ceiling',
      form: 'name of the correction: numerator and denominator from halves',
      scores: '[halves]',
      undefinedHalves: 'those without positive reliability',
    },
    invariances: { gain: ['model', 'reference', 'truth'], offset: ['model', 'reference', 'truth'] },
    undefinedFor: 'a reliability of at most 0 in all halves',
    sources: ['Rajalingham, Piccato & Jazayeri 2022, doi:10.1038/s41467-022-33581-6'],
    run: ({ model, reference, truth }, options) =>
      errorPatternConsistency(model, reference, { truth, ...options }),
  }),
  distributionSimilarity: defineMetric({
    name: 'distributionSimilarity',
    version: 1,
    description: 'One less the largest gap of two cumulative histograms over the largest that there could be',
    unit: '1',
    range: [0, 1],
    arguments: {
      p: { axes: '[bins], counts or shares of the model', ranks: [1] },
      q: { axes: '[bins], of the reference', ranks: [1] },
    },
    options: NoOptions,
    gives: {
      values: 'similarity',
      gap: 'Kolmogorov-Smirnov, of histograms',
      largestGap: 'to all mass at one end',
    },
    invariances: { gain: ['p', 'q'] },
    undefinedFor: 'a single bin',
    sources: ['Marques et al. 2021, doi:10.1101/2021.03.01.433495'],
    run: ({ p, q }) => {
      const { similarity, ...rest } = distributionSimilarity(p, q);
      return { values: similarity, ...rest, n: p.values.length };
    },
  }),
};
