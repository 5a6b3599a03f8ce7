import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from '../tf';
import { checkImage } from './_imageFields';

export const LocalResponseNorm = z
  .strictObject({
    radius: z
      .int()
      .nonnegative()
      .default(5)
      .meta({ description: 'Neighbours on either side', unit: 'channels' }),
    bias: z.number().positive().default(1).meta({ description: 'Added to the sum of squares', unit: '1' }),
    alpha: z.number().positive().default(1).meta({ description: 'Factor on the sum of squares', unit: '1' }),
    beta: z.number().positive().default(0.5).meta({ description: 'Exponent', unit: '1' }),
  })
  .meta({
    title: 'Local response normalisation',
    source: 'Krizhevsky et al. 2012; TensorFlow, tf.nn.local_response_normalization (defaults)',
  });
export type LocalResponseNorm = z.output<typeof LocalResponseNorm>;

/**
 * Divides each channel by the activity of its neighbours at the same pixel:
 * `y_c = x_c / (bias + alpha sum x_k^2)^beta`, k from c - radius to c + radius. Composed of a product with a band of
 * ones, which every backend has and can differentiate.
 *
 * @differs PyTorch's divides alpha by the size of the neighbourhood; this is TensorFlow's
 */
export function localResponseNorm({ radius, bias, alpha, beta }: LocalResponseNorm) {
  return {
    /**
     * @param x [B, height, width, channels]
     * @throws ShapeError when x is not an image
     */
    apply: (x: Tensor4D): Tensor4D =>
      tf.tidy(() => {
        checkImage('localResponseNorm', x);
        const channels = x.shape[3];
        const squares = tf.reshape(tf.square(x), [-1, channels]) as Tensor2D;
        const sums = tf.reshape(tf.matMul(squares, band(channels, radius)), x.shape);
        return tf.div(x, tf.pow(tf.add(tf.mul(sums, alpha), bias), beta)) as Tensor4D;
      }),
  };
}

/** [channels, channels], 1 within the radius of the diagonal. */
function band(channels: number, radius: number): Tensor2D {
  const values = new Float32Array(channels * channels);
  for (let row = 0; row < channels; row++) {
    const end = Math.min(channels, row + radius + 1);
    values.fill(1, row * channels + Math.max(0, row - radius), row * channels + end);
  }
  return tf.tensor2d(values, [channels, channels]);
}
