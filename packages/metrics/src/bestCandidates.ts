import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { meanOfKnown, medianOfKnown } from './known';

/** Whether each site takes the candidate that suits it best, or all sites the one that suits the median site. */
export type CandidateChoice = 'site' | 'shared';

export type BestCandidates = {
  /** Index of the candidate for each site. */
  readonly chosen: Int32Array;
  /** [candidates, sites], mean over splits of what is defined. */
  readonly means: NdArray;
  /** Sites that no candidate has a score for. They take the first, or what the other sites share. */
  readonly undecided: number;
};

/**
 * The choice of hyperparameters from held-out scores: mean over splits, then, where all sites are to share one, median
 * over sites, always of what is defined; the first candidate of the largest wins.
 *
 * @param scores [candidates, splits, sites], larger is better, NaN where undefined
 * @throws ShapeError for other axes or an empty one, ConfigError for another choice
 * @source brainmodel_utils (neuroailab), choice of hyperparameters of labelled arrays
 */
export function bestCandidates(scores: NdArray, choice: CandidateChoice): BestCandidates {
  const [candidates, splits, sites] = scores.shape as [number, number, number];
  if (scores.shape.length !== 3 || scores.shape.some((axis) => axis < 1)) {
    throw new ShapeError(
      `bestCandidates: scores must be [candidates, splits, sites], each at least 1, got [${scores.shape}]`,
    );
  }
  if (choice !== 'site' && choice !== 'shared') {
    throw new ConfigError(`bestCandidates: choice must be site or shared, got ${String(choice)}`);
  }
  const means = Float64Array.from({ length: candidates * sites }, (_, at) => {
    const first = Math.floor(at / sites) * splits * sites + (at % sites);
    return meanOfKnown(Array.from({ length: splits }, (_, split) => scores.values[first + split * sites]!));
  });
  const ofSite = (site: number) =>
    Array.from({ length: candidates }, (_, candidate) => means[candidate * sites + site]!);
  const bySite = Array.from({ length: sites }, (_, site) => ofSite(site));
  const medians = Array.from({ length: candidates }, (_, candidate) =>
    medianOfKnown(means.subarray(candidate * sites, (candidate + 1) * sites)),
  );
  return {
    chosen: Int32Array.from(bySite, (own) => firstLargest(choice === 'site' ? own : medians)),
    means: ndArray(means, [candidates, sites]),
    undecided: bySite.filter((own) => own.every(Number.isNaN)).length,
  };
}

/** Index of the first of the largest, NaN passed over; 0 where all are NaN. */
function firstLargest(values: readonly number[]): number {
  let best = 0;
  values.forEach((value, index) => {
    if (value > values[best]! || (Number.isNaN(values[best]) && !Number.isNaN(value))) best = index;
  });
  return best;
}
