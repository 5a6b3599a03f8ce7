import { ndArray, tf, type NdArray } from '@goal-driven/core';
import { repeated } from '../network/sameBatch';
import type { Network } from '../studies/evaluateImages';
import { tensorOf, type ImageSet } from './ImageSet';
import { probeNetwork, type Probe } from './probeNetwork';

/** What layers gave, by node: [N, T, ...shape of the node]. */
export type Recording = { readonly [node: string]: NdArray<Float32Array> };

/**
 * The outputs of layers at all steps, as they are seen by other nodes: after the cell, nonlinearity and pools.
 *
 * @throws ConfigError as `probeNetwork` does
 */
export function recordLayers(
  network: Network,
  { images }: Pick<ImageSet, 'images'>,
  layers: readonly string[],
  choice: Pick<Probe, 'ablations'> = {},
): Recording {
  const count = images.shape[0]!;
  return Object.fromEntries(
    tf
      .tidy(() => {
        const wanted = Object.fromEntries(layers.map((layer) => [layer, () => true]));
        const outputs = probeNetwork(network, tensorOf(images), { ...choice, wanted });
        return layers.map((layer) =>
          tf.stack(
            outputs.get(layer)!.map((output) => repeated(output, count)),
            1,
          ),
        );
      })
      .map((tensor, index) => {
        const array = ndArray(tensor.dataSync<'float32'>().slice(), tensor.shape);
        tensor.dispose();
        return [layers[index]!, array];
      }),
  );
}
