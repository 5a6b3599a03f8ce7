import type { Rng } from '@goal-driven/core/arrays';
import { chooseLayers } from '../neural/chooseLayers';
import { fitLayers } from '../neural/fitLayers';
import { modelLayers, type LayerFeatures } from '../neural/LayerFeatures';
import { mouseAreas } from '../neural/mouseAreas';
import type { MousePredictivity } from '../neural/MousePredictivity';
import { mouseResponses } from '../neural/mouseResponses';
import { selectUnits, UnitSelection } from '../neural/selectUnits';
import { summariseFits } from '../neural/summariseFits';
import { SyntheticMice, syntheticMice } from '../neural/syntheticMice';
import { withReliability } from '../neural/withReliability';

/** Encoders by name, and what each makes of the stimuli. */
export type Candidates = { readonly [name: string]: LayerFeatures };

export type Recovered = {
  /** Share of the areas whose layer is named, of the source itself. */
  readonly layers: number;
  /** Of each candidate the mean over areas of the median over units of the best layer, ceiled. */
  readonly predictivity: { readonly [name: string]: number };
};

type Options = {
  readonly mice: Omit<SyntheticMice, 'sources'>;
  readonly fit: MousePredictivity;
  readonly reliabilityHalves: number;
  readonly rng: Rng;
  readonly signal: AbortSignal;
};

/**
 * Makes mice of a source, an area for each of its layers in their order, selects their units, and holds every candidate
 * against them as if the source were not known. A layer is chosen for an area by the units of other animals.
 *
 * @param source name among the candidates; at most six layers
 */
export async function recoveredSource(
  source: string,
  candidates: Candidates,
  { mice, fit, reliabilityHalves, rng, signal }: Options,
): Promise<Recovered> {
  const own = candidates[source]!;
  const sources = Object.keys(own).map((layer, at) => ({ area: mouseAreas[at]!, layer, latency: 0 }));
  const config = SyntheticMice.parse({ ...mice, sources });
  const recordings = withReliability(syntheticMice(config, own, rng), { halves: reliabilityHalves });
  const { animals } = selectUnits(recordings, UnitSelection.parse({ unitPercentile: null }));
  const areas = mouseResponses(recordings, animals);
  const predictivity: Record<string, number> = {};
  let layers = NaN;
  for (const [name, features] of Object.entries(candidates)) {
    const fits = await fitLayers(modelLayers(features), areas, fit, { signal });
    const medians = areas.map(({ area }) =>
      Math.max(
        ...fits.filter((each) => each.area === area).map((each) => summariseFits(each.animals).ceiled),
      ),
    );
    predictivity[name] = medians.reduce((sum, value) => sum + value, 0) / medians.length;
    if (name !== source) continue;
    const named = chooseLayers(fits, 'otherAnimals').map(({ area, layers: chosen }) => {
      const truth = sources.find((each) => each.area === area)!.layer;
      return chosen.filter((layer) => layer === truth).length / chosen.length;
    });
    layers = named.reduce((sum, share) => sum + share, 0) / sources.length; // an area without units is not found
  }
  return { layers, predictivity };
}

/** Whether a source predicts its mice better than every rival: 1, or 0. */
export const isFound = (source: string, rivals: readonly string[], { predictivity }: Recovered): number =>
  rivals.every((rival) => rival === source || predictivity[source]! > predictivity[rival]!) ? 1 : 0;
