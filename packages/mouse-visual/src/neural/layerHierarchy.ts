import { ndArray, ShapeError } from '@goal-driven/core/arrays';
import { spearman } from '@goal-driven/metrics';
import type { LayerFit } from './fitLayers';
import { mouseAreas, type MouseArea } from './mouseAreas';

/** Where the units of an area stand among the layers of a model. */
export type AreaPosition = {
  readonly area: MouseArea;
  /** Mean over units of the layer that predicts each best: 0 the first layer of the model, 1 the last. */
  readonly position: number;
  /** Its standard error over units; NaN for fewer than 2. */
  readonly sem: number;
  /** [layers], units that each layer predicts best. */
  readonly counts: Int32Array;
  /** Units that some layer predicts. */
  readonly n: number;
};

export type LayerHierarchy = {
  /**
   * Spearman correlation, -1 .. 1, over units of the layer that predicts a unit best with the place of its area; 1 where
   * the model's order is the brain's. NaN where all units prefer one layer or lie in one area.
   */
  readonly score: number;
  /** Areas in the order of the brain's hierarchy. */
  readonly areas: readonly AreaPosition[];
  /** Units that no layer predicts; they are left out. */
  readonly undefinedUnits: number;
};

/**
 * How far a model's layers follow the hierarchy of areas, V1 < LM < RL < AL < PM < AM: every unit has the layer of its
 * largest ceiled value, of equals the first.
 *
 * @param layers of the model, from input to output
 * @param fits of all layers to the same areas, as of `fitLayers`
 * @throws ShapeError for a layer without a fit to an area, or of other units than the first
 * @source Nonaka et al. 2021, doi:10.1016/j.isci.2021.103013 (brain hierarchy score, its encoding half)
 * @differs the authors' handling of ties and their normalisation are not public: ties have mean ranks here
 */
export function layerHierarchy(layers: readonly string[], fits: readonly LayerFit[]): LayerHierarchy {
  const present = mouseAreas.filter((area) => fits.some((fit) => fit.area === area));
  const best = present.map((area) => bestLayers(layers, fits, area));
  const known = best.map((own) => own.filter((layer) => layer >= 0));
  const column = (values: number[]) => ndArray(Float64Array.from(values), [values.length]);
  const places = present.flatMap((area, at) =>
    Array<number>(known[at]!.length).fill(mouseAreas.indexOf(area)),
  );
  const chosen = known.flatMap((own) => [...own]);
  return {
    score: chosen.length < 2 ? NaN : spearman(column(chosen), column(places)),
    areas: present.map((area, at) => positionOf(area, known[at]!, layers.length)),
    undefinedUnits: best.flatMap((own) => [...own]).length - chosen.length,
  };
}

/** [units] of an area, animal after animal: index of the layer, -1 where none has a value. */
function bestLayers(layers: readonly string[], fits: readonly LayerFit[], area: MouseArea): Int32Array {
  const values = layers.map((layer) => {
    const fit = fits.find((own) => own.area === area && own.layer === layer);
    return fit?.animals.flatMap(({ ceiled }) => [...ceiled]) ?? [];
  });
  const odd = values.findIndex(({ length }) => length === 0 || length !== values[0]!.length);
  if (odd >= 0) {
    throw new ShapeError(
      `layerHierarchy: every layer must have a fit to the ${values[0]!.length} units of ${area}, got ${values[odd]!.length} of ${layers[odd]}`,
    );
  }
  return Int32Array.from(values[0]!, (_, unit) => {
    let [best, most] = [-1, -Infinity];
    values.forEach((own, layer) => {
      if (own[unit]! > most) [best, most] = [layer, own[unit]!];
    });
    return best;
  });
}

function positionOf(area: MouseArea, best: Int32Array, layers: number): AreaPosition {
  const n = best.length;
  const places = Float64Array.from(best, (layer) => (layers < 2 ? 0 : layer / (layers - 1)));
  const position = places.reduce((sum, place) => sum + place, 0) / n;
  const squares = places.reduce((sum, place) => sum + (place - position) ** 2, 0);
  const counts = new Int32Array(layers);
  best.forEach((layer) => counts[layer]!++);
  return { area, position, sem: n < 2 ? NaN : Math.sqrt(squares / (n - 1) / n), counts, n };
}
