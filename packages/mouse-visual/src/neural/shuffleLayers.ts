import { ndArray, type Rng } from '@goal-driven/core/arrays';
import type { ModelLayers } from './fitLayers';

/**
 * A model without a hierarchy to control for one: each layer keeps its width but consists of units drawn at random, none
 * twice, from all layers.
 *
 * @param model features [images, units]
 * @param rng layer l is drawn from `rng.child(l)`
 * @source control of the published code ("mds metric shuffle"), which draws from an unseeded generator
 */
export function shuffleLayers({ layers, features }: ModelLayers, rng: Rng): ModelLayers {
  return {
    layers,
    features: async (layer) => {
      const [images, width] = (await features(layer)).shape as readonly [number, number];
      const widths: number[] = [];
      for (const other of layers) widths.push((await features(other)).shape[1]!);
      const total = widths.reduce((sum, own) => sum + own, 0);
      const drawn = rng.child(layer).permutation(total).slice(0, width);
      const mixed = new Float64Array(images * width);
      let before = 0;
      for (const [at, other] of layers.entries()) {
        const { values } = await features(other);
        drawn.forEach((unit, place) => {
          if (unit < before || unit >= before + widths[at]!) return;
          for (let image = 0; image < images; image++) {
            mixed[image * width + place] = values[image * widths[at]! + unit - before]!;
          }
        });
        before += widths[at]!;
      }
      return ndArray(mixed, [images, width]);
    },
  };
}
