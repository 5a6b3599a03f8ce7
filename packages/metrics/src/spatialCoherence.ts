import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { requireMap } from './_requireMap';
import { correlation } from './pearson';

export type SpatialCoherenceOptions = {
  /** `fisher` (the default) gives `atanh r`, as the paper does; `none` the correlation r. */
  readonly transform?: 'fisher' | 'none';
  /**
   * Mean of the neighbours that were visited (`visited`, the default), or an eighth of their sum with 0 for those never
   * visited and those beyond the walls (`zeroFilled`, as opexebo).
   */
  readonly neighbours?: 'visited' | 'zeroFilled';
};

/**
 * Spatial coherence: how well a bin's rate is predicted by its eight neighbours, as the correlation over bins of the
 * rate with the mean rate of the neighbours. It belongs to maps that were not smoothed.
 *
 * @param rateMap [y, x], any unit; bins never visited (NaN) do not count, nor do bins without a visited neighbour. With
 *   `zeroFilled` they count as 0
 * @returns `atanh r`, unbounded, Infinity for r = 1; or r, -1 .. 1. NaN for a constant map and for fewer than two bins
 * @throws ShapeError for other axes, DataError for an infinite rate, ConfigError for options that are not there
 * @source Muller & Kubie 1989, doi:10.1523/JNEUROSCI.09-12-04101.1989
 */
export function spatialCoherence(rateMap: NdArray, options: SpatialCoherenceOptions = {}): number {
  const { transform = 'fisher', neighbours = 'visited' } = options;
  requireMap('spatialCoherence', rateMap);
  if (transform !== 'fisher' && transform !== 'none') {
    throw new ConfigError(`spatialCoherence: transform must be fisher or none, got ${String(transform)}`);
  }
  if (neighbours !== 'visited' && neighbours !== 'zeroFilled') {
    throw new ConfigError(
      `spatialCoherence: neighbours must be visited or zeroFilled, got ${String(neighbours)}`,
    );
  }
  const zeroFilled = neighbours === 'zeroFilled';
  const { values, shape } = rateMap;
  const rates: number[] = [];
  const means: number[] = [];
  for (let bin = 0; bin < values.length; bin++) {
    const unvisited = Number.isNaN(values[bin]!);
    if (unvisited && !zeroFilled) continue;
    const { sum, count } = neighbourSum(values, bin, shape as [number, number]);
    if (count === 0 && !zeroFilled) continue;
    rates.push(unvisited ? 0 : values[bin]!);
    means.push(sum / (zeroFilled ? 8 : count));
  }
  if (rates.length < 2) return NaN;
  const r = correlation(Float64Array.from(rates), Float64Array.from(means));
  return transform === 'fisher' ? Math.atanh(r) : r;
}

/** Over the neighbours that were visited. */
function neighbourSum(
  values: Float64Array,
  bin: number,
  [rows, columns]: readonly [number, number],
): { sum: number; count: number } {
  const [row, column] = [Math.floor(bin / columns), bin % columns];
  let [sum, count] = [0, 0];
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
      const rate = values[y * columns + x]!;
      if ((y === row && x === column) || Number.isNaN(rate)) continue;
      sum += rate;
      count++;
    }
  }
  return { sum, count };
}
