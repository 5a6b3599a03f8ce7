import { ConfigError, ShapeError } from '@goal-driven/core/arrays';
import { rowsOf, type Matrix } from './_matrix';
import { averageRanks } from './_ranks';
import { allEqual, meanOf, squaredDeviations } from './_vectors';
import { requireRdm, triangleSimilarity, upperTriangle, type RdmSimilarity } from './compareRdms';

export type RsaNoiseCeilingOptions = {
  /** `spearman` by default. */
  readonly similarity?: RdmSimilarity;
  /**
   * What is done to each subject's distances before averaging. `matched`, the default, makes the average the best
   * possible model: ranks for spearman, z-scores for pearson, unit length for the cosine, nothing for the others.
   */
  readonly preparation?: 'matched' | 'none' | 'ranks' | 'zScore' | 'unitLength';
};

export type RsaNoiseCeiling = {
  /** Mean similarity of a subject to the average of the others: what a model that knows all but the noise reaches. */
  readonly lower: number;
  /** Mean similarity of a subject to the average of all, itself included: no model can reach more on average. */
  readonly upper: number;
  /** Number of subjects. */
  readonly n: number;
};

/**
 * The bounds within which the true model's RDM would score, from the agreement among subjects. The lower bound
 * leaves each subject out of the average it is compared to, so nothing leaks from fit to test.
 *
 * @param rdms one per subject, at least 2, each [stimuli, stimuli]
 * @returns bounds in [-1, 1]; NaN where a similarity is undefined
 * @throws ShapeError for fewer than 2 subjects or different shapes, ConfigError for an unknown preparation
 * @source Nili et al. 2014, PLoS Computational Biology 10
 */
export function rsaNoiseCeiling(
  rdms: readonly Matrix[],
  options: RsaNoiseCeilingOptions = {},
): RsaNoiseCeiling {
  const { similarity = 'spearman', preparation = 'matched' } = options;
  const n = rdms.length;
  if (n < 2) throw new ShapeError(`rsaNoiseCeiling: rdms must be of at least 2 subjects, got ${n}`);
  rdms.forEach((rdm, index) => {
    requireRdm('rsaNoiseCeiling', `rdms[${index}]`, rdm);
    if (rowsOf(rdm) !== rowsOf(rdms[0]!))
      throw new ShapeError(
        `rsaNoiseCeiling: rdms[${index}] must have the ${rowsOf(rdms[0]!)} stimuli of the first, got ${rowsOf(rdm)}`,
      );
  });
  const prepare = preparations[preparation === 'matched' ? (matching[similarity] ?? 'none') : preparation];
  if (!prepare)
    throw new ConfigError(
      `rsaNoiseCeiling: preparation must be matched, none, ranks, zScore or unitLength, got ${preparation}`,
    );
  const subjects = rdms.map((rdm) => prepare(upperTriangle(rdm)));
  const sum = subjects[0]!.map((_, at) => subjects.reduce((all, subject) => all + subject[at]!, 0));
  const similar = triangleSimilarity(similarity);
  const bound = (average: (subject: Float64Array) => Float64Array) =>
    meanOf(subjects.map((subject) => similar(subject, average(subject))));
  return {
    lower: bound((subject) => sum.map((value, at) => (value - subject[at]!) / (n - 1))),
    upper: bound(() => sum.map((value) => value / n)),
    n,
  };
}

const matching: { readonly [similarity in RdmSimilarity]?: keyof typeof preparations } = {
  pearson: 'zScore',
  spearman: 'ranks',
  cosine: 'unitLength',
};

const preparations = {
  none: (distances: Float64Array): Float64Array => distances,
  ranks: (distances: Float64Array): Float64Array => averageRanks(distances),
  zScore: (distances: Float64Array): Float64Array => {
    const mean = meanOf(distances);
    const deviation = allEqual(distances) ? NaN : Math.sqrt(squaredDeviations(distances) / distances.length);
    return distances.map((value) => (value - mean) / deviation);
  },
  unitLength: (distances: Float64Array): Float64Array => {
    const length = Math.sqrt(distances.reduce((sum, value) => sum + value * value, 0));
    return distances.map((value) => value / length);
  },
};
