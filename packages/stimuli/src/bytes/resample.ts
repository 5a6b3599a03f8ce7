import { ndArray } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';

/** How a pixel of the result is made of pixels of the original. */
export const resamplings = ['bilinear', 'bicubic'] as const;
export type Resampling = (typeof resamplings)[number];

type Kernel = { readonly reach: number; readonly weight: (distance: number) => number };

const kernels: Readonly<Record<Resampling, Kernel>> = {
  bilinear: { reach: 1, weight: (x) => Math.max(0, 1 - x) },
  // Keys's cubic with a = -1/2.
  bicubic: {
    reach: 2,
    weight: (x) => {
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
    },
  },
};

/** Weights are whole numbers of 2^-22. */
const ONE = 2 ** 22;
const HALF = 2 ** 21;

/**
 * An image at another size, to the byte as Pillow resizes it: pixel centres lie at half-integers, where the image
 * shrinks the kernel is as wide as that many output pixels, weights are rounded to 22 bits, and what the horizontal
 * pass gives is rounded to bytes before the vertical one.
 *
 * @param image [height, width, 3]
 * @param size [height, width] of the result, pixels
 * @returns [...size, 3]
 * @source Pillow, `Image.resize` (`ImagingResample` for 8 bits a channel)
 */
export function resample(
  image: ByteImage,
  [height, width]: readonly [number, number],
  resampling: Resampling = 'bilinear',
): ByteImage {
  const [rows, columns] = image.shape as [number, number, number];
  let { values } = image;
  if (columns !== width) {
    const across = tapsOf(columns, width, kernels[resampling]);
    const lines = { count: rows, from: 3 * columns, to: 3 * width };
    values = pass(values, across, { ...lines, step: 3 });
  }
  if (rows !== height) {
    const down = tapsOf(rows, height, kernels[resampling]);
    values = pass(values, down, { count: width, from: 3, to: 3, step: 3 * width });
  }
  return ndArray(values, [height, width, 3]);
}

/** For each output the first input it sees, how many, and their weights in 2^-22, `most` places apart. */
type Taps = {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Int32Array;
  readonly most: number;
  readonly outputs: number;
};

/** Lines of pixels: how many, how far apart before and after, and from pixel to pixel along one. */
type Lines = { readonly count: number; readonly from: number; readonly to: number; readonly step: number };

function pass(values: Uint8Array, taps: Taps, { count, from, to, step }: Lines): Uint8Array {
  const { first, count: seen, weights, most, outputs } = taps;
  const made = new Uint8Array(3 * count * outputs);
  for (let line = 0; line < count; line++) {
    for (let output = 0; output < outputs; output++) {
      let [red, green, blue] = [HALF, HALF, HALF];
      let source = line * from + first[output]! * step;
      const begin = output * most;
      const end = begin + seen[output]!;
      for (let tap = begin; tap < end; tap++, source += step) {
        const weight = weights[tap]!;
        red += weight * values[source]!;
        green += weight * values[source + 1]!;
        blue += weight * values[source + 2]!;
      }
      const at = line * to + output * step;
      made[at] = clipped(red >> 22);
      made[at + 1] = clipped(green >> 22);
      made[at + 2] = clipped(blue >> 22);
    }
  }
  return made;
}

const clipped = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

function tapsOf(inputs: number, outputs: number, { reach, weight }: Kernel): Taps {
  const scale = inputs / outputs;
  const stretch = Math.max(scale, 1);
  const support = reach * stretch;
  const most = 2 * Math.ceil(support) + 1;
  const [first, count] = [new Int32Array(outputs), new Int32Array(outputs)];
  const weights = new Int32Array(outputs * most);
  const shares = new Float64Array(most);
  for (let output = 0; output < outputs; output++) {
    const centre = (output + 0.5) * scale;
    const begin = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(inputs, Math.trunc(centre + support + 0.5));
    let sum = 0;
    for (let input = begin; input < end; input++) {
      const share = weight(Math.abs((input - centre + 0.5) / stretch));
      shares[input - begin] = share;
      sum += share;
    }
    for (let tap = 0; tap < end - begin; tap++) {
      const share = (shares[tap]! / sum) * ONE;
      weights[output * most + tap] = Math.trunc(share + (share < 0 ? -0.5 : 0.5));
    }
    first[output] = begin;
    count[output] = end - begin;
  }
  return { first, count, weights, most, outputs };
}
