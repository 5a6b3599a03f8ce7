import { ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { columnCorrelations } from '@goal-driven/metrics';
import { createFitMap, type FitMap } from './FitMap';
import type { AnimalRecordings } from './MecDataset';
import { requireSameBins } from './neuralFit';
import { sharedBins, takeBins } from './sharedBins';

/** Maps of a source, [units, y, x], and of cells, [cells, y, x], in one arena. */
export type InArena = { readonly source: NdArray; readonly target: NdArray };

/**
 * How well a map that was fitted in one arena predicts the same cells in another, from the same units: fitted to all
 * bins of the first, and its predictions of all bins of the second correlated with the cells.
 *
 * @returns [cells], NaN where a prediction or a cell is constant
 * @throws ShapeError for other units or cells in the second arena, or maps of other bins; DataError where an arena has
 *   no bin with a value in all maps
 */
export function fitAcrossArenas(fitted: InArena, tried: InArena, map: FitMap): Float64Array {
  for (const role of ['source', 'target'] as const) {
    const [first, second] = [fitted[role].shape[0], tried[role].shape[0]];
    if (first !== second) {
      throw new ShapeError(
        `fitAcrossArenas: ${role} must have the ${first} maps of the first arena, got ${second}`,
      );
    }
  }
  const [from, to] = [fitted, tried].map(({ source, target }) => {
    requireSameBins('fitAcrossArenas', source, target);
    const bins = sharedBins('fitAcrossArenas', [source, target]);
    return { source: takeBins(source, bins), target: takeBins(target, bins) };
  });
  const { predict } = createFitMap(map)(from!.source, from!.target);
  return columnCorrelations(predict(to!.source), to!.target).values;
}

/**
 * The cells of an animal that were recorded in both arenas, which are those of one identity, as places in either.
 *
 * @returns [index in the first, index in the second] of each
 */
export function cellsInBoth(
  first: AnimalRecordings,
  second: AnimalRecordings,
): (readonly [number, number])[] {
  const places = new Map(second.cells.map(({ id }, index) => [id, index]));
  return first.cells.flatMap(({ id }, index) => {
    const other = places.get(id);
    return other === undefined ? [] : [[index, other] as const];
  });
}

/** Some maps of [units, y, x]. */
export function takeMaps({ values, shape }: NdArray, units: readonly number[]): NdArray {
  const size = shape[1]! * shape[2]!;
  const taken = new Float64Array(units.length * size);
  units.forEach((unit, at) => taken.set(values.subarray(unit * size, (unit + 1) * size), at * size));
  return ndArray(taken, [units.length, ...shape.slice(1)]);
}
