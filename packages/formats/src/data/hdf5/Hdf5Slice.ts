import { ConfigError } from '@goal-driven/core/arrays';

/** For each axis `[start, end]`, from 0, the end not included; an axis left out is taken whole. */
export type Hdf5Slice = readonly (readonly [start: number, end: number])[];

/**
 * A range of each axis of a shape.
 *
 * @param where what errors call the array
 * @throws ConfigError where the slice does not lie in the shape
 */
export function checkedSlice(shape: readonly number[], slice: Hdf5Slice, where: string): [number, number][] {
  const ranges = shape.map(
    (axis, index): [number, number] => [...(slice[index] ?? [0, axis])] as [number, number],
  );
  const fits = ranges.every(
    ([start, end], axis) =>
      Number.isSafeInteger(start) &&
      Number.isSafeInteger(end) &&
      start >= 0 &&
      start <= end &&
      end <= shape[axis]!,
  );
  if (slice.length > shape.length || !fits) {
    throw new ConfigError(
      `${where}: a slice must lie in [${shape}], got [${slice.map((range) => range.join(' to ')).join(', ')}]`,
    );
  }
  return ranges;
}
