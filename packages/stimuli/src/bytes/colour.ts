import { ndArray } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';

const float = Math.fround;
const clipped = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** Brightness of a pixel, ITU-R 601, rounded to a byte. @source Pillow, `convert('L')` */
const grayOf = (red: number, green: number, blue: number): number =>
  (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;

/** The brightness of each pixel in all three channels. @source Pillow, `convert('L')` */
export function grayBytes({ values, shape }: ByteImage): ByteImage {
  const changed = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at += 3)
    changed[at] = changed[at + 1] = changed[at + 2] = grayOf(values[at]!, values[at + 1]!, values[at + 2]!);
  return ndArray(changed, shape);
}

/** The image times `factor`. @source Pillow, `ImageEnhance.Brightness` */
export const brightnessBytes = (image: ByteImage, factor: number): ByteImage =>
  perByte(image, (value) => blended(value, 0, float(factor)));

/** Away from (or towards) the mean brightness of the image, a byte. @source Pillow, `ImageEnhance.Contrast` */
export function contrastBytes(image: ByteImage, factor: number): ByteImage {
  const { values } = image;
  let sum = 0;
  for (let at = 0; at < values.length; at += 3) sum += grayOf(values[at]!, values[at + 1]!, values[at + 2]!);
  const mean = Math.trunc(sum / (values.length / 3) + 0.5);
  return perByte(image, (value) => blended(value, mean, float(factor)));
}

/** Away from (or towards) the gray of each pixel. @source Pillow, `ImageEnhance.Color` */
export function saturationBytes({ values, shape }: ByteImage, factor: number): ByteImage {
  const share = float(factor);
  const changed = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at += 3) {
    const gray = grayOf(values[at]!, values[at + 1]!, values[at + 2]!);
    changed[at] = blended(values[at]!, gray, share);
    changed[at + 1] = blended(values[at + 1]!, gray, share);
    changed[at + 2] = blended(values[at + 2]!, gray, share);
  }
  return ndArray(changed, shape);
}

/**
 * Hue turned by `shift` turns: colours as three bytes of hue, saturation and value, to the hue
 * `trunc(255 shift)` added modulo 256, and back. Grays stay.
 *
 * @source Pillow, `convert('HSV')` and back; torchvision 0.7, `functional_pil.adjust_hue`
 */
export function hueBytes({ values, shape }: ByteImage, shift: number): ByteImage {
  const turn = Math.trunc(shift * 255);
  const changed = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at += 3) {
    const red = values[at]!;
    const green = values[at + 1]!;
    const blue = values[at + 2]!;
    const value = Math.max(red, green, blue);
    const chroma = value - Math.min(red, green, blue);
    const saturation = chroma === 0 ? 0 : Math.trunc(float(chroma / value) * 255);
    if (saturation === 0) {
      changed[at] = changed[at + 1] = changed[at + 2] = value;
      continue;
    }
    const hue = (hueOf(red, green, blue, { value, chroma }) + turn) & 255;
    paint(changed, at, { hue, saturation, value });
  }
  return ndArray(changed, shape);
}

/** What is at least `threshold` turned into its negative. @source Pillow, `ImageOps.solarize` */
export const solariseBytes = (image: ByteImage, threshold = 128): ByteImage =>
  perByte(image, (value) => (value < threshold ? value : 255 - value));

/** Each byte changed by itself. */
function perByte({ values, shape }: ByteImage, change: (value: number) => number): ByteImage {
  const table = new Uint8Array(256);
  for (let value = 0; value < 256; value++) table[value] = change(value);
  const changed = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) changed[at] = table[values[at]!]!;
  return ndArray(changed, shape);
}

/** `towards + share (value - towards)` in single precision, rounded down and clipped. */
const blended = (value: number, towards: number, share: number): number =>
  clipped(Math.trunc(float(towards + float(share * (value - towards)))));

/** Of a colour that is no gray, of 255 a turn. */
function hueOf(
  red: number,
  green: number,
  blue: number,
  { value, chroma }: { readonly value: number; readonly chroma: number },
): number {
  const missingRed = float((value - red) / chroma);
  const missingGreen = float((value - green) / chroma);
  const missingBlue = float((value - blue) / chroma);
  let sector = float(4 + missingGreen - missingRed);
  if (red === value) sector = float(missingBlue - missingGreen);
  else if (green === value) sector = float(2 + missingRed - missingBlue);
  const turns = sector / 6 + 1; // from 5/6 to 11/6, of which the whole turn is taken off
  return Math.trunc(float(turns >= 1 ? turns - 1 : turns) * 255);
}

/** The way back, into the three bytes from `at` on. */
function paint(
  values: Uint8Array,
  at: number,
  { hue, saturation, value }: { readonly hue: number; readonly saturation: number; readonly value: number },
): void {
  const sector = Math.floor((hue * 6) / 255);
  const rest = float((hue * 6) / 255 - sector);
  const strength = float(saturation / 255);
  const low = Math.round(value * (1 - strength));
  const falling = Math.round(value * (1 - float(strength * rest)));
  const rising = Math.round(value * (1 - strength * (1 - rest)));
  // Which channel has which of them; the even sectors rise, the odd ones fall.
  const middle = sector % 2 === 0 ? rising : falling;
  const place = sector % 6;
  values[at] = place === 0 || place === 5 ? value : place === 1 || place === 4 ? middle : low;
  values[at + 1] = place === 1 || place === 2 ? value : place === 0 || place === 3 ? middle : low;
  values[at + 2] = place === 3 || place === 4 ? value : place === 2 || place === 5 ? middle : low;
}
