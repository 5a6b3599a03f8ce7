import { ShapeError, tf, type Scalar, type Tensor2D } from '@goal-driven/core';
import { unitRows } from './unitRows';

/** Where an image is compared with itself; its exponential is 0. */
const NEVER = -1e9;

/**
 * The normalised temperature-scaled cross entropy: each view must find the other view of its image among all views
 * of the batch but itself, by the cosine over the temperature. The mean over all 2B rows, nats.
 *
 * @param embeddings [2B, D], the views of image i at rows 2i and 2i + 1
 * @throws ShapeError where rows are no pairs
 * @source Chen et al. 2020, arXiv:2002.05709; lengths are at least 1e-10, where the original adds it
 */
export function ntXent(embeddings: Tensor2D, temperature: number): Scalar {
  const [rows] = embeddings.shape;
  if (rows < 2 || rows % 2 === 1)
    throw new ShapeError(`ntXent: embeddings must be two rows for each image, got [${embeddings.shape}]`);
  return tf.tidy(() => {
    const unit = unitRows(embeddings, 1e-10);
    const logits = tf.div(tf.matMul(unit, unit, false, true), temperature);
    const places = Int32Array.from({ length: rows }, (_, row) => row);
    const itself = tf.cast(tf.oneHot(tf.tensor1d(places, 'int32'), rows), 'float32');
    const twin = tf.cast(
      tf.oneHot(
        tf.tensor1d(
          places.map((row) => row ^ 1),
          'int32',
        ),
        rows,
      ),
      'float32',
    );
    const others = tf.logSumExp(tf.add(logits, tf.mul(itself, NEVER)), 1);
    return tf.mean<Scalar>(tf.sub(others, tf.sum(tf.mul(logits, twin), 1)));
  });
}

/**
 * Rows of two views taken in turn: row 2i of the first, row 2i + 1 of the second.
 *
 * @param first [B, ...]
 * @param second [B, ...]
 * @returns [2B, ...]
 */
export const interleaved = (first: Tensor2D, second: Tensor2D): Tensor2D =>
  tf.tidy(() => tf.reshape(tf.stack([first, second], 1), [2 * first.shape[0], first.shape[1]]));
