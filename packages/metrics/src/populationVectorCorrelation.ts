import { ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { correlation } from './pearson';

/**
 * How alike a population answers in two sessions, place for place: at each bin of the arena the rates of all units
 * in one session are correlated with those in the other, and the correlations averaged over the bins where they exist.
 * Near 1 the map of space is the same, near 0 the population has remapped.
 *
 * @param first [units, y, x], rates in one session, NaN where never visited
 * @param second [units, y, x], rates of the same units in the other
 * @returns `correlations` [bins], -1 .. 1, row by row: NaN where a unit's rate is unknown in either session or all
 *   rates of a session are equal; `mean` over the others, NaN where there are none; `n` the number of the others
 * @throws ShapeError for maps of two shapes or of no three axes
 * @source Leutgeb et al. 2005, Science 309, 619-623
 */
export function populationVectorCorrelation(
  first: NdArray,
  second: NdArray,
): { readonly correlations: Float64Array; readonly mean: number; readonly n: number } {
  if (first.shape.length !== 3 || `${first.shape}` !== `${second.shape}`) {
    throw new ShapeError(
      `populationVectorCorrelation: both sessions must have maps [units, y, x] of one shape, got [${first.shape}] and [${second.shape}]`,
    );
  }
  const [units, rows, columns] = first.shape as [number, number, number];
  const bins = rows * columns;
  const vectorAt = ({ values }: NdArray, bin: number) =>
    Float64Array.from({ length: units }, (_, unit) => values[unit * bins + bin]!);
  const correlations = Float64Array.from({ length: bins }, (_, bin) =>
    correlation(vectorAt(first, bin), vectorAt(second, bin)),
  );
  const known = correlations.filter((each) => !Number.isNaN(each));
  const sum = known.reduce((total, each) => total + each, 0);
  return { correlations, mean: sum / known.length, n: known.length };
}
