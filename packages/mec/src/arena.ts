import { z } from 'zod';

export const Arena = z
  .strictObject({
    width: z.number().positive().default(2.2).meta({ description: 'Extent along x, W', unit: 'm' }),
    height: z.number().positive().default(2.2).meta({ description: 'Extent along y, H', unit: 'm' }),
  })
  .meta({
    title: 'Rectangular arena centred on the origin',
    source: 'Nayebi et al. 2021; Banino et al. 2018 train in 2.2 m x 2.2 m',
  });
export type Arena = z.output<typeof Arena>;

/** The walls of a rectangle that need not be centred, m. */
export type Bounds = {
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
};

/** The walls of an arena, m. */
export const boundsOf = ({ width, height }: Arena): Bounds => ({
  minX: -width / 2,
  maxX: width / 2,
  minY: -height / 2,
  maxY: height / 2,
});
