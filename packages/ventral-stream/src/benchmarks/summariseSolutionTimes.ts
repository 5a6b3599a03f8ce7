import { DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { meanOfKnown, solutionTimeConsistency, type Split } from '@goal-driven/metrics';
import { deviationOfKnown } from './_numbers';
import type { BehaviourData } from './BehaviourData';

/** How the solution times of a model agree with those of a brain, over splits of the images. */
export type SolutionTimes = {
  /** [splits], Spearman's correlation over the test images that both solve; NaN where these are fewer than 2. */
  readonly correlations: Float64Array;
  /** Mean over splits of what is defined, and its standard error. */
  readonly raw: number;
  readonly error: number;
  readonly ceiling: number;
  readonly ceiled: number;
  /** Mean over splits of the share of the images solved by the brain that the model solves too. */
  readonly fractionSolved: number;
  /** [images], mean over the splits that tested the image and in which it was solved, ms; NaN where there is none. */
  readonly times: Float64Array;
  /** Images that both solve, summed over splits. */
  readonly n: number;
};

/**
 * Solution times of the test images of each split, held against those of the brain.
 *
 * @param times [splits][test images]
 * @param ceiling of the consistency, unless the brain has times from halves: then their agreement
 * @param ddof of the standard error over splits
 * @throws DataError for an observer without solution times
 */
export function summariseSolutionTimes(
  { times, splits }: { readonly times: readonly Float64Array[]; readonly splits: readonly Split[] },
  { name, ost, ostHalves, objects }: BehaviourData,
  { ceiling, ddof }: { readonly ceiling: number; readonly ddof: 0 | 1 },
): SolutionTimes {
  if (ost === undefined) throw new DataError(`${name}: it must have solution times (ost), got none`);
  const compared = splits.map(({ test }, index) => {
    const reference = vector(Float64Array.from(test, (image) => ost.values[image]!));
    return solutionTimeConsistency(vector(times[index]!), reference);
  });
  const correlations = Float64Array.from(compared, ({ raw }) => raw);
  const known = correlations.filter((value) => !Number.isNaN(value)).length;
  const [raw, best] = [meanOfKnown(correlations), ostHalves ? ceilingOf(ost, ostHalves) : ceiling];
  return {
    ...{ correlations, raw, ceiling: best, ceiled: raw / best },
    error: deviationOfKnown(correlations, ddof) / Math.sqrt(known),
    fractionSolved: meanOfKnown(compared.map(({ fractionSolved }) => fractionSolved)),
    times: Float64Array.from(objects, (_, image) =>
      meanOfKnown(
        splits.flatMap(({ test }, index) =>
          test.includes(image) ? [times[index]![test.indexOf(image)]!] : [],
        ),
      ),
    ),
    n: compared.reduce((sum, { n }) => sum + n, 0),
  };
}

/** Agreement of the times from either half of the trials or sites, after Spearman-Brown. */
const ceilingOf = (ost: NdArray, halves: NdArray): number =>
  solutionTimeConsistency(ost, ost, { halves }).ceiling;

const vector = (values: Float64Array): NdArray => ndArray(values, [values.length]);
