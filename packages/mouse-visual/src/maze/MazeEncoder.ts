import { z } from 'zod';
import { NetworkChoice } from '../studies/NetworkChoice';

const common = {
  layer: z.string().max(200).nullable().default(null).meta({
    description: 'Layer that the policy reads, such as `features.9`; the output where null',
  }),
  frozen: z.boolean().meta({ description: 'Whether it stays as it is; else it is learned with the policy' }),
};

/** What the policy sees through. */
export const MazeEncoder = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('random'),
        network: NetworkChoice.prefault({
          kind: 'published',
          name: 'mouse-visual/alexnet_64x64_rl_scratch_truncated',
        }),
        ...common,
      })
      .meta({ title: 'A network with parameters drawn at random' }),
    z
      .strictObject({
        kind: z.literal('run'),
        run: z.string().min(1).meta({ description: 'Folder of a finished run of mouse-visual/training' }),
        untrained: z.boolean().default(false).meta({
          description: 'Whether to take the same network as it was before that training',
        }),
        ...common,
      })
      .meta({ title: 'A network that was trained for an objective' }),
  ])
  .meta({ title: 'Encoder' });
export type MazeEncoder = z.output<typeof MazeEncoder>;
