import { z } from 'zod';

/** How a published network is cut to another task or machine; the defaults are the published ones. */
export const ModelScale = z
  .strictObject({
    size: z.int().positive().max(4096).default(224).meta({
      description: 'Height and width of the images',
      unit: 'pixels',
    }),
    classes: z.int().positive().max(100_000).default(1000).meta({ description: 'Classes to tell apart' }),
    width: z.number().positive().max(16).default(1).meta({
      description: 'Factor on the channels of every layer, rounded to whole ones',
      unit: '1',
    }),
  })
  .meta({ title: 'Scale of a network' });
export type ModelScale = z.output<typeof ModelScale>;

/** Channels at a scale; at least one. */
export const channelsAt = (scale: Pick<ModelScale, 'width'>, channels: number): number =>
  Math.max(1, Math.round(channels * scale.width));
