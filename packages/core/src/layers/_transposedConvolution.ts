import type { Tensor4D } from '@tensorflow/tfjs-core';
import { tf } from '../tf';

/** Of a transposed convolution: rows and columns from one pixel of the input to the next, and zeros around it once spread. */
export type SpreadInput = {
  readonly strides: readonly [number, number];
  readonly edges: readonly [readonly [number, number], readonly [number, number]];
};

/**
 * Whether there is a strided convolution of which this is the transpose: where as many rows are added below as a stride
 * has, it would give one row more.
 */
export const isTransposeOfStrided = (
  { strides, edges }: SpreadInput,
  kernelSize: readonly number[],
): boolean =>
  strides.some((stride) => stride > 1) &&
  edges.every(
    ([before, after], axis) => before < kernelSize[axis]! && after - kernelSize[axis]! + 1 < strides[axis]!,
  );

/**
 * A convolution of the input with zeros put between its pixels, as the transpose of a strided one: the same numbers to
 * rounding, without the products with those zeros, which are all but one of `strides[0] strides[1]`.
 *
 * @param x [B, height, width, I]
 * @param kernel [kernel height, kernel width, I, O], undilated, of the convolution of the spread input
 * @returns [B, height', width', O]
 */
export const transposedConvolution = (
  x: Tensor4D,
  kernel: Tensor4D,
  { strides, edges }: SpreadInput,
): Tensor4D =>
  tf.tidy(() => {
    const [batch, ...sides] = x.shape;
    const reach = [kernel.shape[0] - 1, kernel.shape[1] - 1] as const;
    const side = (axis: 0 | 1) =>
      (sides[axis]! - 1) * strides[axis] + 1 + edges[axis][0] + edges[axis][1] - reach[axis];
    const padding = ([0, 1] as const).map((axis) => {
      const [before, after] = edges[axis];
      return [reach[axis] - before, Math.max(reach[axis] - after, 0)] as [number, number];
    }) as [[number, number], [number, number]];
    const filter = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]);
    return tf.conv2dTranspose(
      x,
      filter,
      [batch, side(0), side(1), kernel.shape[3]],
      [...strides],
      [[0, 0], ...padding, [0, 0]],
    );
  });
