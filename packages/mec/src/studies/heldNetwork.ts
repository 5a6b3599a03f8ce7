import { ndArray, type NdArray } from '@goal-driven/core';
import type { RateMaps } from '@goal-driven/metrics';
import { boundsOf, periodOf, shortestWay, type Arena } from '../arena';
import type { Network } from '../evaluatePaths';
import { traceLayers, type MappedLayer } from '../layerMaps';
import type { HeldCells } from '../neural/heldSession';
import type { PathIntegrationBatch } from '../pathIntegrationStream';
import { createRateMaps } from '../rateMapScores';

/**
 * Rate maps of all units of a layer, gathered batch by batch, and the activity of the first few, held for all paths.
 * Speed and heading are those of the step before a position, so that the first position of a path is left out of what
 * is held.
 *
 * @param options.dt length of a step, s
 */
export async function heldNetwork(
  network: Network,
  batches: AsyncIterable<PathIntegrationBatch>,
  options: { arena: Arena; binWidth: number; layer: MappedLayer; units: number; dt: number },
): Promise<{ readonly maps: RateMaps; readonly held: HeldCells }> {
  const { arena, binWidth, layer, units, dt } = options;
  const maps = createRateMaps(boundsOf(arena), binWidth);
  const [positions, headings, speeds, activity]: [number[], number[], number[], number[]] = [[], [], [], []];
  let count = units;
  const lap = arena.kind === 'track' ? periodOf(arena).x : Infinity;
  for await (const batch of batches) {
    const ofLayer = (await traceLayers(network, batch, [layer])).get(layer)!;
    maps.add({ batch, activity: ofLayer });
    const [episodes, timesteps] = batch.position.shape as [number, number];
    const [width, path] = [ofLayer.shape[1]!, batch.position.values];
    count = Math.min(units, width);
    for (let at = 0; at < episodes * timesteps; at++) {
      if (at % timesteps === 0) continue;
      const dx = shortestWay(path[2 * at]! - path[2 * at - 2]!, lap);
      const dy = path[2 * at + 1]! - path[2 * at - 1]!;
      positions.push(path[2 * at]!, path[2 * at + 1]!);
      headings.push(Math.atan2(dy, dx));
      speeds.push(Math.hypot(dx, dy) / dt);
      for (let unit = 0; unit < count; unit++) activity.push(ofLayer.values[at * width + unit]!);
    }
  }
  const n = speeds.length;
  const array = (values: number[], shape: number[]): NdArray => ndArray(Float64Array.from(values), shape);
  const held = {
    path: {
      positions: array(positions, [n, 2]),
      headings: array(headings, [n]),
      speeds: array(speeds, [n]),
    },
    activity: array(activity, [n, count]),
    ids: Array.from({ length: count }, (_, unit) => String(unit)),
  };
  return { maps: maps.finish(), held };
}
