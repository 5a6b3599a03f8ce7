import { float32Of, tf, type Rng, type Tensor1D, type Tensor2D } from '@goal-driven/core';
import { unitRows } from './unitRows';

/**
 * A bank as it starts: entries uniform within `1 / sqrt(D / 3)` of 0, then of length 1.
 *
 * @returns [images, D]
 */
export const initialBank = ([images, dimensions]: readonly [number, number], rng: Rng): Tensor2D =>
  tf.tidy(() => {
    const spread = 1 / Math.sqrt(dimensions / 3);
    const values = float32Of(rng.uniform(images * dimensions), (value) => spread * (2 * value - 1));
    return unitRows(tf.tensor2d(values, [images, dimensions]));
  });

/**
 * The bank with the entries of a batch moved towards their images: `[momentum v + (1 - momentum) z]`, of length 1.
 *
 * @param bank [images, D]
 * @param indices [B], int32, of the images of the batch, each once
 * @param embeddings [B, D], of length 1
 * @returns [images, D]
 */
export const moveBank = (
  bank: Tensor2D,
  { indices, embeddings }: { readonly indices: Tensor1D; readonly embeddings: Tensor2D },
  momentum: number,
): Tensor2D =>
  tf.tidy(() => {
    const before = tf.gather(bank, indices);
    const rows = unitRows(tf.add<Tensor2D>(tf.mul(before, momentum), tf.mul(embeddings, 1 - momentum)));
    return tf.tensorScatterUpdate(bank, tf.expandDims(indices, 1), rows) as Tensor2D;
  });
