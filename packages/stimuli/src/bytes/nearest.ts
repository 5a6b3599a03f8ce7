import { ndArray, type NdArray } from '@goal-driven/core/arrays';

/**
 * A map at another size, each value that of the nearest pixel: output i is input `floor((i + 1/2) n / m)` of n
 * inputs and m outputs. For depth and labels, of which no mean is taken.
 *
 * @param map [height, width]
 * @param size [height, width] of the result, pixels
 * @returns [...size]
 * @source Pillow, `Image.resize` with `NEAREST`
 */
export function nearest(
  { values, shape }: NdArray<Uint8Array>,
  [height, width]: readonly [number, number],
): NdArray<Uint8Array> {
  const [rows, columns] = shape as [number, number];
  const resized = new Uint8Array(height * width);
  for (let row = 0; row < height; row++) {
    const start = Math.floor(((row + 0.5) * rows) / height) * columns;
    for (let column = 0; column < width; column++)
      resized[row * width + column] = values[start + Math.floor(((column + 0.5) * columns) / width)]!;
  }
  return ndArray(resized, [height, width]);
}
