import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { seed } from '../_metricOptions';
import { requirePair } from '../_vectors';
import { behaviouralConsistency } from '../behaviouralConsistency';
import { defineMetric } from '../defineMetric';
import { dPrimeOfCounts } from '../dPrime';
import { i1, oneVersusRestI1 } from '../i1';
import { i2 } from '../i2';
import type { MetricResult } from '../Metric';

const RAJALINGHAM = 'Rajalingham et al. 2018, doi:10.1523/JNEUROSCI.0388-18.2018';
const KAR = 'Kar et al. 2019, doi:10.1038/s41593-019-0392-5';

const probabilities = { axes: '[images, objects], probability of choosing each object', ranks: [2] } as const;
const objects = { axes: '[images], the true object of each image, a column from 0', ranks: [1] } as const;
const counts = (what: string) => ({ axes: `[conditions] or [], ${what}`, ranks: [0, 1] }) as const;
const limit = z.number().positive().default(5).meta({ description: "d' is clipped to plus and minus this" });
const ImageLevel = z.strictObject({
  limit,
  normalised: z
    .boolean()
    .default(false)
    .meta({ description: 'Less the mean over images of the same object: I1n, I2n' }),
});
const PER_IMAGE = { values: '[images]', undefinedImages: 'images without a value' };

/** Image-level behaviour: how well each image is told from other objects. */
export const imageLevelMetrics = {
  dPrime: defineMetric({
    name: 'dPrime',
    version: 1,
    description: 'How well a signal is told from noise: quantile of the hit rate less that of false alarms',
    unit: 'standard deviations',
    range: [null, null],
    arguments: {
      hits: counts('hits'),
      signalTrials: counts('trials with the signal'),
      falseAlarms: counts('false alarms'),
      noiseTrials: counts('trials without the signal'),
    },
    options: z.strictObject({
      correction: z
        .enum(['none', 'cap', 'logLinear', 'half'])
        .meta({ description: 'What becomes of rates of 0 and 1; there is no default' }),
      limit: limit.meta({ description: "Of cap: d' is clipped to plus and minus this" }),
    }),
    gives: {
      values: '[conditions], d-prime',
      correction: 'as chosen',
      undefinedConditions: 'without a value',
    },
    undefinedFor: 'no trials of a kind; with correction none, two rates of 0 or of 1',
    sources: ['Green & Swets 1966, Signal Detection Theory and Psychophysics'],
    run: (arrays, options) => {
      const { hits, signalTrials, falseAlarms, noiseTrials } = arrays;
      const flat = (array: NdArray): NdArray => ndArray(array.values, [array.values.length]);
      for (const [name, array] of Object.entries({ signalTrials, falseAlarms, noiseTrials }))
        requirePair('dPrime', ['hits', flat(hits)], [name, flat(array)], 1);
      const values = hits.values.map((count, at) =>
        dPrimeOfCounts(
          {
            hits: count,
            signalTrials: signalTrials.values[at]!,
            falseAlarms: falseAlarms.values[at]!,
            noiseTrials: noiseTrials.values[at]!,
          },
          options,
        ),
      );
      return {
        values: hits.shape.length === 0 ? values[0]! : values,
        correction: options.correction,
        undefinedConditions: values.filter(Number.isNaN).length,
        n: values.length,
      };
    },
  }),
  i1: defineMetric({
    name: 'i1',
    version: 1,
    description: 'How well each image is told from other objects, the mean of d-prime over distractors',
    unit: 'standard deviations',
    range: [null, null],
    arguments: { probabilities, objects },
    options: ImageLevel,
    gives: PER_IMAGE,
    invariances: { gain: ['probabilities'] },
    undefinedFor: 'an image without a distractor that has images',
    sources: [RAJALINGHAM],
    run: (arrays, options) => perImage(i1(arrays.probabilities, arrays.objects, options)),
  }),
  i2: defineMetric({
    name: 'i2',
    version: 1,
    description: 'How well each image is told from each other object, d-prime',
    unit: 'standard deviations',
    range: [null, null],
    arguments: { probabilities, objects },
    options: ImageLevel,
    gives: { values: '[images, objects], NaN at the true object' },
    invariances: { gain: ['probabilities'] },
    undefinedFor: 'the true object, and a distractor without images',
    sources: [RAJALINGHAM],
    run: (arrays, options) => ({
      values: i2(arrays.probabilities, arrays.objects, options),
      n: arrays.objects.values.length,
    }),
  }),
  oneVersusRestI1: defineMetric({
    name: 'oneVersusRestI1',
    version: 1,
    description: 'How well each image is told from other objects, d-prime of rates over all distractors',
    unit: 'standard deviations',
    range: [null, null],
    arguments: { probabilities, objects },
    options: z.strictObject({ limit }),
    gives: PER_IMAGE,
    invariances: { gain: ['probabilities'] },
    undefinedFor: 'no images of other objects',
    sources: [RAJALINGHAM, KAR],
    run: (arrays, options) => perImage(oneVersusRestI1(arrays.probabilities, arrays.objects, options)),
  }),
  behaviouralConsistency: defineMetric({
    name: 'behaviouralConsistency',
    version: 1,
    description:
      "Correlation of a model's image-level behaviour with an observer's, noise-corrected by halves",
    unit: '1',
    range: [null, null],
    arguments: {
      probabilities,
      objects,
      images: { axes: "[trials], the observer's image, a row from 0", ranks: [1] },
      distractors: { axes: '[trials], the object that was wrong', ranks: [1] },
      choices: { axes: '[trials], the object chosen', ranks: [1] },
    },
    options: z.strictObject({
      form: z
        .enum(['i1', 'i2', 'i1n', 'i2n'])
        .default('i2n')
        .meta({ description: 'Per image, or per image and distractor; n for normalised' }),
      halves: z.int().positive().default(2).meta({ description: 'Random halves of the trials' }),
      seed: seed('of the halves'),
      limit,
    }),
    gives: {
      raw: 'mean correlation of the model with the first half',
      ceiling: "mean root of the product of both sides' reliabilities",
      ceiled: 'mean of raw / ceiling',
      form: 'name of the correction: numerator and denominator from halves',
      correlations: '[halves]',
      observerReliability: '[halves], correlation of the halves',
      modelReliability: '[halves], 1 for probabilities',
      undefinedRepetitions: 'those without positive reliability',
    },
    undefinedFor: 'a reliability of at most 0, constant behaviour',
    sources: [RAJALINGHAM, 'Brain-Score, i1i2'],
    run: (arrays, options) => {
      const { probabilities: model, objects: truth, ...trials } = arrays;
      return behaviouralConsistency(model, trials, { objects: truth, ...options });
    },
  }),
};

function perImage(values: NdArray): MetricResult {
  return { values, undefinedImages: values.values.filter(Number.isNaN).length, n: values.values.length };
}
