import { z } from 'zod';
import { NetworkChoice } from '../studies/NetworkChoice';

const common = {
  layer: z.string().min(1).max(200).nullable().default(null).meta({
    description:
      'Layer that is read, such as `VISpor` or `features.13`; what comes after it is not computed. The output where null',
  }),
};

/** What a readout sees through: a network that stays as it is. */
export const FrozenEncoder = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('random'),
        network: NetworkChoice.prefault({ kind: 'published' }),
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
    z
      .strictObject({
        kind: z.literal('weights'),
        model: z.string().min(1).meta({ description: 'Name in the list of models' }),
        file: z.string().min(1).meta({
          description:
            "Its published checkpoint (PyTorch's), or what `goal-driven import` made of one (.safetensors)",
        }),
        ...common,
      })
      .meta({ title: 'A network with published weights' }),
  ])
  .meta({ title: 'Frozen encoder' });
export type FrozenEncoder = z.output<typeof FrozenEncoder>;
