import { DataError, elementTypes, sizeOf, type ElementName } from '@goal-driven/core/arrays';
import type { BundleEntry, Extent } from './_bundleEntry';
import { DTYPES, type StoredArray } from './StoredArray';

type Part = { readonly extents: readonly Extent[]; readonly entry: BundleEntry | undefined };

/**
 * A tensor out of its slices. Memory is asked for when all of them were found to exist and to be as large as the tensor.
 *
 * @param shape of the tensor, any
 * @throws DataError for slices that are absent, leave the tensor, overlap or leave a gap
 */
export async function joinSlices(
  { shape }: BundleEntry,
  parts: readonly Part[],
  {
    who,
    element,
    read,
  }: { readonly who: string; readonly element: ElementName; read(slice: BundleEntry): Promise<StoredArray> },
): Promise<StoredArray> {
  const fail = (must: string, got: unknown): never => {
    throw new DataError(`${who} must ${must}, got ${String(got)}`);
  };
  const size = sizeOf(shape);
  const placed = parts.map(({ extents, entry }, index) => {
    if (entry === undefined) return fail(`have its slice ${index} in the index`, 'none');
    if (extents.length !== shape.length) return fail(`have slices of ${shape.length} axes`, extents.length);
    const starts = extents.map(({ start }) => start);
    const lengths = extents.map(({ start, length }, axis) => length ?? shape[axis]! - start);
    if (!lengths.every((length, axis) => length >= 0 && starts[axis]! + length <= shape[axis]!))
      return fail(`have its slices within [${shape}]`, `[${lengths}] from [${starts}]`);
    if (String(entry.shape) !== String(lengths))
      return fail(`have a slice of [${lengths}]`, `[${entry.shape}]`);
    return { entry, starts, lengths };
  });
  if (new Set(placed.map(({ entry }) => entry)).size < placed.length)
    fail('have each slice once', 'one twice');
  const together = placed.reduce((sum, { lengths }) => sum + sizeOf(lengths), 0);
  if (together !== size) fail(`have slices of ${size} elements together`, together);
  const taken = placed.reduce((sum, { entry }) => sum + entry.size, 0);
  if (taken !== size * elementTypes[element].bytes)
    fail(`have slices of ${size * elementTypes[element].bytes} bytes together`, taken);
  const values = elementTypes[element].read(new Uint8Array(taken), true, who);
  const filled = new Uint8Array(size);
  for (const { entry, starts, lengths } of placed) {
    const slice = await read(entry);
    if (slice.dtype !== DTYPES[element]) fail(`have slices of ${DTYPES[element]}`, slice.dtype);
    eachRow(shape, starts, lengths, (from, at, length) => {
      const row = slice.values.subarray(from, from + length);
      values.set(row as never, at);
      filled.fill(1, at, at + length);
    });
  }
  const gap = filled.indexOf(0);
  if (gap >= 0) fail('be filled by its slices', `a gap at element ${gap}`);
  return { values, shape, dtype: DTYPES[element] };
}

/** Rows along the last axis: where each begins in the slice and in the whole, in elements, and its length. */
function eachRow(
  shape: readonly number[],
  starts: readonly number[],
  lengths: readonly number[],
  visit: (from: number, at: number, length: number) => void,
): void {
  const length = lengths.at(-1) ?? 1;
  const rows = length === 0 ? 0 : sizeOf(lengths) / length;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  for (let row = 0; row < rows; row++) {
    let at = starts.at(-1) ?? 0;
    let left = row;
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      at += (starts[axis]! + (left % lengths[axis]!)) * strides[axis]!;
      left = Math.floor(left / lengths[axis]!);
    }
    visit(row * length, at, length);
  }
}
