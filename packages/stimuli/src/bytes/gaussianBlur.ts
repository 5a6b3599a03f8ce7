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
  const blurred = Uint8Array.from(values);
  const across = { count: rows, apart: 3 * columns, length: columns, step: 3 };
  const down = { count: columns, apart: 3, length: rows, step: 3 * columns };
  for (const lines of [across, down]) blurLines(blurred, lines, box);
  return ndArray(blurred, shape);
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

type Lines = {
  readonly count: number;
  readonly apart: number;
  readonly length: number;
  readonly step: number;
};

/** All passes along each line and channel, in place. */
function blurLines(values: Uint8Array, { count, apart, length, step }: Lines, box: Box): void {
  let [line, blurred] = [new Uint8Array(length), new Uint8Array(length)];
  for (let number = 0; number < count; number++)
    for (let channel = 0; channel < 3; channel++) {
      const start = number * apart + channel;
      for (let at = 0; at < length; at++) line[at] = values[start + at * step]!;
      for (let pass = 0; pass < PASSES; pass++) {
        blurLine(line, blurred, box);
        [line, blurred] = [blurred, line];
      }
      for (let at = 0; at < length; at++) values[start + at * step] = line[at]!;
    }
}

function blurLine(line: Uint8Array, blurred: Uint8Array, { reach, inner, outer }: Box): void {
  const last = line.length - 1;
  const first = line[0]!;
  const end = line[last]!;
  let sum = (reach + 1) * first; // of the box one pixel before the first
  for (let at = 0; at < reach; at++) sum += at < last ? line[at]! : end;
  for (let at = 0; at <= last; at++) {
    const before = at > reach ? line[at - reach - 1]! : first;
    sum += (at + reach < last ? line[at + reach]! : end) - before;
    const after = at + reach + 1 < last ? line[at + reach + 1]! : end;
    // Modulo 2^32, as the original's unsigned numbers; the sum itself is below it.
    blurred[at] = (Math.imul(sum, inner) + Math.imul(before + after, outer) + HALF) >>> 24;
  }
}
