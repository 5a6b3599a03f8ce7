import { MazeView, MazeWorld } from '@goal-driven/stimuli';
import { z } from 'zod';

export const MazeAction = z
  .strictObject({
    forward: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'Way forward, after the turn; a block of the world at most', unit: 'm' }),
    turn: z
      .number()
      .min(-180)
      .max(180)
      .meta({ description: 'Turn, to the left where positive', unit: 'deg' }),
  })
  .meta({ title: 'What an animal can do in a step' });
export type MazeAction = z.output<typeof MazeAction>;

/** Foraging for targets in mazes: what there is, what can be done, and what it is worth. */
export const MazeGame = z
  .strictObject({
    world: MazeWorld.prefault({}),
    view: MazeView.prefault({}),
    radius: z.number().positive().max(0.5).default(0.05).meta({
      description: 'Half the side of the body',
      unit: 'm',
    }),
    actions: z
      .array(MazeAction)
      .min(2)
      .max(64)
      .default([
        { forward: 0.15, turn: 0 },
        { forward: 0, turn: 30 },
        { forward: 0, turn: -30 },
      ])
      .meta({ description: 'What it chooses from' }),
    limit: z
      .int()
      .positive()
      .max(100_000)
      .default(300)
      .meta({ description: 'Steps after which an episode ends', unit: 'steps' }),
    reward: z.number().positive().default(50).meta({ description: 'Of a target that is reached, once' }),
  })
  .meta({
    title: 'Foraging in mazes',
    source:
      'The rodent mazes of dm_control locomotion, as in Nayebi, Kong et al. 2023: 50 for each target, once; an episode ' +
      'ends when all are collected or after 30 s. Ours has steps of the whole body in place of 38 joints',
  });
export type MazeGame = z.output<typeof MazeGame>;
