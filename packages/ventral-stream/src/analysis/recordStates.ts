import { ConfigError, ndArray, tf, type Tensor4D } from '@goal-driven/core';
import type { Network } from '../network/Network';
import { inBatches, tensorOf, type ImageSet } from './ImageSet';
import { probeNetwork } from './probeNetwork';
import type { Recording } from './recordLayers';

/**
 * What the cells of nodes hold at all timesteps, all states of a cell side by side in the order in which it names them:
 * of a reciprocal gated cell and an LSTM the cell and then the rates, of an intersection RNN the memory, which its output
 * is not. Unlike outputs they are before further operations and pools of the node.
 *
 * @param options.pooled whether the mean over the map of each channel is kept, or all pixels
 * @returns by node [N, T, channels of all states], with `pooled` false [N, T, y, x, channels of all states]
 * @throws ConfigError for a node without a cell, and as `probeNetwork` does
 */
export function recordStates(
  network: Network,
  { images }: Pick<ImageSet, 'images'>,
  nodes: readonly string[],
  { pooled = true }: { readonly pooled?: boolean } = {},
): Recording {
  const { compiled, movie } = network.architecture;
  const recordings = new Map(
    nodes.map((name) => {
      const cell = compiled.nodes.find((node) => node.name === name)?.cell;
      if (cell === undefined) throw new ConfigError(`recordStates: nodes must have a cell, got ${name}`);
      const states = Object.keys(cell.states);
      const channels = states.reduce((sum, state) => sum + cell.states[state]!, 0);
      const shape = [images.shape[0]!, movie.timesteps, ...(pooled ? [] : cell.site.size), channels];
      const values = new Float32Array(shape.reduce((size, axis) => size * axis, 1));
      return [name, { states, array: ndArray(values, shape) }] as const;
    }),
  );
  const wanted = Object.fromEntries(nodes.map((name) => [name, () => true]));
  let first = 0;
  for (const batch of inBatches(images)) {
    const count = batch.shape[0]!;
    tf.tidy(() => {
      probeNetwork(network, tensorOf(batch), {
        wanted,
        observe: (step, node, { hidden }) => {
          const own = recordings.get(node);
          if (own === undefined) return;
          const { values, shape } = own.array;
          const rows = rowsOf(
            own.states.map((state) => hidden[state]!),
            pooled,
          );
          const length = values.length / (shape[0]! * shape[1]!);
          for (let image = 0; image < count; image++) {
            const row = rows.length === length ? 0 : image; // of one row where no image has come yet
            const at = ((first + image) * shape[1]! + step) * length;
            values.set(rows.subarray(row * length, (row + 1) * length), at);
          }
        },
      });
    });
    first += count;
  }
  return Object.fromEntries([...recordings].map(([name, { array }]) => [name, array]));
}

/** [B, ...] of states side by side, B being 1 where they do not depend on the image. */
const rowsOf = (states: readonly Tensor4D[], pooled: boolean): Float32Array =>
  tf.tidy(() => {
    const whole = tf.concat([...states], 3);
    return (pooled ? tf.mean(whole, [1, 2]) : whole).dataSync<'float32'>();
  });
