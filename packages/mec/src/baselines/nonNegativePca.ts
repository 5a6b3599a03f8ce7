import { ConfigError, ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { pca } from '@goal-driven/metrics';
import { centred, requireMatrix } from './_matrices';

export type NonNegativePcaOptions = {
  /** Starts; each gives one component. */
  readonly components: number;
  /** Of each component; 2000 by default. */
  readonly maxIterations?: number;
  /** Largest change of a weight in one iteration at which it stops. */
  readonly tolerance?: number;
};

export type NonNegativePca = {
  /** Weights [components, features], none negative, each of length 1. */
  readonly components: NdArray;
  /** Variance along each component (ddof 1). */
  readonly variances: Float64Array;
  /** [features], taken off before. */
  readonly means: Float64Array;
  /** Of each component. */
  readonly iterations: readonly number[];
  /** Of each component, whether it ended before `maxIterations`. */
  readonly converged: readonly boolean[];
  /** [samples, features] -> [samples, components] */
  readonly transform: (samples: NdArray) => NdArray;
};

/**
 * Directions of large variance among those without negative weights: maxima of `w' C w` under `|w| = 1`,
 * `w >= 0`, C the covariance. Each is a local maximum, found from its own random start by
 * `w <- max(0, w + eta C w)`, `w <- w / |w|`, with `eta` one over the largest eigenvalue of C. There is no
 * deflation: components may repeat each other, and are not orthogonal.
 *
 * @param samples [n, features], n >= 2
 * @throws ConfigError for options out of range, or samples without variance
 * @source Dordek et al. 2016, doi:10.7554/eLife.10094; the projected gradient of its Methods
 */
export function nonNegativePca(samples: NdArray, options: NonNegativePcaOptions, rng: Rng): NonNegativePca {
  const { components, maxIterations = 2000, tolerance = 1e-7 } = options;
  requireMatrix('nonNegativePca', samples);
  if (!Number.isInteger(components) || components < 1) {
    throw new ConfigError(`nonNegativePca: components must be a positive integer, got ${components}`);
  }
  const features = samples.shape[1]!;
  const largest = pca(samples, { components: 1 }).variances[0]!;
  if (!(largest > 0)) throw new ConfigError('nonNegativePca: samples must vary, got constant ones');
  const { values, means } = centred(samples);
  const covariance = covarianceOf(values, features);
  const timesCovariance = (w: Float64Array): Float64Array => scoresOf(covariance, w);
  const found = Array.from({ length: components }, (_, index) => {
    const start = unit(rng.child(index).uniform(features));
    return ascend(start, { timesCovariance, eta: 1 / largest, maxIterations, tolerance });
  });
  const weights = new Float64Array(components * features);
  found.forEach(({ w }, index) => weights.set(w, index * features));
  return {
    components: ndArray(weights, [components, features]),
    variances: Float64Array.from(found, ({ w }) => dot(w, timesCovariance(w))),
    means,
    iterations: found.map(({ iterations }) => iterations),
    converged: found.map(({ converged }) => converged),
    transform: (others) => project(others, weights, means),
  };
}

type Ascent = {
  readonly timesCovariance: (w: Float64Array) => Float64Array;
  readonly eta: number;
  readonly maxIterations: number;
  readonly tolerance: number;
};

function ascend(start: Float64Array, { timesCovariance, eta, maxIterations, tolerance }: Ascent) {
  let w = start;
  for (let iterations = 1; iterations <= maxIterations; iterations++) {
    const pull = timesCovariance(w);
    const next = unit(w.map((weight, f) => Math.max(0, weight + eta * pull[f]!)));
    const change = next.reduce((most, weight, f) => Math.max(most, Math.abs(weight - w[f]!)), 0);
    w = next;
    if (change <= tolerance) return { w, iterations, converged: true };
  }
  return { w, iterations: maxIterations, converged: false };
}

function project(samples: NdArray, weights: Float64Array, means: Float64Array): NdArray {
  requireMatrix('nonNegativePca.transform', samples, means.length);
  const rows = samples.shape[0]!;
  const count = weights.length / means.length;
  const offset = samples.values.map((value, at) => value - means[at % means.length]!);
  const out = new Float64Array(rows * count);
  for (let c = 0; c < count; c++) {
    const scores = scoresOf(offset, weights.subarray(c * means.length, (c + 1) * means.length));
    scores.forEach((score, row) => (out[row * count + c] = score));
  }
  return ndArray(out, [rows, count]);
}

/** Of centred values [n, features], ddof 1: [features, features]. */
function covarianceOf(values: Float64Array, features: number): Float64Array {
  const n = values.length / features;
  const covariance = new Float64Array(features * features);
  for (let row = 0; row < n; row++) {
    for (let a = 0; a < features; a++) {
      const share = values[row * features + a]! / (n - 1);
      if (share === 0) continue;
      for (let b = 0; b < features; b++) covariance[a * features + b]! += share * values[row * features + b]!;
    }
  }
  return covariance;
}

/** values [n, features] w: [n] */
function scoresOf(values: Float64Array, w: Float64Array): Float64Array {
  const features = w.length;
  return Float64Array.from({ length: values.length / features }, (_, row) => {
    let sum = 0;
    for (let f = 0; f < features; f++) sum += values[row * features + f]! * w[f]!;
    return sum;
  });
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

function unit(w: Float64Array): Float64Array {
  const length = Math.sqrt(dot(w, w));
  return w.map((value) => value / length);
}
