import { tf, valueAndGrad, type Scalar, type Tensor4D } from '@goal-driven/core';

/**
 * The gradient of a number with respect to images, 0 where it does not depend on them.
 *
 * @param f of images [B, height, width, channels]; a sum over images has the gradient of each at its place, since no
 *   image sees another
 * @returns as the images; the caller's
 */
export const imageGradient = (images: Tensor4D, f: (images: Tensor4D) => Scalar): Tensor4D =>
  tf.tidy(() => {
    const { grads } = valueAndGrad(
      (tree) => ({
        // The zero lets a number be differentiated that the image has not reached.
        value: tf.add(f(tree.images), tf.mul(tf.sum<Scalar>(tree.images), 0)) as Scalar,
        rest: {},
      }),
      { images },
    );
    return grads.images;
  });
