import { z } from 'zod';

const metres = (description: string) => z.number().meta({ description, unit: 'm' });

export const InnerWall = z
  .strictObject({
    x1: metres('One end, x'),
    y1: metres('One end, y'),
    x2: metres('Other end, x'),
    y2: metres('Other end, y'),
  })
  .meta({ title: 'A straight wall within an arena, which no step crosses' });
export type InnerWall = z.output<typeof InnerWall>;

const innerWalls = z
  .array(InnerWall)
  .default([])
  .meta({ description: 'Walls within; walkers turn along them as along the outer ones' });

export const Rectangle = z
  .strictObject({
    kind: z.literal('rectangle').optional().default('rectangle'), // optional: a union takes its absence for it
    width: z.number().positive().default(2.2).meta({ description: 'Extent along x, W', unit: 'm' }),
    height: z.number().positive().default(2.2).meta({ description: 'Extent along y, H', unit: 'm' }),
    innerWalls,
  })
  .meta({
    title: 'Rectangular arena centred on the origin',
    source: 'Nayebi et al. 2021; Banino et al. 2018 train in 2.2 m x 2.2 m',
  });

export const Circle = z
  .strictObject({
    kind: z.literal('circle'),
    radius: z.number().positive().default(1.1).meta({ description: 'Radius, R', unit: 'm' }),
    innerWalls,
  })
  .meta({ title: 'Circular arena centred on the origin', source: 'Banino et al. 2018, Methods' });

export const Track = z
  .strictObject({
    kind: z.literal('track'),
    length: z.number().positive().default(4).meta({ description: 'Length of one lap, L', unit: 'm' }),
  })
  .meta({
    title: 'Track that begins again where it ends, at x from 0 to L and y = 0',
    source: 'Campbell et al. 2018, virtual track of 400 cm',
  });
export type Track = z.output<typeof Track>;
export type Rectangle = z.output<typeof Rectangle>;
export type Circle = z.output<typeof Circle>;

/** Where an animal walks; `kind` says which shape, a rectangle where it is left out. */
export const Arena = z.discriminatedUnion('kind', [Rectangle, Circle, Track]).meta({ title: 'Arena' });
export type Arena = z.output<typeof Arena>;

/** The walls of a rectangle that need not be centred, m. */
export type Bounds = {
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
};

/** The smallest upright rectangle around an arena, m; of no height around a track. */
export function boundsOf(arena: Arena): Bounds {
  switch (arena.kind) {
    case 'rectangle':
      return {
        minX: -arena.width / 2,
        maxX: arena.width / 2,
        minY: -arena.height / 2,
        maxY: arena.height / 2,
      };
    case 'circle':
      return { minX: -arena.radius, maxX: arena.radius, minY: -arena.radius, maxY: arena.radius };
    case 'track':
      return { minX: 0, maxX: arena.length, minY: 0, maxY: 0 };
  }
}

/** An arena in words, as scores are labelled with. */
export function describeArena(arena: Arena): string {
  switch (arena.kind) {
    case 'rectangle':
      return `${arena.width} m x ${arena.height} m${wallsInWords(arena.innerWalls)}`;
    case 'circle':
      return `circle of radius ${arena.radius} m${wallsInWords(arena.innerWalls)}`;
    case 'track':
      return `track of ${arena.length} m`;
  }
}

const wallsInWords = ({ length }: readonly InnerWall[]): string =>
  length === 0 ? '' : `, ${length} inner ${length === 1 ? 'wall' : 'walls'}`;

/** Extents of a space that closes on itself, m; infinite along an axis that does not. */
export type Period = { readonly x: number; readonly y: number };

/** The period of an arena taken as a torus, or of a track as a ring. */
export function periodOf(arena: Arena): Period {
  const { minX, maxX, minY, maxY } = boundsOf(arena);
  return { x: maxX - minX, y: arena.kind === 'track' ? Infinity : maxY - minY };
}

/** The shortest way along one axis that closes after `period`; the difference itself where it is infinite. */
export const shortestWay = (difference: number, period: number): number =>
  period === Infinity ? difference : difference - period * Math.round(difference / period);
