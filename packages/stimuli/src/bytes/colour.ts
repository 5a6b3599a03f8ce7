import { ndArray } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';

const float = Math.fround;
const clipped = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** Brightness of a pixel, ITU-R 601, rounded to a byte. @source Pillow, `convert('L')` */
const grayOf = (red: number, green: number, blue: number): number =>
  (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;

/** The brightness of each pixel in all three channels. @source Pillow, `convert('L')` */
export const grayBytes = (image: ByteImage): ByteImage =>
  perPixel(image, (pixel) => {
    pixel[0] = pixel[1] = pixel[2] = grayOf(pixel[0]!, pixel[1]!, pixel[2]!);
  });

/** The image times `factor`. @source Pillow, `ImageEnhance.Brightness` */
export const brightnessBytes = (image: ByteImage, factor: number): ByteImage =>
  blended(image, factor, () => 0);

/** Away from (or towards) the mean brightness of the image, a byte. @source Pillow, `ImageEnhance.Contrast` */
export function contrastBytes(image: ByteImage, factor: number): ByteImage {
  const { values } = image;
  let sum = 0;
  for (let at = 0; at < values.length; at += 3) sum += grayOf(values[at]!, values[at + 1]!, values[at + 2]!);
  const mean = Math.trunc(sum / (values.length / 3) + 0.5);
  return blended(image, factor, () => mean);
}

/** Away from (or towards) the gray of each pixel. @source Pillow, `ImageEnhance.Color` */
export const saturationBytes = (image: ByteImage, factor: number): ByteImage =>
  blended(image, factor, grayOf);

/**
 * Hue turned by `shift` turns: colours as three bytes of hue, saturation and value, to the hue
 * `trunc(255 shift)` added modulo 256, and back.
 *
 * @source Pillow, `convert('HSV')` and back; torchvision 0.7, `functional_pil.adjust_hue`
 */
export function hueBytes(image: ByteImage, shift: number): ByteImage {
  const turn = Math.trunc(shift * 255);
  return perPixel(image, (pixel) => {
    toHsv(pixel);
    pixel[0] = (pixel[0]! + turn) & 255;
    toRgb(pixel);
  });
}

/** What is at least `threshold` turned into its negative. @source Pillow, `ImageOps.solarize` */
export function solariseBytes({ values, shape }: ByteImage, threshold = 128): ByteImage {
  const changed = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++)
    changed[at] = values[at]! < threshold ? values[at]! : 255 - values[at]!;
  return ndArray(changed, shape);
}

type Towards = (red: number, green: number, blue: number) => number;

/** `towards + factor (image - towards)` in single precision, rounded down and clipped. */
function blended({ values, shape }: ByteImage, factor: number, towards: Towards): ByteImage {
  const share = float(factor);
  const changed = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at += 3) {
    const from = towards(values[at]!, values[at + 1]!, values[at + 2]!);
    for (let channel = at; channel < at + 3; channel++)
      changed[channel] = clipped(Math.trunc(float(from + float(share * (values[channel]! - from)))));
  }
  return ndArray(changed, shape);
}

function perPixel({ values, shape }: ByteImage, change: (pixel: Int32Array) => void): ByteImage {
  const changed = new Uint8Array(values.length);
  const pixel = new Int32Array(3);
  for (let at = 0; at < values.length; at += 3) {
    for (let channel = 0; channel < 3; channel++) pixel[channel] = values[at + channel]!;
    change(pixel);
    for (let channel = 0; channel < 3; channel++) changed[at + channel] = pixel[channel]!;
  }
  return ndArray(changed, shape);
}

/** Red, green, blue as bytes to hue (of 255 a turn), saturation, value, in place; a gray has hue 0. */
function toHsv(pixel: Int32Array): void {
  const [red, green, blue] = [pixel[0]!, pixel[1]!, pixel[2]!];
  const value = Math.max(red, green, blue);
  const chroma = value - Math.min(red, green, blue);
  pixel[2] = value;
  if (chroma === 0) {
    pixel[0] = pixel[1] = 0;
    return;
  }
  const missingRed = float((value - red) / chroma);
  const missingGreen = float((value - green) / chroma);
  const missingBlue = float((value - blue) / chroma);
  let sector = float(4 + missingGreen - missingRed);
  if (red === value) sector = float(missingBlue - missingGreen);
  else if (green === value) sector = float(2 + missingRed - missingBlue);
  const turns = sector / 6 + 1; // from 5/6 to 11/6, of which the whole turn is taken off
  pixel[0] = Math.trunc(float(turns >= 1 ? turns - 1 : turns) * 255);
  pixel[1] = Math.trunc(float(chroma / value) * 255);
}

/** The way back, in place. */
function toRgb(pixel: Int32Array): void {
  const [hue, saturation, value] = [pixel[0]!, pixel[1]!, pixel[2]!];
  if (saturation === 0) {
    pixel[0] = pixel[1] = value;
    return;
  }
  const sector = Math.floor((hue * 6) / 255);
  const rest = float((hue * 6) / 255 - sector);
  const strength = float(saturation / 255);
  const low = Math.round(value * (1 - strength));
  const falling = Math.round(value * (1 - float(strength * rest)));
  const rising = Math.round(value * (1 - strength * (1 - rest)));
  // Written out, since this runs for each pixel of each image.
  switch (sector % 6) {
    case 0:
      return set(pixel, value, rising, low);
    case 1:
      return set(pixel, falling, value, low);
    case 2:
      return set(pixel, low, value, rising);
    case 3:
      return set(pixel, low, falling, value);
    case 4:
      return set(pixel, rising, low, value);
    default:
      return set(pixel, value, low, falling);
  }
}

function set(pixel: Int32Array, red: number, green: number, blue: number): void {
  pixel[0] = red;
  pixel[1] = green;
  pixel[2] = blue;
}
