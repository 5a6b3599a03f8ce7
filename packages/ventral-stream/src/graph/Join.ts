import { z } from 'zod';

const size = z
  .union([
    z.enum(['resize', 'nearest', 'cropOrPad', 'tile', 'affine', 'flatten']),
    z.strictObject({
      kind: z.literal('transposed'),
      kernelSize: z
        .tuple([z.int().positive().max(64), z.int().positive().max(64)])
        .default([3, 3])
        .meta({ description: 'Size of the kernel, [height, width]', unit: 'pixels' }),
    }),
    z.strictObject({
      kind: z.literal('factored'),
      units: z
        .int()
        .positive()
        .max(65536)
        .meta({ description: 'Units that each input becomes, N', unit: '1' }),
    }),
  ])
  .meta({
    description:
      'How a further input gets the size of the feed-forward one: `resize`, bilinear with aligned corners; ' +
      '`nearest` neighbour; `cropOrPad`, cut or padded with zeros around the centre; `tile`, repeated (and cut); ' +
      '`affine`, sampled where an affine map of the plane says that the input itself determines by learned weights ' +
      '(a spatial transformer, at first the same as `resize`); `transposed`, a learned transposed convolution, or ' +
      'one with strides where the input is larger, to the channels of the feed-forward input. Two ways change the ' +
      'feed-forward input too: `flatten`, all inputs as one vector; `factored`, each input as N units, whose weights ' +
      'are the product of a learned mask over the map and one over the channels',
  });

/**
 * How the inputs of a node meet: first their sizes, then their channels. No published network has another way than
 * the default, and none is in the space of the search.
 */
export const Join = z
  .strictObject({
    size: size.default('resize'),
    channels: z
      .enum(['concat', 'add', 'multiply'])
      .default('concat')
      .meta({
        description:
          'What becomes of the further inputs: channels behind those of the feed-forward input, or added to it ' +
          'or multiplied with it, after a 1x1 convolution (of vectors: a dense layer) where the channels differ',
      }),
  })
  .meta({
    title: 'How inputs of different sizes meet',
    source: 'neuroailab/tnn, the harbor of a node; Jaderberg et al. 2015, arXiv:1506.02025 (affine)',
  });
export type Join = z.output<typeof Join>;
