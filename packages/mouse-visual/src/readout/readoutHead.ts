import { feedForward, FeedForwardConfig, type FeedForwardNetwork } from '@goal-driven/core';
import { z } from 'zod';

/** What is learned on the features of a frozen encoder. */
export const ReadoutHead = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('linear') }).meta({ title: 'A fully connected layer' }),
    z
      .strictObject({
        kind: z.literal('rotNet'),
        pool: z.int().positive().max(256).default(6).meta({
          description: 'Bins in each direction, each of which gives the greatest value of the map in it',
        }),
      })
      .meta({
        title: 'A pooled and normalised map, then a fully connected layer',
        source: 'Gidaris et al. 2018, arXiv:1803.07728',
      }),
  ])
  .meta({ title: 'Readout' });
export type ReadoutHead = z.output<typeof ReadoutHead>;

type Features = { readonly features: readonly number[]; readonly classes: number };

/**
 * The network from features to logits [B, classes].
 *
 * `linear`: D -> classes, started as PyTorch does. `rotNet`: batch norm by channel without gain and offset, then the map
 * [pool, pool, channels] -> classes, weights from N(0, sqrt(2 / classes)), biases 0; its batch norm is the readout's
 * and has moments of batches while it learns, the encoder's has not.
 *
 * @source the public code of Nayebi, Kong et al. 2023
 */
export function readoutHead({ kind }: ReadoutHead, { features, classes }: Features): FeedForwardNetwork {
  const normalised = [
    { op: 'batchNorm', name: 'bn', settings: { convention: 'torch', scale: false, center: false } },
    { op: 'flatten', name: 'flatten' },
  ];
  const start =
    kind === 'linear'
      ? { kernelInitializer: { kind: 'torchDefault' }, biasInitializer: { kind: 'torchDefault' } }
      : {
          kernelInitializer: { kind: 'randomNormal', stddev: Math.sqrt(2 / classes) },
          biasInitializer: { kind: 'zeros' },
        };
  return feedForward(
    FeedForwardConfig.parse({
      name: 'mouse-visual/linear-readout',
      input: features,
      nodes: [
        {
          name: 'readout',
          from: ['input'],
          operations: [
            ...(kind === 'rotNet' ? normalised : []),
            { op: 'dense', name: 'fc', units: classes, ...start },
          ],
        },
      ],
    }),
  );
}
