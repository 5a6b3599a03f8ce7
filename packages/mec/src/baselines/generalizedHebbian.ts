import { ConfigError, ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { pca } from '@goal-driven/metrics';
import { centred, requireMatrix } from './_matrices';

export type GeneralizedHebbianOptions = {
  /** Output cells. */
  readonly components: number;
  /** Whether weights are kept from falling below 0. */
  readonly nonNegative?: boolean;
  /** Learning rate at the start, for inputs whose largest variance is 1; it falls to 0 linearly. */
  readonly learningRate?: number;
  /** Passes over all samples, in a new order each. */
  readonly epochs?: number;
};

export type GeneralizedHebbian = {
  /** [components, features], first learned first. */
  readonly weights: NdArray;
  /** [features], taken off before. */
  readonly means: Float64Array;
  /** [samples, features] -> [samples, components] */
  readonly transform: (samples: NdArray) => NdArray;
};

/**
 * Output cells `y = W r` of a network that learns sample by sample: `dw_j = rate y_j (r - sum_{l <= j} y_l w_l)`,
 * for inputs r without their mean. Free weights come to the principal components in order; weights that
 * cannot be negative to non-negative ones.
 *
 * @param samples [n, features]
 * @throws ConfigError for options out of range, or samples without variance
 * @source Sanger 1989, doi:10.1016/0893-6080(89)90044-0; Dordek et al. 2016, doi:10.7554/eLife.10094
 * @differs the rate falls linearly to 0, and inputs are scaled so that their largest variance is 1
 */
export function generalizedHebbian(
  samples: NdArray,
  options: GeneralizedHebbianOptions,
  rng: Rng,
): GeneralizedHebbian {
  const { components, nonNegative = true, learningRate = 0.01, epochs = 20 } = options;
  requireMatrix('generalizedHebbian', samples);
  if (!Number.isInteger(components) || components < 1 || !Number.isInteger(epochs) || epochs < 1) {
    throw new ConfigError(
      `generalizedHebbian: components and epochs must be positive integers, got ${components} and ${epochs}`,
    );
  }
  const [n, features] = samples.shape as [number, number];
  const largest = pca(samples, { components: 1 }).variances[0]!;
  if (!(largest > 0)) throw new ConfigError('generalizedHebbian: samples must vary, got constant ones');
  const { values, means } = centred(samples);
  const scale = 1 / Math.sqrt(largest);
  const inputs = values.map((value) => value * scale);
  const weights = startWeights(components, features, { nonNegative, rng: rng.child('start') });
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = rng.child('order').child(epoch).permutation(n);
    order.forEach((row, index) => {
      const now = learningRate * (1 - (epoch * n + index) / (epochs * n));
      learn(weights, inputs.subarray(row * features, (row + 1) * features), { rate: now, nonNegative });
    });
  }
  return {
    weights: ndArray(weights, [components, features]),
    means,
    transform: (others) => {
      requireMatrix('generalizedHebbian.transform', others, features);
      const rows = others.shape[0]!;
      const out = new Float64Array(rows * components);
      for (let row = 0; row < rows; row++) {
        const input = Float64Array.from(means, (mean, f) => others.values[row * features + f]! - mean);
        for (let j = 0; j < components; j++) out[row * components + j] = output(weights, input, j);
      }
      return ndArray(out, [rows, components]);
    },
  };
}

/** Weights of length about 1, of one sign where they must be. */
function startWeights(
  components: number,
  features: number,
  { nonNegative, rng }: { nonNegative: boolean; rng: Rng },
): Float64Array {
  const draws = rng.normal(components * features);
  return draws.map((draw) => (nonNegative ? Math.abs(draw) : draw) / Math.sqrt(features));
}

/** One sample changes all weights, in place. */
function learn(
  weights: Float64Array,
  input: Float64Array,
  { rate, nonNegative }: { rate: number; nonNegative: boolean },
): void {
  const features = input.length;
  const left = input.slice(); // what the cells so far do not explain
  for (let j = 0; j < weights.length / features; j++) {
    const y = output(weights, input, j);
    for (let f = 0; f < features; f++) {
      const at = j * features + f;
      left[f]! -= y * weights[at]!;
      const next = weights[at]! + rate * y * left[f]!;
      weights[at] = nonNegative ? Math.max(0, next) : next;
    }
  }
}

function output(weights: Float64Array, input: Float64Array, j: number): number {
  let sum = 0;
  for (let f = 0; f < input.length; f++) sum += weights[j * input.length + f]! * input[f]!;
  return sum;
}
