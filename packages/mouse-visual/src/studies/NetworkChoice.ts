import { ConfigError, feedForward, FeedForwardConfig, type FeedForwardNetwork } from '@goal-driven/core';
import { z } from 'zod';
import { MouseModel, mouseModelConfig } from '../models/MouseModel';
import { models } from '../models/models';

/** A feed-forward network: a published one by its name, a kind of them with options, or a graph of one's own. */
export const NetworkChoice = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('published'),
      name: z
        .string()
        .default('mouse-visual/simplified_mousenet_dual_stream_visp_3x3_ir')
        .meta({ description: 'Name in the list of models' }),
    }),
    z.strictObject({ kind: z.literal('model'), model: MouseModel }),
    z.strictObject({ kind: z.literal('graph'), graph: FeedForwardConfig }),
  ])
  .meta({ title: 'Network' });
export type NetworkChoice = z.output<typeof NetworkChoice>;

/**
 * The network of a choice.
 *
 * @throws ConfigError for a name that no published network has, and what `feedForward` throws
 */
export function createNetwork(choice: NetworkChoice): FeedForwardNetwork {
  switch (choice.kind) {
    case 'published': {
      if (!Object.hasOwn(models, choice.name))
        throw new ConfigError(
          `createNetwork: name must be one of ${Object.keys(models).join(', ')}, got ${choice.name}`,
        );
      return models[choice.name]!.architecture();
    }
    case 'model':
      return feedForward(mouseModelConfig(choice.model));
    case 'graph':
      return feedForward(choice.graph);
  }
}
