import {
  createPass,
  sizeOf,
  tf,
  type FeedForwardNetwork,
  type Pass,
  type Tensor,
  type Tensor2D,
  type Tree,
} from '@goal-driven/core';

/** An encoder that is learned with the policy, or the number of features of one that is not. */
export type PolicyEncoder =
  | {
      readonly network: FeedForwardNetwork;
      /** Its first parameters, where it does not begin at random; the caller owns their tensors. */
      readonly start?: () => { params: Tree; state: Tree };
    }
  | { readonly features: number };

/** Units that an encoder gives for an image. */
export function featuresOf(encoder: PolicyEncoder): number {
  if (!('network' in encoder)) return encoder.features;
  const { shapes, config } = encoder.network;
  return sizeOf(shapes[config.output ?? config.nodes.at(-1)!.name]!);
}

/**
 * What an encoder makes of images, or of features that were made already.
 *
 * @param images [N, height, width, 3] or [N, F]
 * @returns rows [N, F], and the state to carry on: its batch norms use the moments that are stored, also while it learns
 */
export function encode(
  encoder: PolicyEncoder,
  { params, state, images, pass }: { params: Tree; state: Tree; images: Tensor; pass: Pass },
): { rows: Tensor2D; encoderState: Tree } {
  if (!('network' in encoder)) return { rows: images as Tensor2D, encoderState: {} };
  const still = createPass({ training: false, rng: pass.rng, projector: pass.projector })
    .at('model')
    .at('encoder');
  const own = state['encoder'] as Tree;
  const { output } = encoder.network.apply(params['encoder'] as Tree, own, { images }, still);
  return { rows: tf.reshape(output, [images.shape[0]!, -1]), encoderState: { encoder: own } };
}
