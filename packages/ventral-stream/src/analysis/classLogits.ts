import { ConfigError, ShapeError, tf, type Tensor2D, type Tensor4D } from '@goal-driven/core';
import type { ConvRnn } from '../network/convRnn';
import type { Network } from '../network/Network';
import type { ImageSet } from './ImageSet';
import { probeNetwork } from './probeNetwork';

type Reading = { readonly labels: readonly number[]; readonly step: number };

/** The logit of each image's class at a step, [B, classes] with 0 for the other classes. */
export function classLogits(network: Network, images: Tensor4D, { labels, step }: Reading): Tensor2D {
  const { compiled, movie } = network.architecture;
  if (!Number.isInteger(step) || step < 0 || step >= movie.timesteps)
    throw new ConfigError(`classLogits: step must be in 0 .. ${movie.timesteps - 1}, got ${step}`);
  const { name, shapes } = compiled.nodes.at(-1)!;
  const wanted = { [name]: (at: number) => at === step };
  const [logits] = probeNetwork(network, images, { wanted, timesteps: step + 1 }).get(name)!;
  const chosen = tf.oneHot(tf.tensor1d([...labels], 'int32'), shapes.output[0]!);
  return tf.mul<Tensor2D>(logits!, tf.cast(chosen as Tensor2D, 'float32'));
}

/** @throws ConfigError where a label is no class of the network, ShapeError where there is not one for each image */
export function requireLabels({ compiled }: ConvRnn, { images, labels }: ImageSet): void {
  const classes = compiled.nodes.at(-1)!.shapes.output[0]!;
  if (labels.length !== images.shape[0])
    throw new ShapeError(`requireLabels: labels must be ${images.shape[0]}, got ${labels.length}`);
  const other = labels.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  if (other !== undefined)
    throw new ConfigError(`requireLabels: labels must be in 0 .. ${classes - 1}, got ${other}`);
}
