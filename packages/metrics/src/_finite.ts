import { percentile } from './percentile';

/** Mean of what is not NaN; NaN where nothing is left. */
export function meanOfKnown(values: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    if (Number.isNaN(values[index])) continue;
    sum += values[index]!;
    count += 1;
  }
  return sum / count;
}

/** Median of what is not NaN; NaN where nothing is left. */
export function medianOfKnown(values: ArrayLike<number>): number {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? NaN : percentile(known, 50);
}
