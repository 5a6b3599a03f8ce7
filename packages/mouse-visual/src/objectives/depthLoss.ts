import { ShapeError, tf, type Scalar, type Tensor } from '@goal-driven/core';

/**
 * Half the mean squared error of a depth map.
 *
 * @param prediction [B, height, width] or with one channel behind
 * @param depth [B, height, width], standardised for each image
 * @throws ShapeError where the two do not fit
 */
export function depthLoss(prediction: Tensor, depth: Tensor): Scalar {
  if (
    prediction.size !== depth.size ||
    prediction.shape.slice(0, 3).join() !== depth.shape.slice(0, 3).join()
  )
    throw new ShapeError(
      `depthLoss: prediction and depth must have one shape, got [${prediction.shape}] and [${depth.shape}]`,
    );
  return tf.tidy(() => {
    const error = tf.sub(tf.reshape(prediction, depth.shape), depth);
    return tf.mul<Scalar>(tf.mean(tf.square(error)), 0.5);
  });
}
