import { z } from 'zod';
import { categoryNames } from './categories';
import { backgroundKinds } from './ObjectView';
import { variationNames, type VariationName } from './variations';

const range = (most: number, description: string, unit: string) =>
  z.number().nonnegative().max(most).meta({ description, unit });

/** How far views go from the centre, the middle size and the canonical view. */
export const Variation = z
  .strictObject({
    position: range(8, 'Largest shift along each axis', 'deg'),
    scale: z.number().min(1).max(4).meta({ description: 'Largest factor by which size grows or shrinks' }),
    rotation: range(180, 'Largest turn about each of the three axes', 'deg'),
  })
  .meta({ title: 'Amount of variation' });
export const RenderedObjects = z
  .strictObject({
    kind: z.literal('objects'),
    seed: z.int().nonnegative().default(0).meta({ description: 'Of shapes, views and backgrounds' }),
    categories: z
      .array(z.enum(categoryNames))
      .min(1)
      .refine((names) => new Set(names).size === names.length, { error: 'must name each category once' })
      .default([...categoryNames])
      .meta({ description: 'Categories, in the order of their labels' }),
    labels: z
      .enum(['category', 'object'])
      .default('category')
      .meta({ description: 'What the label of an image says: its category, or which object of all' }),
    objects: z.int().positive().max(1000).default(8).meta({ description: 'Objects of each category' }),
    images: z.int().positive().default(5760).meta({ description: 'Images; object changes fastest' }),
    first: z.int().nonnegative().default(0).meta({
      description: 'Number of the first image; sets of one seed that do not overlap hold different views',
    }),
    variation: z
      .array(z.union([z.enum(variationNames), Variation]))
      .min(1)
      .default(['low', ...Array<VariationName>(4).fill('medium'), ...Array<VariationName>(4).fill('high')])
      .meta({ description: 'Amounts of variation, taken in turn by each round through all objects' }),
    size: z
      .number()
      .positive()
      .max(8)
      .default(5.2)
      .meta({ description: 'Middle size of an object', unit: 'deg' }),
    backgrounds: z
      .array(z.enum(backgroundKinds))
      .min(1)
      .default(['landscape', 'clutter', 'noise'])
      .meta({ description: 'Kinds of background, drawn with equal chance' }),
    lamp: z
      .number()
      .nonnegative()
      .max(60)
      .default(25)
      .meta({ description: 'Largest turn of the lamp from above left', unit: 'deg' }),
    pixels: z.int().min(8).max(1024).default(64).meta({ description: 'Side of an image', unit: 'px' }),
  })
  .meta({
    title: 'Rendered objects before backgrounds',
    source: 'Majaj, Hong, Solomon, DiCarlo 2015, J. Neurosci. 35:13402',
  });
export type RenderedObjects = z.output<typeof RenderedObjects>;
