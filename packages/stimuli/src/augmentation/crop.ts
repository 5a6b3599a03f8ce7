import { ndArray } from '@goal-driven/core/arrays';
import type { FloatImage } from '../Image';

/** A rectangle in pixels; it may reach beyond the image. */
export type Box = {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
};

/** The part of an image in a box; black where the box reaches beyond it. */
export function crop({ values, shape }: FloatImage, { top, left, height, width }: Box): FloatImage {
  const [rows, columns] = shape as [number, number, number];
  const cropped = new Float32Array(height * width * 3);
  const from = Math.max(0, left);
  const to = Math.min(columns, left + width);
  for (let row = Math.max(0, -top); row < Math.min(height, rows - top) && from < to; row++) {
    const start = ((row + top) * columns + from) * 3;
    cropped.set(values.subarray(start, start + (to - from) * 3), (row * width + from - left) * 3);
  }
  return ndArray(cropped, [height, width, 3]);
}

/** The image as in a mirror. */
export function flip({ values, shape }: FloatImage): FloatImage {
  const [rows, columns] = shape as [number, number, number];
  const flipped = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = 3 * (row * columns + column);
      const mirrored = 3 * (row * columns + columns - 1 - column);
      flipped[mirrored] = values[at]!;
      flipped[mirrored + 1] = values[at + 1]!;
      flipped[mirrored + 2] = values[at + 2]!;
    }
  }
  return ndArray(flipped, shape);
}
