import { DataError, type NdArray } from '@goal-driven/core/arrays';
import { logGamma } from './_gammaTerms';
import { requirePair, total } from './_vectors';
import { gaussianFilter } from './gaussianFilter';
import { correlation } from './pearson';

export type PoissonScores = {
  /** How much better the rates are than one constant rate: log-likelihood increase, bits per spike. */
  readonly increase: number;
  /** Log-likelihood of the counts per spike, nats. */
  readonly model: number;
  /** The same of their own mean count. */
  readonly constant: number;
  /** `1 - SSE / SST` of smoothed rates against smoothed counts; it has no lower bound. */
  readonly varianceExplained: number;
  /** Pearson's correlation of the two. */
  readonly correlation: number;
  /** Mean squared difference of the two, of rates in Hz. */
  readonly meanSquaredError: number;
};

export type PoissonScoresOptions = {
  /** Length of a sample, s, for rates in Hz; 0.02 by default. */
  readonly sampleLength?: number;
  /** Standard deviation of the Gaussian that smooths rates and counts, samples; 2 by default, zeros beyond the ends. */
  readonly sd?: number;
};

/**
 * How well expected counts predict spike counts. The rival is the mean of the counts that are scored: a slight advantage
 * for it.
 *
 * @param counts [samples], at least 0; they need not be whole, so that units of a model can be scored
 * @param rates  [samples], expected counts, at least 0
 * @returns per spike: NaN without a spike. Samples with no spike where none is expected add nothing. -Infinity where
 *   spikes are met that were not expected at all
 * @throws ShapeError for lengths that differ, DataError for negative numbers
 * @source Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025
 */
export function poissonScores(
  counts: NdArray,
  rates: NdArray,
  { sampleLength = 0.02, sd = 2 }: PoissonScoresOptions = {},
): PoissonScores {
  requirePair('poissonScores', ['counts', counts], ['rates', rates], 1);
  for (const [name, { values }] of Object.entries({ counts, rates })) {
    const wrong = values.findIndex((value) => value < 0);
    if (wrong >= 0) {
      throw new DataError(`poissonScores: ${name} must not be negative, got ${values[wrong]} at ${wrong}`);
    }
  }
  const samples = counts.values.length;
  const spikes = total(counts.values);
  const perSpike = (sum: number): number => (spikes === 0 ? NaN : sum / spikes);
  const model = perSpike(logLikelihood(counts.values, (sample) => rates.values[sample]!));
  const constant = perSpike(logLikelihood(counts.values, () => spikes / samples));
  const smooth = (array: NdArray) =>
    gaussianFilter(array, { sd, border: 'zero', truncate: 2 }).values.map((count) => count / sampleLength);
  const [actual, predicted] = [smooth(counts), smooth(rates)];
  const mean = total(actual) / samples;
  const errors = total(actual.map((rate, sample) => (rate - predicted[sample]!) ** 2));
  const spread = total(actual.map((rate) => (rate - mean) ** 2));
  return {
    increase: (model - constant) / Math.LN2,
    model,
    constant,
    varianceExplained: spread === 0 ? NaN : 1 - errors / spread,
    correlation: correlation(actual, predicted),
    meanSquaredError: errors / samples,
  };
}

/** `sum (n log r - r - log n!)`, 0 log 0 = 0. */
function logLikelihood(counts: Float64Array, rateAt: (sample: number) => number): number {
  return counts.reduce((sum, count, sample) => {
    const rate = rateAt(sample);
    return sum + (count === 0 ? 0 : count * Math.log(rate) - logGamma(count + 1)) - rate;
  }, 0);
}
