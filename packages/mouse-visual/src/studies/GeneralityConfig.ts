import { z } from 'zod';
import { SceneProbes } from '../generality/SceneProbes';
import { ProbedNetwork } from './ProbedNetwork';

export const GeneralityConfig = z
  .strictObject({
    networks: z
      .array(ProbedNetwork)
      .min(1)
      .refine((networks) => new Set(networks.map(({ name }) => name)).size === networks.length, {
        error: 'must have names of their own',
      })
      .prefault([{ kind: 'random', name: 'untrained' }])
      .meta({ description: 'What is put to the test' }),
    crop: z.int().positive().max(2048).default(224).meta({
      description: 'Side of the middle of an image that is resized to what a network sees',
      unit: 'px',
    }),
    probes: SceneProbes.prefault({}),
  })
  .meta({ title: 'Generality over tasks' });
export type GeneralityConfig = z.output<typeof GeneralityConfig>;
