import { DataError, ShapeError, type NdArray } from '@goal-driven/core/arrays';

/** The bins that were visited: the share of time spent in each, its rate, and the mean rate over time. */
export type VisitedRates = {
  readonly shares: Float64Array;
  readonly rates: Float64Array;
  readonly meanRate: number;
};

/**
 * @throws ShapeError when the maps differ in shape; DataError for an occupancy that is not a finite
 *   non-negative number or nowhere positive, and for a visited bin whose rate is not finite
 */
export function visitedRates(metric: string, rateMap: NdArray, occupancy: NdArray): VisitedRates {
  if (String(rateMap.shape) !== String(occupancy.shape)) {
    throw new ShapeError(
      `${metric}: occupancy must be [${rateMap.shape}] like rateMap, got [${occupancy.shape}]`,
    );
  }
  let duration = 0;
  const visited: number[] = [];
  occupancy.values.forEach((time, bin) => {
    if (!Number.isFinite(time) || time < 0) {
      throw new DataError(`${metric}: occupancy must be finite and not negative, got ${time} in bin ${bin}`);
    }
    if (time === 0) return;
    if (!Number.isFinite(rateMap.values[bin]!)) {
      throw new DataError(
        `${metric}: rateMap must be finite where occupancy is positive, got ${rateMap.values[bin]} in bin ${bin}`,
      );
    }
    visited.push(bin);
    duration += time;
  });
  if (visited.length === 0)
    throw new DataError(`${metric}: occupancy must be positive somewhere, got zeros only`);
  const shares = Float64Array.from(visited, (bin) => occupancy.values[bin]! / duration);
  const rates = Float64Array.from(visited, (bin) => rateMap.values[bin]!);
  return { shares, rates, meanRate: shares.reduce((mean, share, index) => mean + share * rates[index]!, 0) };
}
