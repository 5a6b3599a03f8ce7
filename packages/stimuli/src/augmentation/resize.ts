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
  const across = tapsOf(columns, width);
  const narrow = new Float32Array(rows * width * 3);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < width; column++)
      weigh(across, column, {
        from: image.values,
        start: 3 * row * columns,
        step: 3,
        to: narrow,
        at: 3 * (row * width + column),
      });
  const down = tapsOf(rows, height);
  const resized = new Float32Array(height * width * 3);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      weigh(down, row, {
        from: narrow,
        start: 3 * column,
        step: 3 * width,
        to: resized,
        at: 3 * (row * width + column),
      });
  return ndArray(resized, [height, width, 3]);
}

/** For each output the first input it sees, how many, and their weights, `most` places apart. */
type Taps = {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Float64Array;
  readonly most: number;
};
type Line = { from: Float32Array; start: number; step: number; to: Float32Array; at: number };

function weigh(
  { first, count, weights, most }: Taps,
  output: number,
  { from, start, step, to, at }: Line,
): void {
  let [red, green, blue] = [0, 0, 0];
  let source = start + first[output]! * step;
  const begin = output * most;
  for (let tap = begin; tap < begin + count[output]!; tap++, source += step) {
    const weight = weights[tap]!;
    red += weight * from[source]!;
    green += weight * from[source + 1]!;
    blue += weight * from[source + 2]!;
  }
  to[at] = red;
  to[at + 1] = green;
  to[at + 2] = blue;
}

function tapsOf(inputs: number, outputs: number): Taps {
  const scale = inputs / outputs;
  const reach = Math.max(scale, 1);
  const most = Math.ceil(2 * reach) + 1;
  const [first, count] = [new Int32Array(outputs), new Int32Array(outputs)];
  const weights = new Float64Array(outputs * most);
  for (let output = 0; output < outputs; output++) {
    const centre = scale * (output + 0.5);
    const begin = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(inputs, Math.floor(centre + reach + 0.5));
    let sum = 0;
    for (let input = begin; input < end; input++) {
      const weight = Math.max(0, 1 - Math.abs((input + 0.5 - centre) / reach));
      weights[output * most + input - begin] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < end - begin; tap++) weights[output * most + tap]! /= sum;
    first[output] = begin;
    count[output] = end - begin;
  }
  return { first, count, weights, most };
}
