import type { Features } from '@goal-driven/core';
import { ShapeError } from '@goal-driven/core/arrays';
import { rowCoordinates } from '@goal-driven/metrics';
import type { MouseArea } from './mouseAreas';
import { mouseFit } from './mouseFit';
import type { MouseMap, MousePredictivity } from './MousePredictivity';
import type { AreaResponses } from './mouseResponses';
import type { AnimalFit } from './summariseFits';

/** How one layer predicts the animals of one area. */
export type LayerFit = {
  readonly layer: string;
  readonly area: MouseArea;
  readonly animals: readonly AnimalFit[];
};

/** Layers of a model by name, and their activity to the images of the recordings, [images, units]. */
export type ModelLayers = { readonly layers: readonly string[]; readonly features: Features };

/** Hears of every animal of every layer; the signal is looked at before every fit. */
export type FitLayersOptions = {
  readonly onProgress?: ((done: number, total: number, layer: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Every layer of a model against every area: one layer after another, so that the features of one alone are in memory.
 *
 * @returns by layer in the order of the model, within it by area in the order of the hierarchy
 * @throws ShapeError for features of other axes or images; and as `mouseFit`
 */
export async function fitLayers(
  { layers, features }: ModelLayers,
  areas: readonly AreaResponses[],
  config: MousePredictivity,
  { onProgress, signal }: FitLayersOptions = {},
): Promise<LayerFit[]> {
  const fits: LayerFit[] = [];
  const total = layers.length * areas.reduce((sum, { animals }) => sum + animals.length, 0);
  let done = 0;
  for (const layer of layers) {
    const source = await layerSource({ features }, layer, { areas, map: config.map });
    for (const { area, animals } of areas) {
      const own = animals.map(({ specimen, responses }): AnimalFit => {
        const { test, skippedHalves } = mouseFit([source], responses, config, { signal });
        onProgress?.(++done, total, layer);
        return { specimen, ...test, skippedHalves };
      });
      fits.push({ layer, area, animals: own });
    }
  }
  return fits;
}

/**
 * The features of a layer, checked against the images of the animals. For a map to which only lengths and angles matter,
 * more features than images are turned into as many: each split and half is then fitted to 118 numbers of an image, not
 * to thousands.
 *
 * @throws ShapeError; DataError for features that are not finite
 */
export async function layerSource(
  { features }: Pick<ModelLayers, 'features'>,
  layer: string,
  { areas, map }: { readonly areas: readonly AreaResponses[]; readonly map: MouseMap },
): ReturnType<Features> {
  const source = await features(layer);
  const images = areas[0]?.animals[0]?.responses.shape[1];
  if (source.shape.length === 2 && source.shape[0] === images)
    return isTurnable(map) ? rowCoordinates(source) : source;
  throw new ShapeError(
    `fitLayers: features of ${layer} must be [${images} images, units], got [${source.shape}]`,
  );
}

/** Whether a map predicts the same from features that are turned. */
const isTurnable = (map: MouseMap): boolean =>
  (map.kind === 'ridge' || (map.kind === 'pls' && !map.scale)) && map.preprocessing.length === 0;
