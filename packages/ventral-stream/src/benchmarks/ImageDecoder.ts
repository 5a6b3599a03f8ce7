import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';

/**
 * Reads objects out of features: fitted to training images, it gives the probability of each object for others.
 *
 * @param features [images, units]
 * @param objects [images], whole numbers below `count`
 * @returns from [images, units] to [images, count]; rows sum to 1, objects without a training image have 0
 */
export type ImageDecoder = (
  training: { readonly features: NdArray; readonly objects: Int32Array; readonly count: number },
  rng: Rng,
) => (features: NdArray) => NdArray;

/** `exp(gain z) / sum` over the objects that a classifier knows; the others have probability 0. */
export function probabilitiesOf(
  scores: NdArray,
  classes: ArrayLike<number>,
  { count, gain = 1 }: { readonly count: number; readonly gain?: number },
): NdArray {
  const [images, known] = scores.shape as readonly [number, number];
  const probabilities = ndArray(new Float64Array(images * count), [images, count]);
  for (let image = 0; image < images; image++) {
    const row = scores.values.subarray(image * known, (image + 1) * known);
    const largest = row.reduce((most, value) => Math.max(most, value), -Infinity);
    const powers = row.map((value) => Math.exp(gain * (value - largest)));
    const sum = powers.reduce((all, value) => all + value, 0);
    powers.forEach((value, k) => (probabilities.values[image * count + classes[k]!] = value / sum));
  }
  return probabilities;
}
