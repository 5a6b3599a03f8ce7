import { ndArray, type Rng } from '@goal-driven/core/arrays';
import { augmentBytes, isRandomOnBytes } from '../bytes/augmentBytes';
import type { ByteImage, FloatImage } from '../Image';
import type { Augmentation, AugmentationStep } from './Augmentation';
import { colourJitter, grayscale } from './colourJitter';
import { crop, flip } from './crop';
import { evaluationCrop } from './evaluationCrop';
import { randomResizedCropBox } from './randomResizedCropBox';
import { resize } from './resize';

/**
 * What a network sees of an image: its bytes over 255, then each step in turn, in [0, 1] until normalised, not
 * rounded to bytes between steps (`evaluationCrop` and `bytes` excepted). Step k draws from `rng.child(k)` alone.
 *
 * @param image [height, width, 3]
 * @returns [height, width, 3] of the last step that changes the size
 */
export function augment(image: ByteImage, steps: Augmentation, rng: Rng): FloatImage {
  return steps.reduce((changed, step, index) => apply(changed, step, rng.child(index)), toFloats(image));
}

/** Kinds of step that depend on chance. */
export const isRandom = (step: AugmentationStep): boolean =>
  step.kind === 'bytes'
    ? step.steps.some(isRandomOnBytes)
    : ['randomResizedCrop', 'padCrop', 'flip', 'colourJitter', 'grayscale'].includes(step.kind);

function apply(image: FloatImage, step: AugmentationStep, rng: Rng): FloatImage {
  const [rows, columns] = image.shape as [number, number, number];
  switch (step.kind) {
    case 'randomResizedCrop':
      return resize(
        crop(image, randomResizedCropBox([rows, columns], step, rng.stream())),
        sidesOf(step.size),
      );
    case 'resize':
      return resize(image, sidesOf(step.size));
    case 'evaluationCrop':
      return toFloats(evaluationCrop(toBytes(image), step));
    case 'padCrop': {
      const draw = rng.stream();
      const [top, left] = [draw.integer(2 * step.padding + 1), draw.integer(2 * step.padding + 1)];
      return crop(image, {
        top: top - step.padding,
        left: left - step.padding,
        height: rows,
        width: columns,
      });
    }
    case 'flip':
      return rng.stream().uniform() < step.probability ? flip(image) : image;
    case 'colourJitter': {
      const draw = rng.stream();
      return draw.uniform() < step.probability ? colourJitter(image, step, draw) : image;
    }
    case 'grayscale':
      return rng.stream().uniform() < step.probability ? grayscale(image) : image;
    case 'bytes':
      return toFloats(augmentBytes(toBytes(image), step.steps, rng));
    case 'normalise':
      return normalise(image, step);
  }
}

/** Height and width. */
export const sidesOf = (size: number | readonly [number, number]): readonly [number, number] =>
  typeof size === 'number' ? [size, size] : size;

/** Bytes over 255. */
export function toFloats({ values, shape }: ByteImage): FloatImage {
  const floats = new Float32Array(values.length);
  for (let at = 0; at < floats.length; at++) floats[at] = values[at]! / 255;
  return ndArray(floats, shape);
}

function toBytes({ values, shape }: FloatImage): ByteImage {
  const bytes = new Uint8Array(values.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.round(255 * values[at]!);
  return ndArray(bytes, shape);
}

/** Each channel less its mean, over its standard deviation. */
export function normalise(
  { values, shape }: FloatImage,
  { mean, sd }: { readonly mean: readonly number[]; readonly sd: readonly number[] },
): FloatImage {
  const normalised = new Float32Array(values.length);
  for (let channel = 0; channel < 3; channel++) {
    const [centre, spread] = [mean[channel]!, sd[channel]!];
    for (let at = channel; at < values.length; at += 3) normalised[at] = (values[at]! - centre) / spread;
  }
  return ndArray(normalised, shape);
}
