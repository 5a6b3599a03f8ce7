import { correlation } from './pearson';
import { percentile } from './percentile';

/** Mean of what is not NaN; NaN of nothing. */
export function meanOfKnown(values: Iterable<number>): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

/** Median of what is not NaN; NaN of nothing. */
export function medianOfKnown(values: ArrayLike<number>): number {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? NaN : percentile(known, 50);
}

/** The entries that both have: two variables of one length without NaN. */
export function bothKnown(a: Float64Array, b: Float64Array): readonly [Float64Array, Float64Array] {
  const both = (_: number, at: number) => !Number.isNaN(a[at]!) && !Number.isNaN(b[at]!);
  return [a.filter(both), b.filter(both)];
}

/** Pearson's correlation over the entries that both have, and how many these are; NaN for fewer than 2. */
export function correlationOfKnown(a: Float64Array, b: Float64Array): { r: number; n: number } {
  const [x, y] = bothKnown(a, b);
  return { r: x.length < 2 ? NaN : correlation(x, y), n: x.length };
}
