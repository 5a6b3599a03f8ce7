import { z } from 'zod';
import { textureNames } from './textures';

const whole = (least: number, most: number, description: string) =>
  z.int().min(least).max(most).meta({ description, unit: '1' });
const metres = (least: number, most: number, description: string) =>
  z.number().min(least).max(most).meta({ description, unit: 'm' });
const odd = (value: number) => value % 2 === 1;

/** What mazes of one family have in common; the seed and a number make one of them. */
export const MazeWorld = z
  .strictObject({
    seed: z.int().nonnegative().default(0).meta({ description: 'Of walls, targets and colours' }),
    size: whole(5, 41, 'Blocks along each side, the outer walls among them; odd')
      .refine(odd, { error: 'must be odd' })
      .default(11),
    block: metres(0.2, 5, 'Side of a block').default(0.5),
    wallHeight: metres(0.05, 5, 'Height of the walls').default(0.3),
    rooms: whole(0, 20, 'Rooms that are tried for; as many are made as find a place, one at least').default(
      4,
    ),
    roomSides: z
      .tuple([whole(3, 39, 'Least'), whole(3, 39, 'Most')])
      .refine(([least, most]) => odd(least) && odd(most) && least <= most, {
        error: 'must be two odd numbers, the lower one first',
      })
      .default([3, 5])
      .meta({ description: 'Least and largest side of a room', unit: 'blocks' }),
    extraDoors: z.number().min(0).max(1).default(0.05).meta({
      description: 'Chance that a wall between two parts that are joined already is opened too',
      unit: '1',
    }),
    deadEnds: z.boolean().default(false).meta({ description: 'Whether corridors that lead nowhere stay' }),
    targets: whole(0, 8, 'Targets in each room; in a maze without rooms, in all of it').default(3),
    targetRadius: metres(0.01, 0.2, 'Radius of a target, a blue sphere').default(0.05),
    targetHeight: metres(0.01, 2, 'Height of its centre').default(0.125),
    looks: whole(1, 16, 'Kinds of wall in one maze, each around a point of its own').default(4),
    textures: z
      .array(z.enum(textureNames))
      .min(1)
      .default([...textureNames])
      .meta({ description: 'Textures that the walls and the floor are drawn from' }),
    ceiling: z.enum(['sky', 'panels']).default('sky').meta({ description: 'What is above the walls' }),
  })
  .refine(({ rooms, roomSides, size }) => rooms === 0 || roomSides[1] <= size - 2, {
    error: 'rooms must fit between the outer walls',
  })
  .refine(({ rooms, deadEnds }) => rooms > 0 || deadEnds, {
    error: 'without rooms there is nothing but dead ends, so they must stay',
  })
  .meta({
    title: 'Mazes',
    source:
      'The rodent mazes of dm_control locomotion, as in Nayebi, Kong et al. 2023: 11 x 11 blocks of 0.5 m, ' +
      'walls of 0.3 m, up to 4 rooms with 3 blue targets each; the textures are ours',
  });
export type MazeWorld = z.output<typeof MazeWorld>;
