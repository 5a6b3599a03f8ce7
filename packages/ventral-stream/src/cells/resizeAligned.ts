import { tf, type Tensor4D } from '@goal-driven/core';
import type { MapSize } from './ConvCell';

/**
 * Bilinear interpolation with the corners of both maps aligned: pixel i of n' samples `i (n - 1) / (n' - 1)`.
 * A map of the right size is the same tensor.
 */
export function resizeAligned(x: Tensor4D, [height, width]: MapSize): Tensor4D {
  if (x.shape[1] === height && x.shape[2] === width) return x;
  return tf.image.resizeBilinear(x, [height, width], true);
}
