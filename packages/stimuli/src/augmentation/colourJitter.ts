import { ndArray, type RandomStream } from '@goal-driven/core/arrays';
import { hsvFromRgb, rgbFromHsv } from '../hsv';
import type { FloatImage } from '../Image';

/** Weights of red, green and blue in brightness. @source torchvision, after ITU-R BT.601 */
const [RED, GREEN, BLUE] = [0.2989, 0.587, 0.114];

const clamped = (value: number): number => Math.min(1, Math.max(0, value));

/** The brightness of each pixel in all three channels. */
export const grayscale = (image: FloatImage): FloatImage =>
  perPixel(image, (red, green, blue) => {
    const gray = grayOf(red, green, blue);
    return [gray, gray, gray];
  });

/** The image times `factor`, as all of these clipped to [0, 1]. */
export const adjustBrightness = (image: FloatImage, factor: number): FloatImage =>
  blended(image, factor, () => 0);

/** Away from (or towards) the mean brightness of the image. */
export function adjustContrast(image: FloatImage, factor: number): FloatImage {
  const { values } = image;
  let sum = 0;
  for (let at = 0; at < values.length; at += 3) sum += grayOf(values[at]!, values[at + 1]!, values[at + 2]!);
  const mean = sum / (values.length / 3);
  return blended(image, factor, () => mean);
}

/** Away from (or towards) the gray of each pixel. */
export const adjustSaturation = (image: FloatImage, factor: number): FloatImage =>
  blended(image, factor, grayOf);

/** Hue turned by `shift` turns. */
export const adjustHue = (image: FloatImage, shift: number): FloatImage =>
  perPixel(image, (red, green, blue) => {
    const [hue, saturation, value] = hsvFromRgb(red, green, blue);
    return rgbFromHsv(hue + shift, saturation, value);
  });

export type ColourJitter = {
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly hue: number;
};

/**
 * Brightness, contrast, saturation and hue changed in a random order, each by a factor uniform in
 * `[max(0, 1 - x), 1 + x]`, hue by a shift uniform in [-x, x] turns; what has strength 0 is left alone.
 *
 * @source torchvision, `ColorJitter`
 */
export const colourJitter = (image: FloatImage, strengths: ColourJitter, draw: RandomStream): FloatImage =>
  jitterOf(strengths, draw).reduce((changed, { kind, factor }) => changes[kind](changed, factor), image);

const changes = {
  brightness: adjustBrightness,
  contrast: adjustContrast,
  saturation: adjustSaturation,
  hue: adjustHue,
};

const kinds = ['brightness', 'contrast', 'saturation', 'hue'] as const;

/** Which changes `colourJitter` makes, in which order and how strong; those of strength 0 are left out. */
export function jitterOf(
  { brightness, contrast, saturation, hue }: ColourJitter,
  draw: RandomStream,
): { kind: (typeof kinds)[number]; factor: number }[] {
  const order = [0, 1, 2, 3];
  for (let last = 3; last > 0; last--) {
    const other = draw.integer(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const factor = (strength: number): number => {
    const low = Math.max(0, 1 - strength);
    return low + (1 + strength - low) * draw.uniform();
  };
  const factors = [factor(brightness), factor(contrast), factor(saturation), hue * (2 * draw.uniform() - 1)];
  const strengths = [brightness, contrast, saturation, hue];
  return order
    .filter((step) => strengths[step] !== 0)
    .map((step) => ({ kind: kinds[step]!, factor: factors[step]! }));
}

const grayOf = (red: number, green: number, blue: number): number => RED * red + GREEN * green + BLUE * blue;

type OfPixel<T> = (red: number, green: number, blue: number) => T;

function blended({ values, shape }: FloatImage, factor: number, towards: OfPixel<number>): FloatImage {
  const changed = new Float32Array(values.length);
  for (let at = 0; at < values.length; at += 3) {
    const rest = (1 - factor) * towards(values[at]!, values[at + 1]!, values[at + 2]!);
    for (let channel = at; channel < at + 3; channel++)
      changed[channel] = clamped(factor * values[channel]! + rest);
  }
  return ndArray(changed, shape);
}

function perPixel({ values, shape }: FloatImage, change: OfPixel<readonly number[]>): FloatImage {
  const changed = new Float32Array(values.length);
  for (let at = 0; at < values.length; at += 3)
    changed.set(change(values[at]!, values[at + 1]!, values[at + 2]!), at);
  return ndArray(changed, shape);
}
