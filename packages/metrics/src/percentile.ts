import { ShapeError } from '@goal-driven/core/arrays';

/**
 * The value below which `share` percent of the values lie, linear between order statistics at position
 * `(n - 1) share / 100` (NumPy's default).
 *
 * @param share 0 .. 100
 * @throws ShapeError for no values
 */
export function percentile(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) throw new ShapeError('percentile: values must not be empty, got none');
  const sorted = Float64Array.from(values).sort();
  const position = ((sorted.length - 1) * share) / 100;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}
