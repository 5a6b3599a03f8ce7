import { z } from 'zod';
import { ByteStep } from '../bytes/ByteStep';
import { hue, pixels, probability, range, Size, strength } from './_fields';

const colour = (values: [number, number, number]) =>
  z.tuple([z.number(), z.number(), z.number()]).default(values);

/** Means and standard deviations of ImageNet's pixels, red, green, blue in [0, 1]. @source torchvision */
export const imagenetColours: Colours = { mean: [0.485, 0.456, 0.406], sd: [0.229, 0.224, 0.225] };
/** Those of all pixels of CIFAR-10's training images. */
export const cifarColours: Colours = { mean: [0.4914, 0.4822, 0.4465], sd: [0.247, 0.2435, 0.2616] };
/** The same means, and the smaller deviations (means over images of those within one) that many papers use. */
export const cifarImageColours: Colours = { mean: [0.4914, 0.4822, 0.4465], sd: [0.2023, 0.1994, 0.201] };
/** Mean and standard deviation of red, green and blue, of values 0 .. 1. */
export type Colours = { readonly mean: [number, number, number]; readonly sd: [number, number, number] };

/** One step from an image as it is stored to what a network sees; `kind` says which. */
export const AugmentationStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('randomResizedCrop'),
    size: Size,
    scale: range(0.08, 1).meta({ description: 'Range of the share of the area that is kept' }),
    ratio: range(3 / 4, 4 / 3).meta({
      description: 'Range of width over height, drawn on a logarithmic scale',
    }),
  }),
  z.strictObject({ kind: z.literal('resize'), size: Size }),
  z
    .strictObject({
      kind: z.literal('evaluationCrop'),
      shorter: pixels.default(256).meta({ description: 'Shorter side before the crop', unit: 'px' }),
      size: pixels.default(224).meta({ description: 'Side of the central crop', unit: 'px' }),
    })
    .refine(({ shorter, size }) => size <= shorter, { error: 'size must be at most shorter' }),
  z.strictObject({
    kind: z.literal('padCrop'),
    padding: z
      .int()
      .nonnegative()
      .max(1024)
      .default(4)
      .meta({ description: 'Black border on each side', unit: 'px' }),
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
  z.strictObject({ kind: z.literal('grayscale'), probability: probability(0.1) }),
  z.strictObject({
    kind: z.literal('bytes'),
    steps: z
      .array(ByteStep)
      .min(1)
      .max(64)
      .meta({ description: 'Steps on bytes, to the byte as Pillow makes them, in this order' }),
  }),
  z.strictObject({
    kind: z.literal('normalise'),
    mean: colour(imagenetColours.mean).meta({ description: 'Taken off each channel' }),
    sd: colour(imagenetColours.sd)
      .refine((values) => values.every((value) => value > 0), { error: 'must be positive' })
      .meta({ description: 'Then divides it' }),
  }),
]);
export type AugmentationStep = z.output<typeof AugmentationStep>;

/** Steps in the order in which they are done. */
export const Augmentation = z.array(AugmentationStep).max(64).meta({
  title: 'Augmentation of images',
  source: 'the conventions of torchvision.transforms on tensors of floats',
});
export type Augmentation = z.output<typeof Augmentation>;
