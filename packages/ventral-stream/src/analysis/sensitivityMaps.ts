import { ConfigError, ShapeError, tf, type Tensor2D, type Tensor4D } from '@goal-driven/core';
import type { ConvRnn } from '../network/convRnn';
import type { Network } from '../studies/evaluateImages';
import { rowsOf } from './imageMaps';
import { tensorOf, type ImageSet } from './ImageSet';
import { probeNetwork } from './probeNetwork';
import { imageGradient } from './receptiveFields';

/**
 * How much each pixel moves the logit of the image's class: the greatest absolute derivative over the colours.
 *
 * @param step at which the readout is read
 * @returns [N][height][width], logits per unit of the normalised image
 * @throws ConfigError for a step or a class that is not there, ShapeError where there is not a label for each image
 * @source Simonyan, Vedaldi & Zisserman 2014, Deep inside convolutional networks, arXiv:1312.6034
 */
export function sensitivityMaps(network: Network, set: ImageSet, step: number): number[][][] {
  requireLabels(network.architecture, set);
  const [count, height, width] = set.images.shape as [number, number, number, number];
  const values = tf.tidy(() => {
    const gradient = imageGradient(tensorOf(set.images), (shown) =>
      tf.sum(classLogits(network, shown, { labels: set.labels, step })),
    );
    return tf.max(tf.abs(gradient), 3).dataSync();
  });
  const pixels = height * width;
  return Array.from({ length: count }, (_, image) =>
    rowsOf(values.subarray(image * pixels, (image + 1) * pixels), height, width),
  );
}

type Reading = { readonly labels: readonly number[]; readonly step: number };

/** The logit of each image's class at a step, [B, classes] with 0 for the other classes. */
export function classLogits(network: Network, images: Tensor4D, { labels, step }: Reading): Tensor2D {
  const { compiled, movie } = network.architecture;
  if (!Number.isInteger(step) || step < 0 || step >= movie.steps)
    throw new ConfigError(`classLogits: step must be in 0 .. ${movie.steps - 1}, got ${step}`);
  const { name, shapes } = compiled.nodes.at(-1)!;
  const wanted = { [name]: (at: number) => at === step };
  const [logits] = probeNetwork(network, images, { wanted, steps: step + 1 }).get(name)!;
  const chosen = tf.oneHot(tf.tensor1d([...labels], 'int32'), shapes.output[0]!);
  return tf.mul<Tensor2D>(logits!, tf.cast(chosen as Tensor2D, 'float32'));
}

/** @throws ConfigError, ShapeError */
export function requireLabels({ compiled }: ConvRnn, { images, labels }: ImageSet): void {
  const classes = compiled.nodes.at(-1)!.shapes.output[0]!;
  if (labels.length !== images.shape[0])
    throw new ShapeError(`sensitivity: labels must be ${images.shape[0]}, got ${labels.length}`);
  const other = labels.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  if (other !== undefined)
    throw new ConfigError(`sensitivity: labels must be in 0 .. ${classes - 1}, got ${other}`);
}
