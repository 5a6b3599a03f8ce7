import { RandomState, type Rng } from '@goal-driven/core/arrays';
import { shuffleSplit } from '@goal-driven/metrics';
import type { BehaviourData } from './BehaviourData';
import { brainScoreDecoder } from './brainScoreDecoder';
import { recurrentCourse, type FeatureCourse } from './FeatureCourse';
import { objectCount } from './solutionTimes';
import { splitSolutionTimes } from './splitSolutionTimes';
import type { SoftmaxRegressionOptions } from './softmaxRegression';
import { summariseSolutionTimes, type SolutionTimes } from './summariseSolutionTimes';
import { brainScoreBins } from './TimeBin';
import type { TimedModel } from './TimedModel';

/** Of Brain-Score's solution times: computed by the authors of the data. */
const CEILING = 0.79;
const SPLITS = 10;

/**
 * Brain-Score's benchmark `Kar2019-ost`, version 2: 18 bins from 70 ms, ten random splits with a tenth of the images in
 * the test, a softmax regression for each bin, times by the line from the best value so far. A model whose recorded units
 * do not change over the bins for the first image has no score, and nothing is computed.
 *
 * @param behaviour of the images that differ by content, 1318 of Kar et al. 2019 (`takeImages`)
 * @param regression other settings than those published, for tests
 * @returns `ceiled` is `raw / 0.79`, `error` the deviation over splits (ddof 0) over the root of their number; all NaN for
 *   a model constant in time
 * @source Brain-Score, version 2 of `Kar2019-ost`; Kubilius & Schrimpf et al. 2019, NeurIPS 32
 * @differs as `softmaxRegression`, so that splits, orders and stops are those published but single numbers are not
 */
export async function brainScoreSolutionTimes(
  model: TimedModel,
  { layers, behaviour }: { readonly layers: readonly string[]; readonly behaviour: BehaviourData },
  rng: Rng,
  regression: Omit<SoftmaxRegressionOptions, 'weights'> = {},
): Promise<SolutionTimes> {
  const { name, synthetic, objects, i1: criterion, ost } = behaviour;
  const count = objectCount(behaviour);
  const course = await recurrentCourse(model, layers, { images: objects.length, bins: brainScoreBins });
  if (firstImageIsConstant(course)) return unscored(objects.length);
  const splits = shuffleSplit(objects.length, new RandomState(1), { splits: SPLITS, testFraction: 0.1 });
  const how = { variant: 'distractors', interpolation: 'highestBelow' } as const;
  const times = splits.map((split, index) =>
    splitSolutionTimes(course, { objects, count, criterion }, split, {
      ...{ decoder: brainScoreDecoder(regression), ...how },
      rng: rng.child(index),
    }),
  );
  // Without the halves, if it has them: the ceiling is the published one.
  const reference = { name, synthetic, objects, i1: criterion, ...(ost && { ost }) };
  return summariseSolutionTimes({ times, splits }, reference, { ceiling: CEILING, ddof: 0 });
}

function firstImageIsConstant({ bins, at }: FeatureCourse): boolean {
  const first = (bin: number) => {
    const { values, shape } = at(bin);
    return values.subarray(0, shape[1]);
  };
  const start = first(0);
  return bins.every((_, bin) => first(bin).every((value, unit) => value === start[unit]));
}

const unscored = (images: number): SolutionTimes => ({
  correlations: new Float64Array(SPLITS).fill(NaN),
  ...{ raw: NaN, error: NaN, ceiling: CEILING, ceiled: NaN, fractionSolved: NaN },
  times: new Float64Array(images).fill(NaN),
  n: 0,
});
