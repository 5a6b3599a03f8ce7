import { ndArray } from '@goal-driven/core/arrays';
import type { FloatImage } from '../Image';

/** Weights of consecutive inputs, from `first`, in one output. */
type Taps = { readonly first: number; readonly weights: readonly number[] };

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
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const from = 3 * (row * columns + across[column]!.first);
      addTaps(narrow, 3 * (row * width + column), {
        taps: across[column]!,
        values: image.values,
        from,
        step: 3,
      });
    }
  }
  const down = tapsOf(rows, height);
  const resized = new Float32Array(height * width * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = 3 * (down[row]!.first * width + column);
      addTaps(resized, 3 * (row * width + column), {
        taps: down[row]!,
        values: narrow,
        from,
        step: 3 * width,
      });
    }
  }
  return ndArray(resized, [height, width, 3]);
}

function addTaps(
  target: Float32Array,
  at: number,
  { taps: { weights }, values, from, step }: { taps: Taps; values: Float32Array; from: number; step: number },
): void {
  let [red, green, blue] = [0, 0, 0];
  for (let tap = 0; tap < weights.length; tap++) {
    const source = from + tap * step;
    const weight = weights[tap]!;
    red += weight * values[source]!;
    green += weight * values[source + 1]!;
    blue += weight * values[source + 2]!;
  }
  target[at] = red;
  target[at + 1] = green;
  target[at + 2] = blue;
}

function tapsOf(inputs: number, outputs: number): Taps[] {
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
