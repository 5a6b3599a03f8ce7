import { z } from 'zod';

/** How an animal sees. */
export const MazeView = z
  .strictObject({
    pixels: z.int().min(8).max(512).default(64).meta({ description: 'Side of an image', unit: 'px' }),
    field: z
      .number()
      .min(20)
      .max(150)
      .default(90)
      .meta({ description: 'Field of view along each side', unit: 'deg' }),
    eyeHeight: z
      .number()
      .positive()
      .max(2)
      .default(0.1)
      .meta({ description: 'Height of the eye, below that of the walls', unit: 'm' }),
    visibility: z
      .number()
      .positive()
      .max(1000)
      .default(6)
      .meta({ description: 'Distance over which light falls to 1 / e', unit: 'm' }),
    antialias: z
      .int()
      .min(1)
      .max(4)
      .default(1)
      .meta({ description: 'Samples along each side of a pixel', unit: '1' }),
  })
  .meta({
    title: "The animal's eye",
    source: 'An egocentric camera, as of the rodent of dm_control; numbers ours',
  });
export type MazeView = z.output<typeof MazeView>;
