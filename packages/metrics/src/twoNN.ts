import { ConfigError, DataError, ShapeError } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, rowsOf, type Matrix } from './_matrix';

export type TwoNNOptions = {
  /**
   * `fit` draws a line through the origin of `-log(1 - F)` against `log mu` after discarding the largest ratios, which
   * see the density change; `likelihood` is `(n - 1) / sum log mu` over all.
   */
  readonly estimator?: 'fit' | 'likelihood';
  /** Share of the largest ratios that `fit` leaves out, 0 .. 1. */
  readonly discard?: number;
};

/**
 * Intrinsic dimension from two nearest neighbours: the ratio mu of the distances to the second and the first is spread
 * as a Pareto law whose exponent is the dimension, whatever the (locally even) density.
 *
 * @param samples [n, features], at least 3, all different
 * @returns the dimension, greater than 0; Infinity when all ratios kept are 1, as on a regular grid
 * @throws DataError for two equal samples, ShapeError for fewer than 3, ConfigError for options out of range
 * @source Facco et al. 2017, Scientific Reports 7
 */
export function twoNN(samples: Matrix, { estimator = 'fit', discard = 0.1 }: TwoNNOptions = {}): number {
  requireFinite('twoNN', 'samples', samples, 2);
  const n = rowsOf(samples);
  if (n < 3) throw new ShapeError(`twoNN: samples must be at least 3, got ${n}`);
  if (!(discard >= 0 && discard < 1))
    throw new ConfigError(`twoNN: discard must be in [0, 1), got ${discard}`);
  const logs = logRatios(samples).sort();
  if (estimator === 'likelihood') return (n - 1) / logs.reduce((sum, value) => sum + value, 0);
  if (estimator !== 'fit')
    throw new ConfigError(`twoNN: estimator must be fit or likelihood, got ${String(estimator)}`);
  // The last has F = 1, where -log(1 - F) has no value.
  const kept = Math.min(n - 1, Math.max(1, Math.floor(n * (1 - discard))));
  let [products, squares] = [0, 0];
  for (let i = 0; i < kept; i++) {
    products += logs[i]! * -Math.log(1 - (i + 1) / n);
    squares += logs[i]! ** 2;
  }
  return products / squares;
}

/** Logarithm of second over first nearest distance, per sample. */
function logRatios(samples: Matrix): Float64Array {
  const [n, features] = [rowsOf(samples), columnsOf(samples)];
  const { values } = samples;
  const [first, second] = [new Float64Array(n).fill(Infinity), new Float64Array(n).fill(Infinity)];
  const meet = (i: number, squared: number) => {
    if (squared < first[i]!) {
      second[i] = first[i]!;
      first[i] = squared;
    } else if (squared < second[i]!) second[i] = squared;
  };
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let squared = 0;
      for (let k = 0; k < features; k++) {
        const difference = values[i * features + k]! - values[j * features + k]!;
        squared += difference * difference;
      }
      if (squared === 0)
        throw new DataError(`twoNN: samples must all differ, got equal ones at ${i} and ${j}`);
      meet(i, squared);
      meet(j, squared);
    }
  }
  return first.map((squared, i) => 0.5 * Math.log(second[i]! / squared));
}
