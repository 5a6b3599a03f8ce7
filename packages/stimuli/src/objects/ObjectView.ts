import type { CategoryName } from './categories';
import type { Turn } from './rotation';

/** Side of the image, degrees of visual angle. */
export const FIELD = 8;

/** Kinds of background: a landscape, overlapping things, coloured 1/f noise, uniform mid-gray. */
export const backgroundKinds = ['landscape', 'clutter', 'noise', 'gray'] as const;
export type BackgroundKind = (typeof backgroundKinds)[number];

/** All that an image of an object depends on, its size in pixels excepted. */
export type ObjectView = {
  /** Seed of shapes and backgrounds: object 3 of the cars is one car for each seed. */
  readonly seed: number;
  readonly category: CategoryName;
  /** Which object of its category, from 0. */
  readonly object: number;
  /** Of its centre, degrees to the right and up from the centre of the image. */
  readonly position: readonly [x: number, y: number];
  /** Diameter of the sphere around the object, degrees. */
  readonly size: number;
  /** From the canonical view of the category, degrees. */
  readonly rotation: Turn;
  /** Direction of the lamp from the viewer's line of sight, degrees to the right and up. */
  readonly lamp: { readonly azimuth: number; readonly elevation: number };
  /** A background is one for each seed, kind and number. */
  readonly background: { readonly kind: BackgroundKind; readonly id: number };
};
