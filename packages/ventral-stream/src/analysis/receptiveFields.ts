import { ConfigError, tf } from '@goal-driven/core';
import type { Network } from '../network/Network';
import { fieldSize, type FieldSize } from './fieldSize';
import { imageGradient } from './imageGradient';
import { rowsOf } from './imageMaps';
import { tensorOf, type ImageSet } from './ImageSet';
import { probeNetwork } from './probeNetwork';
import { unitIndex, type Unit } from './Unit';

/** What a unit sees of the image at one step. */
export type ReceptiveField = FieldSize & {
  readonly step: number;
  /** Mean over images of the squared gradient, summed over the image's channels, [height][width]. */
  readonly energy: readonly (readonly number[])[];
};

/**
 * Effective receptive fields: the gradient of a unit's output at a step with respect to the image that is shown, all
 * the timesteps of it together. They are 0 everywhere until the image has come to the unit.
 *
 * @param timesteps at which the unit is read
 * @param images [images, height, width, 3]
 * @throws ConfigError for a unit or a step that is not there
 * @source Luo, Li, Urtasun & Zemel 2016, Understanding the effective receptive field in deep convolutional neural
 *   networks, NeurIPS 29
 * @differs They start from gradients at the output drawn at random; we from one unit and real images.
 */
export function receptiveFields(
  network: Network,
  { images }: Pick<ImageSet, 'images'>,
  { unit, timesteps }: { readonly unit: Unit; readonly timesteps: readonly number[] },
): ReceptiveField[] {
  const node = network.architecture.compiled.nodes.find(({ name }) => name === unit.node);
  if (node === undefined)
    throw new ConfigError(`receptiveFields: a unit must be of a node of the graph, got ${unit.node}`);
  const index = unitIndex(unit, node.shapes.output);
  const [, height, width] = images.shape as [number, number, number, number];
  return timesteps.map((step) => {
    const energy = tf.tidy(() =>
      tf
        .mean(
          tf.sum(
            tf.square(
              imageGradient(tensorOf(images), (shown) => {
                const wanted = { [unit.node]: (at: number) => at === step };
                const [output] = probeNetwork(network, shown, { wanted, timesteps: step + 1 }).get(
                  unit.node,
                )!;
                return tf.sum(tf.slice(tf.reshape(output!, [output!.shape[0]!, -1]), [0, index], [-1, 1]));
              }),
            ),
            3,
          ),
          0,
        )
        .dataSync(),
    );
    const rows = rowsOf(energy, height, width);
    return { step, energy: rows, ...fieldSize(rows) };
  });
}
