import { ConfigError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { requireFinite } from './_matrix';

export type SoftmaxConfidence = {
  /** [images, timesteps], the largest probability, 1 / classes .. 1 */
  readonly confidence: NdArray;
  /** [images, timesteps], bits, 0 .. log2(classes) */
  readonly entropy: NdArray;
  /** [images, timesteps], the most probable class, the first on ties */
  readonly answers: Int32Array;
  /** [images, timesteps, classes] */
  readonly probabilities: NdArray;
};

/**
 * How sure a readout is at each timestep: softmax of its logits, the largest probability and the entropy.
 *
 * @param logits [images, timesteps, classes]
 * @param gain beta, by which logits are multiplied before the softmax
 * @throws ShapeError for other axes, DataError for a logit that is not finite, ConfigError for a gain that is not positive
 * @source the confidence decoders of convrnns (Nayebi et al. 2022, doi:10.1162/neco_a_01506)
 */
export function softmaxConfidence(
  logits: NdArray,
  { gain = 1 }: { readonly gain?: number } = {},
): SoftmaxConfidence {
  requireFinite('softmaxConfidence', 'logits', logits, 3);
  if (!(gain > 0 && gain < Infinity)) {
    throw new ConfigError(`softmaxConfidence: gain must be greater than 0, got ${gain}`);
  }
  const [images, timesteps, classes] = logits.shape as [number, number, number];
  const rows = images * timesteps;
  const probabilities = new Float64Array(logits.values.length);
  const [confidence, entropy] = [new Float64Array(rows), new Float64Array(rows)];
  const answers = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const shares = softmax(logits.values.subarray(row * classes, (row + 1) * classes), gain);
    probabilities.set(shares, row * classes);
    answers[row] = shares.reduce((best, share, k) => (share > shares[best]! ? k : best), 0);
    confidence[row] = shares[answers[row]!]!;
    entropy[row] = shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0);
  }
  return {
    confidence: ndArray(confidence, [images, timesteps]),
    entropy: ndArray(entropy, [images, timesteps]),
    answers,
    probabilities: ndArray(probabilities, logits.shape),
  };
}

/** `exp(gain z) / sum`, the largest taken away first. */
export function softmax(logits: Float64Array, gain: number): Float64Array {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = logits.map((value) => Math.exp(gain * (value - largest)));
  const sum = powers.reduce((all, value) => all + value, 0);
  return powers.map((value) => value / sum);
}
