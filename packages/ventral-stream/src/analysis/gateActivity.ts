import { tf, type Tensor2D } from '@goal-driven/core';
import type { Network } from '../network/Network';
import { inBatches, tensorOf, type ImageSet } from './ImageSet';
import { probeNetwork } from './probeNetwork';

/** What a gate of a node did. */
export type GateActivity = {
  readonly node: string;
  readonly gate: string;
  /** Mean over images and channels, [T][y][x]. */
  readonly maps: readonly (readonly (readonly number[])[])[];
  /** Mean over the map as well, [T]. */
  readonly means: readonly number[];
};

/** What cells show beside their gates: a proposal for the state, which is none. */
const CANDIDATE = 'candidate';

/**
 * How open the gates of all cells are, by place and over time: the factors by which cells multiply, 0 where shut and 1
 * where all passes; those with tanh may exceed 1. Networks whose cells have no gates have none.
 *
 * @throws ConfigError as `probeNetwork` does
 */
export function gateActivity(network: Network, { images }: Pick<ImageSet, 'images'>): GateActivity[] {
  const found = new Map<string, { node: string; gate: string; maps: number[][][] }>();
  const recurrent = network.architecture.compiled.nodes.filter(({ cell }) => cell !== undefined);
  const wanted = Object.fromEntries(recurrent.map(({ name }) => [name, () => true]));
  for (const batch of inBatches(images)) {
    const share = batch.shape[0]! / images.shape[0]!;
    tf.tidy(() => {
      probeNetwork(network, tensorOf(batch), {
        wanted,
        observe: (step, node, { gates }) => {
          for (const [gate, value] of Object.entries(gates)) {
            if (gate === CANDIDATE) continue;
            const key = `${node}/${gate}`;
            if (!found.has(key)) found.set(key, { node, gate, maps: [] });
            const { maps } = found.get(key)!;
            const rows = tf.tidy(() => tf.mean<Tensor2D>(value, [0, 3]).arraySync());
            const before = maps[step];
            maps[step] = rows.map((row, y) => row.map((mean, x) => (before?.[y]![x] ?? 0) + share * mean));
          }
        },
      });
    });
  }
  return [...found.values()].map((activity) => ({ ...activity, means: activity.maps.map(meanOf) }));
}

function meanOf(rows: readonly (readonly number[])[]): number {
  const pixels = rows.flat();
  return pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
}
