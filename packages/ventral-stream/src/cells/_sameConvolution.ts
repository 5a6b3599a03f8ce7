import type { Pass, Tensor4D } from '@goal-driven/core';

/**
 * A convolution through the projector that keeps the size of the map; TensorFlow's SAME, so a kernel of even
 * size has its additional row and column of zeros at the bottom and right.
 *
 * @param pass at the path of the kernel
 */
export function convolveSame(pass: Pass, x: Tensor4D, kernel: Tensor4D): Tensor4D {
  return pass.projector.conv2d(pass.path, x, kernel, {
    strides: [1, 1],
    dilations: [1, 1],
    padding: 'same',
    groups: 1,
  });
}
