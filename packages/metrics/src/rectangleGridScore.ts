import { ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { gridScoresOfAutocorrelogram, type GridScoreOptions } from './gridScore';
import { spatialAutocorrelogram } from './spatialAutocorrelogram';

/**
 * `gridScore` of a map that need not be square: from the middle of its autocorrelogram, as wide and as high as the
 * short side of the map allows, so that rings are shares of the short side. Of a square map it is `gridScore`.
 *
 * @param rateMap [y, x], at least [3, 3]; bins never visited (NaN) count as 0
 * @returns dimensionless; NaN for a constant map
 * @throws ShapeError for a map with fewer bins, DataError for an infinite rate
 * @source Banino et al. 2018, doi:10.1038/s41586-018-0102-6 (their scorer)
 * @differs there maps are square
 */
export function rectangleGridScore(rateMap: NdArray, options: GridScoreOptions = {}): number {
  const [rows, columns] = rateMap.shape as [number, number];
  if (rateMap.shape.length !== 2 || rows < 3 || columns < 3) {
    throw new ShapeError(
      `rectangleGridScore: rateMap must be [y, x], at least [3, 3], got [${rateMap.shape}]`,
    );
  }
  const whole = spatialAutocorrelogram(rateMap);
  const side = 2 * Math.min(rows, columns) - 1;
  const [height, width] = whole.shape as [number, number];
  const [top, left] = [(height - side) / 2, (width - side) / 2];
  const middle = Float64Array.from({ length: side * side }, (_, at) => {
    const [row, column] = [top + Math.floor(at / side), left + (at % side)];
    return whole.values[row * width + column]!;
  });
  return gridScoresOfAutocorrelogram(ndArray(middle, [side, side]), options).score60;
}
