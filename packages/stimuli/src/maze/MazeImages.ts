import { z } from 'zod';
import { Forage } from './forage';
import { MazeView } from './MazeView';
import { MazeWorld } from './MazeWorld';

export const MazeImages = z
  .strictObject({
    kind: z.literal('maze'),
    world: MazeWorld.prefault({}),
    view: MazeView.prefault({}),
    walk: Forage.prefault({}).meta({ description: 'How the animal comes to where it looks from' }),
    seed: z.int().nonnegative().default(0).meta({ description: 'Of the walks' }),
    mazes: z.int().positive().max(1_000_000).default(64).meta({ description: 'Mazes, walked in turn' }),
    firstMaze: z
      .int()
      .nonnegative()
      .default(0)
      .meta({ description: 'Number of the first; sets that do not overlap show other mazes' }),
    steps: z.int().positive().max(10_000).default(256).meta({
      description: 'Images of one walk; the next walk is in the next maze',
      unit: 'images',
    }),
    stride: z.int().positive().max(1000).default(2).meta({
      description: 'Steps of the walk from one image to the next',
      unit: 'steps',
    }),
    images: z.int().positive().max(20_000_000).default(16_384).meta({ description: 'Images in all' }),
    labels: z.enum(['distance', 'texture', 'maze']).default('distance').meta({
      description:
        'What the label of an image says of the wall straight ahead, how far it is or what it is made of, or which maze it is',
    }),
  })
  .meta({
    title: 'What an animal sees that forages in mazes',
    source: 'After the maze frames of Nayebi, Kong et al. 2023, section Methods',
  });
export type MazeImages = z.output<typeof MazeImages>;
