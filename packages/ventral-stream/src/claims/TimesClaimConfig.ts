import { z } from 'zod';
import { NeuralDecoding } from '../benchmarks/neuralSolutionTimes';
import { PredictivityConfig } from '../benchmarks/PredictivityConfig';
import { SolutionTimesConfig } from '../benchmarks/solutionTimes';
import { SyntheticSites } from '../benchmarks/syntheticSites';
import { ImageFolder } from '@goal-driven/stimuli';
import { ClaimConfig } from './ClaimConfig';
import { intermediatePresets } from './presets';
import { RenderedObserver } from './renderedObserver';

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
  solutionTimes: SolutionTimesConfig.prefault({ decoder: { cost: 0.1, gain: 2 } }),
  feedForward: NeuralDecoding.prefault({
    decoder: { cost: 0.1, gain: 2 },
    variant: 'distractors',
    folds: 5,
  }).meta({ description: 'How the feed-forward network is asked for the images that it fails' }),
}).meta({
  title: 'Claims about when images are solved',
  source: 'Kar et al. 2019; Nayebi et al. 2022',
});
export type TimesClaimConfig = z.output<typeof TimesClaimConfig>;

/** What the claim about solution times asks for beyond that. */
export const SolutionTimesClaimConfig = TimesClaimConfig.extend({
  sites: SyntheticSites.prefault({ sites: 8, trials: 10 }).meta({
    description:
      'Synthetic sites that hear the recurrent network and grade the layers of the other over time',
  }),
  grading: PredictivityConfig.prefault({
    ...{ mapping: 'perBin', units: 200, halves: 1 },
    splits: { kind: 'withinCategory', splits: 3 },
  }).meta({ description: 'How layers are held against these sites' }),
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
