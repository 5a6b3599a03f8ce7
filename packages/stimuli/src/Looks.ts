import { z } from 'zod';
import { Augmentation, imagenetColours } from './augmentation/Augmentation';
import { pixels } from './augmentation/_fields';

const name = z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/);
const triple = (values: readonly [number, number, number], description: string) =>
  z
    .tuple([z.number(), z.number(), z.number()])
    .default([...values])
    .meta({ description });
const colours = {
  mean: triple(imagenetColours.mean, 'Taken off each channel, of values 0 .. 1'),
  sd: triple(imagenetColours.sd, 'Then divides it').refine((values) => values.every((value) => value > 0), {
    error: 'must be positive',
  }),
};

/** Several looks at one image at once; `kind` says which. */
export const Looks = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('views'),
      views: z
        .record(name, Augmentation)
        .refine((views) => 'images' in views, { error: 'must have a view named images' })
        .refine((views) => !('labels' in views || 'indices' in views), {
          error: 'must not be named labels or indices',
        })
        .meta({ description: 'Arrays of a batch by name, each augmented by itself' }),
    }),
    z
      .strictObject({
        kind: z.literal('cells'),
        steps: Augmentation.meta({ description: 'From the stored image to the one that is cut' }),
        grid: z.int().min(2).max(8).default(3).meta({ description: 'Cells along each side' }),
        cell: pixels.default(85).meta({ description: 'Side of a cell', unit: 'px' }),
        size: pixels.default(64).meta({ description: 'Side of the crop anywhere in its cell', unit: 'px' }),
      })
      .refine(({ cell, size }) => size <= cell, { error: 'size must be at most cell' }),
    z
      .strictObject({
        kind: z.literal('depth'),
        crop: pixels.optional().meta({
          description: 'Side of the crop, anywhere but at the last offset; the whole image where left out',
          unit: 'px',
        }),
        centre: z
          .strictObject({
            shorter: pixels.meta({ description: 'What the shorter side becomes', unit: 'px' }),
            size: pixels.meta({ description: 'Side of the square in the middle of that', unit: 'px' }),
          })
          .refine(({ shorter, size }) => size <= shorter, { error: 'size must be at most shorter' })
          .optional()
          .meta({
            description:
              'Middle of the image that is shown instead: images resized as Pillow does, depth by nearest pixels',
          }),
        flip: z.boolean().default(true).meta({ description: 'Mirror images every other time' }),
        size: pixels.default(64).meta({ description: 'Side of image and depth afterwards', unit: 'px' }),
        ...colours,
      })
      .refine(({ crop, centre }) => crop === undefined || centre === undefined, {
        error: 'must have a crop or a centre, not both',
      })
      .meta({ description: 'Image and depth cut and mirrored together' }),
  ])
  .meta({ title: 'Looks at an image', source: 'Nayebi et al. 2023, methods; its reference implementation' });
export type Looks = z.output<typeof Looks>;
