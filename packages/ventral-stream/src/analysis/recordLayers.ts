import { ndArray, tf, type NdArray, type Tensor } from '@goal-driven/core';
import { repeated } from '../network/sameBatch';
import { tidied } from '../network/tidied';
import type { Network } from '../network/Network';
import { inBatches, tensorOf, type ImageSet } from './ImageSet';
import { probeNetwork, type Probe } from './probeNetwork';

/** What layers gave, by node: [N, T, ...shape of the node]. */
export type Recording = { readonly [node: string]: NdArray<Float32Array> };

/**
 * The outputs of layers at all timesteps, as they are seen by other nodes: after the cell, nonlinearity and pools.
 *
 * @param choice.from the first step that is kept; 0 where left out
 * @throws ConfigError as `probeNetwork` does
 */
export function recordLayers(
  network: Network,
  { images }: Pick<ImageSet, 'images'>,
  layers: readonly string[],
  { from = 0, ablations = [] }: Pick<Probe, 'ablations'> & { readonly from?: number } = {},
): Recording {
  const wanted = Object.fromEntries(layers.map((layer) => [layer, (step: number) => step >= from]));
  const parts = inBatches(images).map((batch) =>
    tidied(() => {
      const outputs = probeNetwork(network, tensorOf(batch), { wanted, ablations });
      return layers.map((layer) => {
        const whole = (output: Tensor) => repeated(output, batch.shape[0]!);
        const stacked = tf.stack(outputs.get(layer)!.map(whole), 1);
        return ndArray(stacked.dataSync<'float32'>().slice(), stacked.shape);
      });
    }),
  );
  return Object.fromEntries(layers.map((layer, index) => [layer, joined(parts.map((part) => part[index]!))]));
}

/** One after another along the first axis. */
function joined(parts: readonly NdArray<Float32Array>[]): NdArray<Float32Array> {
  if (parts.length === 1) return parts[0]!;
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  const count = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
  return ndArray(values, [count, ...parts[0]!.shape.slice(1)]);
}
