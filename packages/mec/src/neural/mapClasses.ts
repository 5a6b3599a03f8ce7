import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { borderScore, classifyCells, rectangleGridScore, type CellClasses } from '@goal-driven/metrics';

/** The study's thresholds: a grid cell above 0.3, a border cell above 0.5. */
const THRESHOLDS = { grid: 0.3, border: 0.5 };

export type MapClasses = CellClasses & {
  /** [units], NaN for units that never change their rate, and for all on a track. */
  readonly gridScores: Float64Array;
  /** [units], NaN where there is no field, for units that never change their rate, and for all on a track. */
  readonly borderScores: Float64Array;
};

/**
 * Grid and border scores of maps and what they make of the units, each in its place.
 *
 * @param maps [units, y, x]; NaN where never visited
 * @source Nayebi et al. 2021: grid score over 0.3, border score over 0.5, heterogeneous otherwise
 */
export function mapClasses({ values, shape }: NdArray): MapClasses {
  const [units, rows, columns] = shape as [number, number, number];
  const size = rows * columns;
  const [gridScores, borderScores] = [new Float64Array(units).fill(NaN), new Float64Array(units).fill(NaN)];
  for (let unit = 0; unit < units; unit++) {
    const map = ndArray(values.subarray(unit * size, (unit + 1) * size), [rows, columns]);
    if (rows < 3 || columns < 3 || isFlat(map.values)) continue;
    borderScores[unit] = borderScore(map);
    gridScores[unit] = rectangleGridScore(map);
  }
  const scores = { grid: ndArray(gridScores, [units]), border: ndArray(borderScores, [units]) };
  return { ...classifyCells(scores, THRESHOLDS), gridScores, borderScores };
}

/** Whether all bins with a value have the same. */
export function isFlat(rates: Float64Array): boolean {
  const first = rates.find((rate) => !Number.isNaN(rate));
  return rates.every((rate) => Number.isNaN(rate) || rate === first);
}
