import { ndArray } from '@goal-driven/core/arrays';
import type { FloatImage } from '../Image';

/**
 * Bilinear resizing with antialiasing: pixel centres lie at half-integers (`align_corners = false`), and where the
 * image shrinks the triangle of weights is as wide as two output pixels. As PyTorch's `interpolate(..., mode =
 * 'bilinear', antialias = True)` and Pillow's `BILINEAR`, without the latter's rounding to bytes.
 */
export function resize(image: FloatImage, [height, width]: readonly [number, number]): FloatImage {
  const [rows, columns] = image.shape as [number, number, number];
  if (rows === height && columns === width) return image;
  // One row after another towards the width, then all of a row of the result at once towards the height.
  const narrow = new Float32Array(rows * width * 3);
  tapsOf(columns, width).forEach(({ first, weights }, column) => {
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap]!;
      for (let row = 0; row < rows; row++) {
        const from = 3 * (row * columns + first + tap);
        const to = 3 * (row * width + column);
        narrow[to]! += weight * image.values[from]!;
        narrow[to + 1]! += weight * image.values[from + 1]!;
        narrow[to + 2]! += weight * image.values[from + 2]!;
      }
    }
  });
  const resized = new Float32Array(height * width * 3);
  tapsOf(rows, height).forEach(({ first, weights }, row) => {
    const to = 3 * row * width;
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap]!;
      const from = 3 * (first + tap) * width;
      for (let at = 0; at < 3 * width; at++) resized[to + at]! += weight * narrow[from + at]!;
    }
  });
  return ndArray(resized, [height, width, 3]);
}

/** The weights of consecutive inputs, from `first`, in each output. */
function tapsOf(
  inputs: number,
  outputs: number,
): { readonly first: number; readonly weights: readonly number[] }[] {
  const scale = inputs / outputs;
  const reach = Math.max(scale, 1);
  return Array.from({ length: outputs }, (_, output) => {
    const centre = scale * (output + 0.5);
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(inputs, Math.floor(centre + reach + 0.5));
    const raw = Array.from({ length: end - first }, (_tap, tap) =>
      Math.max(0, 1 - Math.abs((first + tap + 0.5 - centre) / reach)),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}
