import { z } from 'zod';
import { NeuralDecoding } from '../benchmarks/neuralSolutionTimes';
import { ImageSplits, PredictivityConfig } from '../benchmarks/PredictivityConfig';
import { SolutionTimesConfig } from '../benchmarks/solutionTimes';
import { SvmDecoder } from '../benchmarks/svmDecoder';
import { SyntheticSites } from '../benchmarks/syntheticSites';
import { ImageFolder } from '@goal-driven/stimuli';
import { ClaimConfig } from './ClaimConfig';
import { intermediatePresets } from './presets';
import { RenderedObserver } from './renderedObserver';

/** The same fields with other defaults, each of which stays where others are set; a prefault would be lost. */
function withDefaults<Shape extends z.ZodRawShape, Config extends z.core.$ZodObjectConfig>(
  schema: z.ZodObject<Shape, Config>,
  defaults: { readonly [Field in keyof Shape]?: z.output<Shape[Field]> },
): z.ZodObject<Shape, Config> {
  const fields: { [name: string]: z.ZodType } = {};
  for (const [name, value] of Object.entries(defaults)) {
    const field = schema.shape[name] as unknown as z.ZodDefault<z.ZodType>;
    const meta = field.meta() ?? {};
    fields[name] = field.unwrap().default(value).meta(meta);
  }
  return (schema as unknown as z.ZodObject).safeExtend(fields) as unknown as z.ZodObject<Shape, Config>;
}

const decoder = withDefaults(SvmDecoder, { cost: 0.1, gain: 2 }).prefault({});

/** What the claims about the time of the answer are tested on. */
export const TimesClaimConfig = ClaimConfig.extend({
  observer: RenderedObserver.prefault({}),
  recordings: z
    .strictObject({
      behaviour: z.string().min(1).meta({ description: 'NPZ file of i1, ost and obj' }),
      images: ImageFolder,
    })
    .optional()
    .meta({
      description:
        'Behaviour and its images, in a folder for each object, in the order of their names; without it the observer ' +
        'is synthetic, and its images are those of `base.data.test`',
    }),
  units: z
    .int()
    .positive()
    .default(1000)
    .meta({ description: 'Units of each layer that are decoded, at most' }),
  solutionTimes: SolutionTimesConfig.safeExtend({ decoder }).prefault({}),
  feedForward: withDefaults(NeuralDecoding.safeExtend({ decoder }), {
    variant: 'distractors',
    folds: 5,
  })
    .prefault({})
    .meta({ description: 'How the feed-forward network is asked for the images that it fails' }),
}).meta({
  title: 'Claims about when images are solved',
  source: 'Kar et al. 2019; Nayebi et al. 2022',
});
export type TimesClaimConfig = z.output<typeof TimesClaimConfig>;

/** What the claim about solution times asks for beyond that. */
export const SolutionTimesClaimConfig = TimesClaimConfig.extend({
  sites: withDefaults(SyntheticSites, { sites: 8, trials: 10 }).prefault({}).meta({
    description:
      'Synthetic sites that hear the recurrent network and grade the layers of the other over time',
  }),
  grading: withDefaults(PredictivityConfig, {
    ...{ mapping: 'perBin', units: 200, halves: 1 },
    splits: ImageSplits.parse({ kind: 'withinCategory', splits: 3 }),
  })
    .prefault({})
    .meta({ description: 'How layers are held against these sites' }),
}).meta({ title: 'The claim about solution times', source: 'Kar et al. 2019; Nayebi et al. 2022' });
export type SolutionTimesClaimConfig = z.output<typeof SolutionTimesClaimConfig>;

const few = { solutionTimes: { splits: 4, testFraction: 0.25 } };
const { full, quick, smoke } = intermediatePresets;

export const timesPresets = {
  full,
  quick: { ...quick, ...few },
  smoke: {
    ...smoke,
    base: {
      ...smoke.base,
      data: {
        ...smoke.base.data,
        test: { ...smoke.base.data.test, images: 24, variation: ['high'] },
      },
    },
    observer: { performance: 0.1 },
    solutionTimes: { splits: 2, testFraction: 0.5 },
    feedForward: { folds: 2 },
  },
};

export const solutionTimesPresets = {
  ...timesPresets,
  smoke: {
    ...timesPresets.smoke,
    sites: { sites: 2, trials: 4 },
    grading: {
      map: { kind: 'pls', components: 3 },
      splits: { kind: 'withinCategory', splits: 2 },
    },
  },
};
