import { DataError, ndArray } from '@goal-driven/core/arrays';
import { normal, pearson } from '@goal-driven/metrics';

/** How well a law describes sizes. */
export type LawFit = {
  /** Mean and standard deviation: of ln(size) for `logNormal`, of size for `normal`. */
  readonly mean: number;
  readonly standardDeviation: number;
  /** Sum over the bins of a histogram of the squared difference of densities, per size. */
  readonly squaredError: number;
  /** Correlation of the sizes (their logarithms) with the law's quantiles, 1 where it holds. */
  readonly quantileCorrelation: number;
};

/** Sizes as two laws describe them, and their moments. */
export type SizeDistribution = {
  readonly logNormal: LawFit;
  readonly normal: LawFit;
  /** Of ln(size): 0 and 0 for a log-normal law. */
  readonly skewness: number;
  readonly excessKurtosis: number;
  /** Of size. */
  readonly mean: number;
  readonly coefficientOfVariation: number;
  readonly n: number;
};

/**
 * Whether sizes are log-normal or normal, by the distance of the laws with the data's moments from the histogram of
 * sizes, and by their quantiles. With thousands of sizes a test rejects either law, so the two are compared.
 *
 * @param present [n], sizes above 0
 * @param bins of equal width from the smallest size to the largest
 * @throws DataError for fewer than three sizes, for equal ones, or for one that is not above 0
 * @source Melander et al. 2021 for the question
 */
export function sizeDistribution(present: Float64Array, { bins = 40 } = {}): SizeDistribution {
  const wrong = present.find((size) => !(size > 0 && size < Infinity));
  if (wrong !== undefined) throw new DataError(`sizeDistribution: sizes must be above 0, got ${wrong}`);
  const sorted = present.slice().sort();
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  if (present.length < 3 || low === high)
    throw new DataError(
      `sizeDistribution: there must be three sizes that differ, got ${present.length} in ${low} .. ${high}`,
    );
  const width = (high - low) / bins;
  const counts = new Float64Array(bins);
  for (const size of sorted) counts[Math.min(bins - 1, Math.floor((size - low) / width))]! += 1;
  const law = (values: Float64Array, densityAt: (z: number, size: number) => number): LawFit => {
    const { mean, standardDeviation } = momentsOf(values);
    const squaredError = counts.reduce((sum, count, bin) => {
      const middle = low + (bin + 0.5) * width;
      const z = (values === sorted ? middle : Math.log(middle)) - mean;
      const expected = densityAt(z / standardDeviation, middle) / standardDeviation;
      return sum + (count / (sorted.length * width) - expected) ** 2;
    }, 0);
    const quantiles = values.map((_, at) => normal.quantile((at + 0.5) / values.length));
    return { mean, standardDeviation, squaredError, quantileCorrelation: correlation(values, quantiles) };
  };
  const logs = sorted.map(Math.log);
  const [moments, logMoments] = [momentsOf(sorted), momentsOf(logs)];
  return {
    logNormal: law(logs, (z, size) => gaussian(z) / size),
    normal: law(sorted, gaussian),
    skewness: logMoments.skewness,
    excessKurtosis: logMoments.excessKurtosis,
    mean: moments.mean,
    coefficientOfVariation: moments.standardDeviation / moments.mean,
    n: sorted.length,
  };
}

const gaussian = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

const correlation = (one: Float64Array, other: Float64Array): number =>
  pearson(ndArray(one, [one.length]), ndArray(other, [other.length]));

function momentsOf(values: Float64Array) {
  const average = (of: (value: number) => number) =>
    values.reduce((sum, value) => sum + of(value), 0) / values.length;
  const mean = average((value) => value);
  const standardDeviation = Math.sqrt(average((value) => (value - mean) ** 2));
  return {
    mean,
    standardDeviation,
    skewness: average((value) => ((value - mean) / standardDeviation) ** 3),
    excessKurtosis: average((value) => ((value - mean) / standardDeviation) ** 4) - 3,
  };
}
