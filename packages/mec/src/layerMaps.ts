import {
  ConfigError,
  createPass,
  createRng,
  ndArray,
  tf,
  type NdArray,
  type Tensor,
} from '@goal-driven/core';
import type { RateMaps } from '@goal-driven/metrics';
import type { Bounds } from './arena';
import type { Network } from './evaluatePaths';
import { networkInput } from './networkInput';
import type { PathIntegrationBatch } from './pathIntegrationStream';
import { createRateMaps, type LayerMaps } from './rateMapScores';

/** Layers whose units are held against cells, in the order of processing; a network may lack the first. */
export const mappedLayers = ['pre_g', 'g', 'dc'] as const;
export type MappedLayer = (typeof mappedLayers)[number];

/** What the layers of a network do on a batch: of each [B * T, units]. */
export type LayerActivity = ReadonlyMap<MappedLayer, NdArray<Float32Array>>;

/**
 * The activity of several layers from one pass of a network over a batch.
 *
 * @param layers all that it has of `mappedLayers` where left out
 * @throws ConfigError for a layer that the network does not have
 */
export async function traceLayers(
  { architecture, params, state }: Network,
  batch: PathIntegrationBatch,
  layers?: readonly MappedLayer[],
): Promise<LayerActivity> {
  const held = tf.tidy(() => {
    const pass = createPass({ training: false, rng: createRng(0) });
    const applied = architecture.apply(params, state, networkInput(batch, false), pass);
    const has = mappedLayers.filter((layer) => applied.layers[layer] !== undefined);
    const missing = layers?.find((layer) => !has.includes(layer));
    if (missing !== undefined) {
      throw new ConfigError(
        `traceLayers: layers must be some of ${has.join(', ')} of this network, got ${missing}`,
      );
    }
    return (layers ?? has).map((layer) => ({ layer, activity: applied.layers[layer]! }));
  });
  const activity = new Map<MappedLayer, NdArray<Float32Array>>();
  for (const { layer, activity: tensor } of held) {
    activity.set(layer, flat((await tensor.data()) as Float32Array, tensor));
    tensor.dispose();
  }
  return activity;
}

/** [B, T, units] as [B * T, units]. */
const flat = (values: Float32Array, { shape }: Tensor): NdArray<Float32Array> =>
  ndArray(values, [shape[0]! * shape[1]!, shape[2]!]);

/**
 * Rate maps of several layers over paths, gathered batch by batch: activity is never held longer than its batch.
 *
 * @param options.binWidth about, m
 * @throws ConfigError for no batch, too few bins, or a layer that the network does not have
 * @source Nayebi et al. 2021: mean activity in bins of the position after each step
 */
export async function layerMaps(
  network: Network,
  batches: AsyncIterable<PathIntegrationBatch>,
  {
    layers,
    bounds,
    binWidth,
  }: {
    readonly layers?: readonly MappedLayer[] | undefined;
    readonly bounds: Bounds;
    readonly binWidth: number;
  },
): Promise<ReadonlyMap<MappedLayer, RateMaps>> {
  const gathered = new Map<MappedLayer, LayerMaps>();
  for await (const batch of batches) {
    for (const [layer, activity] of await traceLayers(network, batch, layers)) {
      const maps = gathered.get(layer) ?? createRateMaps(bounds, binWidth);
      gathered.set(layer, maps);
      maps.add({ batch, activity });
    }
  }
  if (gathered.size === 0) throw new ConfigError('layerMaps: there must be at least one batch, got none');
  return new Map([...gathered].map(([layer, maps]) => [layer, maps.finish()]));
}
