import { tf, type Scalar, type Tensor2D, type Tensor3D } from '@goal-driven/core';

/** Of the sum over ImageNet's 1281167 images that the normalisation stands for, per image of the bank. */
export const NORMALISATION = 2876934.2 / 1281167;
const EPSILON = 1e-7;

type Compared = {
  /** [B, D], rows of length 1. */
  readonly embeddings: Tensor2D;
  /** [B, D], the bank's entry of each image; a constant. */
  readonly positives: Tensor2D;
  /** [B, m, D], entries drawn from the whole bank for each image; constants. */
  readonly negatives: Tensor3D;
};

/**
 * Tell each image from all others by noise-contrastive estimation. With `P(u) = exp(u . z / temperature) / Z`,
 * Z a constant times n, and `q = m / n`:
 *
 * - data `-log P(v_i) + log(P(v_i) + q + eps)`
 * - noise `-sum_j [log q - log(P(v_j) + q + eps)]`, here `sum_j log1p((P(v_j) + eps) / q)`, which single precision
 *   bears
 * - loss: their sum, both means over the batch
 *
 * @param images n, entries of the bank
 * @source Wu et al. 2018, arXiv:1805.01978; epsilon 1e-7 as the implementation of Nayebi et al. 2023 has it
 */
export function instanceLoss(
  { embeddings, positives, negatives }: Compared,
  { images, temperature }: { readonly images: number; readonly temperature: number },
): { readonly loss: Scalar; readonly data: Scalar; readonly noise: Scalar } {
  return tf.tidy(() => {
    const share = negatives.shape[1] / images;
    const logZ = Math.log(NORMALISATION * images);
    const own = tf.div(tf.sum(tf.mul(embeddings, positives), 1), temperature);
    const other = tf.div(tf.matMul(negatives, tf.expandDims(embeddings, 2)), temperature);
    const probability = tf.exp(tf.sub(own, logZ));
    const data = tf.mean<Scalar>(tf.add(tf.sub(logZ, own), tf.log(tf.add(probability, share + EPSILON))));
    const surplus = tf.log1p(tf.div(tf.add(tf.exp(tf.sub(other, logZ)), EPSILON), share));
    const noise = tf.mean<Scalar>(tf.sum(surplus, [1, 2]));
    return { loss: tf.add<Scalar>(data, noise), data, noise };
  });
}
