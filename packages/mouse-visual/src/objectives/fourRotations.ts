import { ShapeError, tf, type Tensor1D, type Tensor4D } from '@goal-driven/core';

/**
 * Each image as it is and turned by one, two and three quarters, counter-clockwise: turn r of image i at row 4i + r.
 *
 * @param images [B, side, side, channels]
 * @returns `images` [4B, side, side, channels] and `turns` [4B], int32, 0 .. 3
 * @throws ShapeError for images that are not square
 * @source Gidaris et al. 2018, arXiv:1803.07728; the order of rows is ours
 */
export function fourRotations(images: Tensor4D): { readonly images: Tensor4D; readonly turns: Tensor1D } {
  const [batch, rows, columns, channels] = images.shape;
  if (rows !== columns) throw new ShapeError(`fourRotations: images must be square, got [${images.shape}]`);
  return tf.tidy(() => {
    const turned = tf.transpose(images, [0, 2, 1, 3]);
    const quarters = [images, tf.reverse(turned, 1), tf.reverse(images, [1, 2]), tf.reverse(turned, 2)];
    const turns = Int32Array.from({ length: 4 * batch }, (_, row) => row % 4);
    return {
      images: tf.reshape(tf.stack(quarters, 1), [4 * batch, rows, columns, channels]),
      turns: tf.tensor1d(turns, 'int32'),
    };
  });
}
