import { ConfigError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { gram } from './_gram';
import { requireFinite, transpose, type Matrix } from './_matrix';
import { meanOfTrials } from './splitHalves';

export type NoiseCovariance = {
  /** [units, units], positive definite when shrinkage > 0 and no noise is all zero */
  readonly covariance: Matrix;
  /** Share of the target, 0 .. 1. */
  readonly shrinkage: number;
};

/**
 * Covariance of the noise between units: that of what each trial adds to the mean response to its stimulus, shrunk
 * towards a multiple of the identity so that it can be inverted with fewer trials than units.
 *
 * @param trials [trials, stimuli, units], at least 2 trials
 * @param shrinkage 0 .. 1, or `ledoitWolf` for the share that minimises the expected squared error
 * @returns residual products over `(trials - 1) stimuli` degrees of freedom, shrunk
 * @throws ShapeError for fewer than 2 trials, ConfigError for another shrinkage
 * @source Ledoit & Wolf 2004, Journal of Multivariate Analysis 88 (as scikit-learn's LedoitWolf, centred);
 *   Walther et al. 2016, NeuroImage 137
 */
export function noiseCovariance(
  trials: NdArray,
  { shrinkage = 'ledoitWolf' }: { readonly shrinkage?: number | 'ledoitWolf' } = {},
): NoiseCovariance {
  requireFinite('noiseCovariance', 'trials', trials, 3);
  const [count, stimuli, units] = trials.shape as [number, number, number];
  if (count < 2) {
    throw new ShapeError(
      `noiseCovariance: trials must be [trials >= 2, stimuli, units], got [${trials.shape}]`,
    );
  }
  if (shrinkage !== 'ledoitWolf' && !(shrinkage >= 0 && shrinkage <= 1)) {
    throw new ConfigError(`noiseCovariance: shrinkage must be ledoitWolf or in 0 .. 1, got ${shrinkage}`);
  }
  const means = meanOfTrials(trials).values;
  const residuals: Matrix = {
    values: trials.values.map((value, at) => value - means[at % means.length]!),
    shape: [count * stimuli, units],
  };
  const byUnit = transpose(residuals);
  const products = gram(byUnit, byUnit).values;
  const share = shrinkage === 'ledoitWolf' ? ledoitWolf(residuals, products) : shrinkage;
  const degrees = (count - 1) * stimuli;
  let trace = 0;
  for (let unit = 0; unit < units; unit++) trace += products[unit * units + unit]! / degrees;
  const covariance = products.map((value, at) => {
    const target = at % (units + 1) === 0 ? trace / units : 0;
    return (1 - share) * (value / degrees) + share * target;
  });
  return { covariance: { values: covariance, shape: [units, units] }, shrinkage: share };
}

/** The share, from residuals [n, units] and their summed products. */
function ledoitWolf({ values, shape }: Matrix, products: Float64Array): number {
  const [n, units] = shape as [number, number];
  let trace = 0;
  let squares = 0;
  for (let at = 0; at < products.length; at++) {
    squares += (products[at]! / n) ** 2;
    if (at % (units + 1) === 0) trace += products[at]! / n;
  }
  let fourth = 0;
  for (let row = 0; row < n; row++) {
    let length = 0;
    for (let at = row * units; at < (row + 1) * units; at++) length += values[at]! ** 2;
    fourth += length * length;
  }
  const scatter = (fourth / n - squares) / n;
  const distance = squares - (trace * trace) / units;
  return distance <= 0 ? 0 : Math.max(0, Math.min(scatter, distance)) / distance;
}
