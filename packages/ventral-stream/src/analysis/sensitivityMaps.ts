import { tf } from '@goal-driven/core';
import type { Network } from '../network/Network';
import { classLogits, requireLabels } from './classLogits';
import { imageGradient } from './imageGradient';
import { rowsOf } from './imageMaps';
import { tensorOf, type ImageSet } from './ImageSet';

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
