import { z } from 'zod';
import { decodeOverTime } from '../decodeOverTime';
import { defineMetric } from '../defineMetric';
import { objectSolutionTimes } from '../objectSolutionTimes';
import { softmaxConfidence } from '../softmaxConfidence';
import { solutionTimeConsistency } from '../solutionTimeConsistency';

const KAR = 'Kar et al. 2019, doi:10.1038/s41593-019-0392-5';
const NAYEBI = 'Nayebi et al. 2022, doi:10.1162/neco_a_01506';

/** When an answer is there, and how sure it is. */
export const decisionTimeMetrics = {
  objectSolutionTimes: defineMetric({
    name: 'objectSolutionTimes',
    version: 1,
    description: "When the performance on each image first reaches an observer's",
    unit: 'that of times',
    range: [null, null],
    arguments: {
      performance: {
        axes: '[timesteps, images], such as i1 at each timestep; NaN solves nothing',
        ranks: [2],
      },
      criterion: { axes: '[images], in the unit of performance; NaN for none', ranks: [1] },
      times: { axes: '[timesteps], ascending', ranks: [1], optional: true },
    },
    options: z.strictObject({
      interpolation: z.enum(['previousBin', 'highestBelow', 'none']).default('previousBin').meta({
        description: 'From the bin before (Kar), from the highest value so far (Brain-Score), or not',
      }),
    }),
    gives: {
      values: '[images], NaN where never solved or without a criterion',
      timesteps: '[images], the first timestep that meets the criterion; -1 for none',
      solved: 'images',
      neverSolved: 'images',
      withoutCriterion: 'images',
    },
    undefinedFor: 'an image never solved, or without a criterion',
    sources: [KAR, 'Kubilius & Schrimpf et al. 2019, NeurIPS 32'],
    run: ({ performance, criterion, times }, options) => {
      const result = objectSolutionTimes(performance, criterion, { ...options, ...(times ? { times } : {}) });
      const { times: values, ...rest } = result;
      return { values, ...rest, n: values.length };
    },
  }),
  solutionTimeConsistency: defineMetric({
    name: 'solutionTimeConsistency',
    version: 1,
    description: 'Whether a model solves late what the brain solves late: rank correlation of solution times',
    unit: '1',
    range: [null, null],
    arguments: {
      model: { axes: '[images], solution times, NaN where never solved', ranks: [1] },
      reference: { axes: '[images], the same of the brain', ranks: [1] },
      halves: {
        axes: '[images, 2], reference times from either half of its sites or trials',
        ranks: [2],
        optional: true,
      },
    },
    options: z.strictObject({
      ceiling: z.number().positive().max(1).optional().meta({
        description: 'A ceiling known otherwise, such as 0.79 for Kar et al. 2019; not with halves',
      }),
    }),
    gives: {
      raw: 'Spearman correlation over the images that both solve',
      ceiling: 'what raw is divided by; 1 for none',
      ceiled: 'raw / ceiling',
      form: 'where the ceiling comes from: uncorrected, givenCeiling or splitHalf',
      fractionSolved: 'share of the images solved by the reference that the model solves too',
      solvedByModel: 'images',
      solvedByReference: 'images',
    },
    invariances: {
      gain: ['model', 'reference'],
      offset: ['model', 'reference'],
      order: [{ model: 0, reference: 0 }],
    },
    undefinedFor: 'fewer than 2 images that both solve, equal times, halves that do not agree',
    sources: [NAYEBI, KAR],
    run: ({ model, reference, halves }, { ceiling }) => ({
      ...solutionTimeConsistency(model, reference, {
        ...(halves ? { halves } : {}),
        ...(ceiling === undefined ? {} : { ceiling }),
      }),
    }),
  }),
  softmaxConfidence: defineMetric({
    name: 'softmaxConfidence',
    version: 1,
    description: 'How sure a readout is over time, what it answers, and when it becomes confident',
    unit: '1',
    range: [0, 1],
    arguments: { logits: { axes: '[images, timesteps, classes]', ranks: [3] } },
    options: z.strictObject({
      decoder: z
        .enum([
          'last',
          'mostConfident',
          'threshold',
          'timeMaximum',
          'weightedByClass',
          'weightedByConfidence',
        ])
        .default('threshold')
        .meta({ description: 'How the sequence becomes one answer' }),
      threshold: z.number().min(0).max(1).default(0.9).meta({ description: 'Probability to be reached' }),
      gain: z.number().positive().default(1).meta({ description: 'By which logits are multiplied' }),
      timeGain: z
        .number()
        .positive()
        .default(1)
        .meta({ description: 'Of weightedByConfidence: by which the confidence is multiplied' }),
    }),
    gives: {
      values: '[images, timesteps], largest probability',
      entropy: '[images, timesteps], bits',
      decoded: '[images, classes], logits of the one answer',
      answers: '[images], the class answered',
      confidentAt: '[images], first timestep that reaches the threshold; -1 for none',
      neverConfident: 'images',
    },
    undefinedFor: 'nothing',
    sources: [NAYEBI],
    run: ({ logits }, options) => {
      const { confidence, entropy } = softmaxConfidence(logits, options);
      const { logits: decoded, ...rest } = decodeOverTime(logits, options);
      return { values: confidence, entropy, decoded, ...rest, n: logits.shape[0]! };
    },
  }),
};
