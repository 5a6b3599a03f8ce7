import { z } from 'zod';

export const TextureImages = z
  .strictObject({
    kind: z.literal('textures'),
    seed: z.int().nonnegative().default(0).meta({ description: 'Of patterns, colours and views' }),
    images: z.int().positive().max(100_000).default(1600).meta({
      description: 'Images in all; the texture changes fastest',
      unit: 'images',
    }),
    first: z.int().nonnegative().default(0).meta({
      description: 'Number of the first image; sets of one seed that do not overlap show other patches',
    }),
    tiles: z
      .tuple([z.number().positive().max(32), z.number().positive().max(32)])
      .refine(([low, high]) => low <= high, { error: 'must be [least, most]' })
      .default([0.8, 1.6])
      .meta({
        description:
          'Least and most periods of a texture along a side of the image; their logarithm is uniform',
        unit: 'periods',
      }),
    pixels: z.int().min(8).max(512).default(64).meta({ description: 'Side of an image', unit: 'px' }),
  })
  .meta({
    title: 'Patches of textures',
    source: 'In place of the photographs of Cimpoi et al. 2014, arXiv:1311.3618 (DTD): the patterns are ours',
  });
export type TextureImages = z.output<typeof TextureImages>;
