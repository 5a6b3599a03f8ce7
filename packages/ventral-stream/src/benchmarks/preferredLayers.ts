import { DataError } from '@goal-driven/core/arrays';
import { meanOfKnown } from '@goal-driven/metrics';
import type { LayerAssignment } from './assignLayers';

/**
 * The layers that areas prefer, all areas together: those whose averages over time predict the areas' best, by the mean
 * over areas of the corrected correlation; of equals the lower layer. A layer that predicts none is not among them.
 *
 * @param layers from low to high, those of the assignment
 * @param count how many at most
 * @returns from low to high
 * @throws DataError where no layer predicts any area
 * @source Nayebi et al. 2022, doi:10.1162/neco_a_01506, caption of Fig. 3; how many layers a model has there is not
 *   published, and the mean over areas is ours
 */
export function preferredLayers(
  { fits }: Pick<LayerAssignment, 'fits'>,
  layers: readonly string[],
  count: number,
): string[] {
  const scores = new Map(
    layers.map((name) => [
      name,
      meanOfKnown(fits.filter(({ layer }) => layer === name).map(({ fit }) => fit.bins[0]!.ceiled)),
    ]),
  );
  const known = layers.filter((layer) => !Number.isNaN(scores.get(layer)!));
  if (known.length === 0) {
    throw new DataError(
      `preferredLayers: one of ${layers.join(', ')} must predict an area, got none; more trials or images may help`,
    );
  }
  const best = [...known].sort((a, b) => scores.get(b)! - scores.get(a)!).slice(0, count); // stable: equals keep their order
  return layers.filter((layer) => best.includes(layer));
}
