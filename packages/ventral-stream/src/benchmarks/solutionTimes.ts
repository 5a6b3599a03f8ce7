import { DataError, RandomState, type Rng } from '@goal-driven/core/arrays';
import { shuffleSplit, stratifiedShuffleSplit } from '@goal-driven/metrics';
import { z } from 'zod';
import type { BehaviourData } from './BehaviourData';
import type { FeatureCourse } from './FeatureCourse';
import { splitSolutionTimes } from './splitSolutionTimes';
import { summariseSolutionTimes, type SolutionTimes } from './summariseSolutionTimes';
import { SvmDecoder, svmDecoder } from './svmDecoder';

export const SolutionTimesConfig = z
  .strictObject({
    decoder: SvmDecoder.prefault({}),
    variant: z.enum(['distractors', 'rest']).default('distractors').meta({
      description: "Whether d' is averaged over distractors, or rates before they become a d'",
    }),
    interpolation: z.enum(['previousBin', 'highestBelow']).default('previousBin').meta({
      description:
        'From which bin the line to the solving one starts: the one before (Kar 2019), or the best so far',
    }),
    splits: z.int().positive().default(10).meta({ description: 'Random splits', unit: '1' }),
    testFraction: z.number().gt(0).lt(1).default(0.1).meta({ description: 'Share of the images tested' }),
    stratified: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether objects keep their shares in both parts' }),
    seed: z.int().nonnegative().max(0xffffffff).default(1).meta({ description: 'Of all splits' }),
    ceiling: z.number().positive().max(1).default(0.79).meta({
      description: 'Of the consistency, where no halves of the reference are at hand',
    }),
  })
  .meta({
    title: 'Object solution times of a model against those of a brain',
    source: 'Nayebi et al. 2022, caption of Fig. 3; ceiling and share of test images as in Brain-Score',
  });
export type SolutionTimesConfig = z.output<typeof SolutionTimesConfig>;

/**
 * Object solution time consistency: a decoder for each bin of time, the d' of test images, the time at which it first
 * reaches that of the observer, and the rank correlation of these times with those of the brain over the images that
 * both solve.
 *
 * @throws DataError for an observer without solution times, or with images but of one object; what decoder, splits and
 *   course throw
 * @source Nayebi et al. 2022, doi:10.1162/neco_a_01506; how margins become a d' is not published: here a softmax and then
 *   the I1 of Brain-Score
 */
export function solutionTimes(
  course: FeatureCourse,
  behaviour: BehaviourData,
  config: SolutionTimesConfig,
  rng: Rng,
): SolutionTimes {
  const { splits, testFraction, seed, stratified, ...how } = config;
  const random = new RandomState(seed);
  const shares = { splits, testFraction };
  const parted = stratified
    ? stratifiedShuffleSplit(behaviour.objects, random, shares)
    : shuffleSplit(behaviour.objects.length, random, shares);
  const count = objectCount(behaviour);
  const problem = { objects: behaviour.objects, count, criterion: behaviour.i1 };
  const times = parted.map((split, index) =>
    splitSolutionTimes(course, problem, split, {
      ...{ decoder: svmDecoder(config.decoder), variant: how.variant, interpolation: how.interpolation },
      rng: rng.child(index),
    }),
  );
  return summariseSolutionTimes({ times, splits: parted }, behaviour, { ceiling: config.ceiling, ddof: 1 });
}

/** @throws DataError for fewer than two objects */
export function objectCount({ name, objects }: BehaviourData): number {
  if (new Set(objects).size < 2) throw new DataError(`${name}: objects must be at least 2, got 1`);
  return Math.max(...objects) + 1;
}
