import { z } from 'zod';
import { hue, pixels, probability, range, Size, strength } from '../augmentation/_fields';
import { resamplings } from './resample';

const resampling = z
  .enum(resamplings)
  .default('bilinear')
  .meta({ description: 'Kernel with which pixels are made of pixels' });

/** One step from bytes to bytes, each rounding as Pillow does; `kind` says which. */
export const ByteStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('randomResizedCrop'),
    size: Size,
    scale: range(0.08, 1).meta({ description: 'Range of the share of the area that is kept' }),
    ratio: range(3 / 4, 4 / 3).meta({
      description: 'Range of width over height, drawn on a logarithmic scale',
    }),
    resampling,
  }),
  z.strictObject({ kind: z.literal('resize'), size: Size, resampling }),
  z.strictObject({
    kind: z.literal('resizeShorter'),
    size: pixels.meta({
      description: 'The shorter side afterwards; the longer one follows, rounded down',
      unit: 'px',
    }),
    resampling,
  }),
  z.strictObject({
    kind: z.literal('centreCrop'),
    size: pixels.meta({ description: 'Side of the central square; halves go to even places', unit: 'px' }),
  }),
  z.strictObject({
    kind: z.literal('randomCrop'),
    size: pixels.meta({ description: 'Side of a square anywhere in the image', unit: 'px' }),
    padding: z
      .int()
      .nonnegative()
      .max(1024)
      .default(0)
      .meta({ description: 'Black border on each side before', unit: 'px' }),
  }),
  z.strictObject({ kind: z.literal('flip'), probability: probability(0.5) }),
  z.strictObject({
    kind: z.literal('colourJitter'),
    brightness: strength.meta({ description: 'b: the factor is uniform in [max(0, 1 - b), 1 + b]' }),
    contrast: strength.meta({ description: 'Likewise' }),
    saturation: strength.meta({ description: 'Likewise' }),
    hue,
    probability: probability(1),
  }),
  z.strictObject({ kind: z.literal('grayscale'), probability: probability(0.2) }),
  z.strictObject({
    kind: z.literal('blur'),
    radius: range(0.1, 2).meta({
      description: 'Range of the standard deviation of the Gaussian',
      unit: 'px',
    }),
    probability: probability(0.5),
  }),
  z.strictObject({
    kind: z.literal('solarise'),
    threshold: z
      .int()
      .min(0)
      .max(256)
      .default(128)
      .meta({ description: 'Bytes from here on become their negative' }),
    probability: probability(0.2),
  }),
]);
export type ByteStep = z.output<typeof ByteStep>;
