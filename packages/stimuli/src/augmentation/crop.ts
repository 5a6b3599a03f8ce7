import { ndArray, type NdArray } from '@goal-driven/core/arrays';

/** A rectangle in pixels; it may reach beyond the image. */
export type Box = {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
};

type Pixels = Uint8Array | Float32Array;

/** The part of an image [height, width, 3] in a box; black where the box reaches beyond it. */
export function crop<V extends Pixels>(
  { values, shape }: NdArray<V>,
  { top, left, height, width }: Box,
): NdArray<V> {
  const [rows, columns] = shape as [number, number, number];
  const cropped = blank(values, height * width * 3);
  const from = Math.max(0, left);
  const to = Math.min(columns, left + width);
  for (let row = Math.max(0, -top); row < Math.min(height, rows - top) && from < to; row++) {
    const start = ((row + top) * columns + from) * 3;
    cropped.set(values.subarray(start, start + (to - from) * 3), (row * width + from - left) * 3);
  }
  return ndArray(cropped, [height, width, 3]);
}

/** The image [height, width, 3] as in a mirror. */
export function flip<V extends Pixels>({ values, shape }: NdArray<V>): NdArray<V> {
  const [rows, columns] = shape as [number, number, number];
  const flipped = blank(values, values.length);
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

/** Zeros of the same type. */
const blank = <V extends Pixels>(like: V, length: number): V =>
  new (like.constructor as new (length: number) => V)(length);
