import { ndArray } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';

const PASSES = 3;
/** Shares are whole numbers of 2^-24. */
const ONE = 2 ** 24;
const HALF = 2 ** 23;
const float = Math.fround;

/**
 * Pillow's Gaussian blur, to the byte: three passes of an extended box (whole pixels, and two outer ones in part)
 * along rows, then three along columns, each rounded to bytes; pixels of the border go on beyond it.
 *
 * @param image [height, width, 3]
 * @param radius standard deviation of the Gaussian that is meant, pixels
 * @source Pillow, `ImageFilter.GaussianBlur`, after Gwosdek et al. 2011, Theoretical foundations of Gaussian
 *   convolution by extended box filtering
 */
export function gaussianBlur({ values, shape }: ByteImage, radius: number): ByteImage {
  const [rows, columns] = shape as [number, number, number];
  const box = boxOf(boxRadius(radius));
  const across = { lines: rows, apart: 3 * columns, length: columns, step: 3 };
  const down = { lines: columns, apart: 3, length: rows, step: 3 * columns };
  let [from, to] = [Uint8Array.from(values), new Uint8Array(values.length)];
  for (const lines of [across, across, across, down, down, down]) {
    blurLines(from, to, lines, box);
    [from, to] = [to, from];
  }
  return ndArray(from, shape);
}

/** Half the length of the box whose three passes have the variance, in single precision as the original has it. */
function boxRadius(radius: number): number {
  const variance = float(float(float(radius) * float(radius)) / PASSES);
  const length = float(Math.sqrt(12 * variance + 1));
  const whole = Math.floor((length - 1) / 2);
  const missing = float(float(whole * (whole + 1)) - float(3 * variance));
  const above = float(6 * float(variance - (whole + 1) * (whole + 1)));
  return float(whole + float(float((2 * whole + 1) * missing) / above));
}

/** Pixels on each side that count in full, and what a pixel and an outer one weigh. */
type Box = { readonly reach: number; readonly inner: number; readonly outer: number };

function boxOf(radius: number): Box {
  const reach = Math.trunc(radius);
  const inner = Math.trunc(float(ONE / float(float(radius * 2) + 1)));
  return { reach, inner, outer: Math.trunc((ONE - (reach * 2 + 1) * inner) / 2) };
}

/** Rows or columns of pixels: how many, how far apart, how long, and from pixel to pixel along one. */
type Lines = {
  readonly lines: number;
  readonly apart: number;
  readonly length: number;
  readonly step: number;
};

/** One pass along each line and channel. */
function blurLines(from: Uint8Array, to: Uint8Array, along: Lines, { reach, inner, outer }: Box): void {
  const { lines, apart, length, step } = along;
  for (let line = 0; line < 3 * lines; line++) {
    const start = Math.floor(line / 3) * apart + (line % 3);
    const last = start + (length - 1) * step;
    const first = from[start]!;
    const end = from[last]!;
    if (reach === 0) {
      // The box is a pixel and a part of its neighbours, as of most small images.
      let [before, own] = [first, first];
      for (let at = start; at <= last; at += step) {
        const after = at < last ? from[at + step]! : end;
        to[at] = (Math.imul(own, inner) + Math.imul(before + after, outer) + HALF) >>> 24;
        before = own;
        own = after;
      }
      continue;
    }
    let sum = (reach + 1) * first; // of the box one pixel before the first
    for (let at = 0, seen = start; at < reach; at++, seen += step) sum += seen < last ? from[seen]! : end;
    let leaving = start - (reach + 1) * step;
    let entering = start + reach * step;
    for (let at = start; at <= last; at += step) {
      const before = leaving > start ? from[leaving]! : first;
      sum += (entering < last ? from[entering]! : end) - before;
      leaving += step;
      entering += step;
      const after = entering < last ? from[entering]! : end;
      // Modulo 2^32, as the original's unsigned numbers; the sum itself is below it.
      to[at] = (Math.imul(sum, inner) + Math.imul(before + after, outer) + HALF) >>> 24;
    }
  }
}
