import { ConfigError, DataError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { bothKnown } from './known';
import { averageRanks } from './_ranks';
import { correlation } from './pearson';
import { spearmanBrown } from './spearmanBrown';

export type SolutionTimeConsistencyOptions = {
  /** Two columns of reference times [images, 2], from either half of its sites or trials: the ceiling is their agreement. */
  readonly halves?: NdArray;
  /** A ceiling known otherwise, such as 0.79 for the times of Kar et al. 2019 (Brain-Score). Not with `halves`. */
  readonly ceiling?: number;
};

export type SolutionTimeConsistency = {
  /** Spearman's correlation over the images that both solve; NaN for fewer than 2 or equal times. */
  readonly raw: number;
  /** What `raw` is divided by; NaN where the halves do not agree at all. */
  readonly ceiling: number;
  /** `raw / ceiling`. */
  readonly ceiled: number;
  /** Where the ceiling comes from; `uncorrected` has a ceiling of 1. */
  readonly form: 'uncorrected' | 'givenCeiling' | 'splitHalf';
  /** Share of the images solved by the reference that the model solves too; NaN where the reference solves none. */
  readonly fractionSolved: number;
  /** Images. */
  readonly solvedByModel: number;
  /** Images. */
  readonly solvedByReference: number;
  /** Images that both solve. */
  readonly n: number;
};

/**
 * Whether a model finds the same images late that the reference finds late. Images that one side never solves have no
 * time, so they are left out of the correlation and show in the counts instead.
 *
 * @param model [images], solution times, NaN where never solved
 * @param reference [images], the same of the brain
 * @throws ShapeError for different images, DataError for an infinite time, ConfigError for a ceiling outside (0, 1]
 * @source Nayebi et al. 2022, doi:10.1162/neco_a_01506; Kar et al. 2019, doi:10.1038/s41593-019-0392-5
 */
export function solutionTimeConsistency(
  model: NdArray,
  reference: NdArray,
  { halves, ceiling: given }: SolutionTimeConsistencyOptions = {},
): SolutionTimeConsistency {
  const images = model.values.length;
  requireTimes('model', model, [images]);
  requireTimes('reference', reference, [images]);
  if (halves) requireTimes('halves', halves, [images, 2]);
  if (given !== undefined && (halves || !(given > 0 && given <= 1))) {
    throw new ConfigError(
      `solutionTimeConsistency: ceiling must be in (0, 1] and stand alone, got ${given}${halves ? ' with halves' : ''}`,
    );
  }
  const { rho: raw, n } = rankCorrelation(model.values, reference.values);
  const ceiling = halves ? reliability(halves) : (given ?? 1);
  const [solvedByModel, solvedByReference] = [model, reference].map(
    ({ values }) => values.filter((time) => !Number.isNaN(time)).length,
  ) as [number, number];
  return {
    raw,
    ceiling,
    ceiled: raw / ceiling,
    form: halves ? 'splitHalf' : given === undefined ? 'uncorrected' : 'givenCeiling',
    fractionSolved: n / solvedByReference,
    solvedByModel,
    solvedByReference,
    n,
  };
}

function reliability({ values }: NdArray): number {
  const half = (which: number) => values.filter((_, at) => at % 2 === which);
  const result = spearmanBrown(rankCorrelation(half(0), half(1)).rho);
  return result > 0 ? result : NaN;
}

/** Spearman's correlation of the images with both times. */
function rankCorrelation(a: Float64Array, b: Float64Array): { rho: number; n: number } {
  const [x, y] = bothKnown(a, b);
  return { rho: x.length < 2 ? NaN : correlation(averageRanks(x), averageRanks(y)), n: x.length };
}

function requireTimes(name: string, times: NdArray, shape: readonly number[]): void {
  if (String(times.shape) !== String(shape) || times.values.length === 0) {
    throw new ShapeError(
      `solutionTimeConsistency: ${name} must be [${shape}] with at least one image, got [${times.shape}]`,
    );
  }
  const index = times.values.findIndex((time) => Math.abs(time) === Infinity);
  if (index >= 0) {
    throw new DataError(
      `solutionTimeConsistency: ${name} must be finite or NaN, got ${times.values[index]} at flat index ${index}`,
    );
  }
}
