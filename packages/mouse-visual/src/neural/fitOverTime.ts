import type { ModelLayers } from './fitLayers';
import { layerSource, type FitLayersOptions } from './fitLayers';
import type { MouseArea } from './mouseAreas';
import { mouseFit } from './mouseFit';
import type { MousePredictivity } from './MousePredictivity';
import type { MouseRecordings } from './MouseRecordings';
import { mouseResponses } from './mouseResponses';
import type { BinWindow } from './responsesIn';
import type { SelectedAnimal } from './selectUnits';
import { summariseFits, type FitSummary } from './summariseFits';

/** How a layer predicts an area in one window of time. */
export type TimedFit = FitSummary & {
  readonly area: MouseArea;
  readonly layer: string;
  /** Start of the window's first bin, ms after image onset. */
  readonly time: number;
};

/**
 * Layers against areas in one window of time after another, with a map of its own for each: the same images, splits and
 * halves, responses averaged over the window.
 *
 * @param selected units, as of `selectUnits`; their own windows are not used
 * @param windows of bins
 * @returns by layer, window and area
 * @throws as `mouseResponses` and `fitLayers`
 * @source ours; the paper averages over each animal's window
 */
export async function fitOverTime(
  model: ModelLayers,
  {
    recordings,
    selected,
    windows,
  }: {
    readonly recordings: MouseRecordings;
    readonly selected: readonly SelectedAnimal[];
    readonly windows: readonly BinWindow[];
  },
  config: MousePredictivity,
  { signal, onProgress }: FitLayersOptions = {},
): Promise<TimedFit[]> {
  const fits: TimedFit[] = [];
  for (const layer of model.layers) {
    for (const window of windows) {
      const areas = mouseResponses(recordings, selected, window);
      const source = await layerSource(model, layer, { areas, map: config.map });
      for (const { area, animals } of areas) {
        const own = animals.map(({ responses }) => mouseFit([source], responses, config, { signal }).test);
        fits.push({ area, layer, time: recordings.times[window.start]!, ...summariseFits(own) });
      }
      onProgress?.(fits.length, model.layers.length * windows.length * areas.length, layer);
    }
  }
  return fits;
}
