import { percentile } from './percentile';

/** Mean of what is finite; NaN where nothing is. */
export function finiteMean(values: Iterable<number>): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

/** Median of what is finite; NaN where nothing is. */
export function finiteMedian(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  return finite.length === 0 ? NaN : percentile(finite, 50);
}
