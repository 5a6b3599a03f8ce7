import { FeedForwardConfig } from '@goal-driven/core';
import { z } from 'zod';
import { alexNet } from './alexNet';
import { alignmentResNet } from './alignmentResNet';
import type { Made } from './imageNetwork';
import { kNet } from './kNet';
import { convolutionNetwork, denseNetwork } from './smallNetworks';

const sizes = (description: string) =>
  z.array(z.int().positive().max(65536)).min(1).max(32).meta({ description, unit: '1' });

/** The networks in which rules are identified, by kind. */
export const NetworkConfig = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('dense'), widths: sizes('Units of the hidden layers') }),
    z.strictObject({ kind: z.literal('convolution'), channels: sizes('Channels of the convolutions') }),
    z.strictObject({
      kind: z.literal('alexNet'),
      localResponseNorm: z.boolean().default(false).meta({ description: 'Whether it has local response normalisation' }),
    }),
    z.strictObject({
      kind: z.literal('kNet'),
      layers: z.union([z.literal(4), z.literal(5)]).default(4).meta({ description: 'With the readout' }),
      norm: z.enum(['batchNorm', 'localResponseNorm']).default('batchNorm').meta({ description: 'Its normalisation' }),
      axis: z.enum(['height', 'channels']).default('height').meta({
        description: 'What batch normalisation has moments of: rows of the map as in the source, or channels',
      }),
    }),
    z.strictObject({
      kind: z.literal('resNet'),
      depth: z
        .union([z.literal(18), z.literal(34), z.literal(50)])
        .default(18)
        .meta({ description: 'Layers, as they are counted' }),
      version: z.union([z.literal(1), z.literal(2)]).default(1).meta({
        description: 'Activation after the sum, or before the convolutions',
      }),
    }),
  ])
  .meta({ title: 'Network in which a rule is identified', source: 'Nayebi et al. 2020, arXiv:2010.11765' }); // prettier-ignore
export type NetworkConfig = z.output<typeof NetworkConfig>;

/** The network of a config, for images of a shape. Read out by one dense layer, the last of its last node. */
export function networkOf(config: NetworkConfig, made: Made): FeedForwardConfig {
  switch (config.kind) {
    case 'dense':
      return FeedForwardConfig.parse(denseNetwork(made, config));
    case 'convolution':
      return FeedForwardConfig.parse(convolutionNetwork(made, config));
    case 'alexNet':
      return FeedForwardConfig.parse(alexNet(made, config));
    case 'kNet':
      return FeedForwardConfig.parse(kNet(made, config));
    case 'resNet':
      return FeedForwardConfig.parse(alignmentResNet(made, config));
  }
}
