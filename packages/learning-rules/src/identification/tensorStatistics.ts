import { ShapeError } from '@goal-driven/core';

/** The statistics of a layer's numbers, by their published names. */
export const STATISTICS = ['kurtosis', 'mean', 'median', 'norm', 'skew', 'thirdquartile', 'var'] as const;
export type StatisticName = (typeof STATISTICS)[number];
/** A number for each statistic, in the units of the values or a power of them; `skew` and `kurtosis` are pure. */
export type TensorStatistics = { readonly [Name in StatisticName]: number };

/**
 * Mean, population variance, L2 norm, nearest-rank median and third quartile, Pearson's second coefficient of skewness
 * `3 (mean - median) / sd` and kurtosis `E (t - mean)^4 / var^2` (3 for a Gaussian) of all entries.
 *
 * @param values finite numbers, at least one
 * @returns skew and kurtosis are NaN where all values are the same
 * @throws ShapeError for no values
 * @source Nayebi et al. 2020, arXiv:2010.11765
 */
export function tensorStatistics(values: ArrayLike<number>): TensorStatistics {
  const count = values.length;
  if (count === 0) throw new ShapeError('tensorStatistics: values must not be empty, got none');
  const descending = Float64Array.from(values).sort().reverse();
  let [sum, squares] = [0, 0];
  for (const value of descending) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  let [second, fourth] = [0, 0];
  for (const value of descending) {
    const square = (value - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  const variance = second / count;
  const median = nearestRank(descending, 0.5);
  return {
    kurtosis: fourth / count / variance ** 2,
    mean,
    median,
    norm: Math.sqrt(squares),
    skew: (3 * (mean - median)) / Math.sqrt(variance),
    thirdquartile: nearestRank(descending, 0.75),
    var: variance,
  };
}

/**
 * The value nearest to the share `share` of the way from the least to the greatest: TensorFlow's percentile with its
 * default `nearest`, which counts from the greatest, and of two places equally near takes the even one.
 *
 * @param descending values, the greatest first
 */
export function nearestRank(descending: ArrayLike<number>, share: number): number {
  const place = (descending.length - 1) * (1 - share);
  const below = Math.floor(place);
  const half = place - below === 0.5;
  return descending[half ? below + (below % 2) : Math.round(place)]!;
}
