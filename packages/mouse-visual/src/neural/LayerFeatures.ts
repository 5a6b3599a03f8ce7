import type { NdArray } from '@goal-driven/core/arrays';
import type { ModelLayers } from './fitLayers';

/** Features of the layers of a model by name, from input to output, [images, units] each. */
export type LayerFeatures = Readonly<Record<string, NdArray>>;

/** Features in memory as what `fitLayers` asks for, layer by layer, [images, units]. */
export const modelLayers = (features: LayerFeatures): ModelLayers => ({
  layers: Object.keys(features),
  features: async (layer) => features[layer]!,
});
