import type { TypedArray } from '@goal-driven/core/arrays';
import { finished, type MatPartReader } from './_matPart';
import { numbersOfClass, storedNumbers } from './_matNumbers';
import { elementAt, fail, TYPES, type MatElement, type MatSource } from './_MatSource';
import type { MatSparse } from './MatValue';

/**
 * A sparse matrix: rows of the entries, starts of the columns, values. Room for further entries is left out.
 *
 * @throws DataError when rows or starts point outside
 */
export function sparseMatrix({ source, header, end, place }: MatPartReader): MatSparse {
  const { shape, complex, logical, next } = header;
  const { path } = place;
  const rowsAt = elementAt(source, next, end, path);
  const startsAt = elementAt(source, rowsAt.next, end, path);
  const [height, width] = shape as [number, number];
  if (shape.length !== 2) fail(source, path, `a sparse matrix must have 2 axes, got [${shape}]`, next);
  const columnStarts = indices(source, startsAt, path);
  if (columnStarts.length !== width + 1) {
    fail(source, path, `${width + 1} column starts must follow, got ${columnStarts.length}`, startsAt.start);
  }
  const room = indices(source, rowsAt, path);
  const entries = columnStarts[width]!;
  const disorder = columnStarts.findIndex((start, column) => start < (columnStarts[column - 1] ?? 0));
  if (columnStarts[0] !== 0 || disorder >= 0 || entries > room.length) {
    fail(
      source,
      path,
      `column starts must grow from 0 to at most ${room.length}, got [${[...columnStarts.subarray(0, 8)]}, ...]`,
      startsAt.start,
    );
  }
  const rows = room.slice(0, entries);
  const outside = rows.find((row) => row < 0 || row >= height);
  if (outside !== undefined) fail(source, path, `rows must be below ${height}, got ${outside}`, rowsAt.start);
  const realAt = elementAt(source, startsAt.next, end, path);
  const values = numbers(source, realAt, entries, path);
  const common = { kind: 'sparse', logical, shape, rows, columnStarts, values } as const;
  if (!complex) return finished(source, common, realAt.next, end, place);
  const imaginaryAt = elementAt(source, realAt.next, end, path);
  const imaginary = numbers(source, imaginaryAt, entries, path);
  return finished(source, { ...common, imaginary }, imaginaryAt.next, end, place);
}

function indices(source: MatSource, element: MatElement, path: string): Int32Array {
  if (element.type !== TYPES.int32)
    fail(source, path, `indices must follow, got data of type ${element.type}`, element.start);
  return storedNumbers(source, element, (element.end - element.start) >> 2, path) as Int32Array;
}

const widths = new Map<number, number>([
  ...[TYPES.int8, TYPES.uint8].map((type) => [type, 1] as const),
  ...[TYPES.int16, TYPES.uint16].map((type) => [type, 2] as const),
  ...[TYPES.int32, TYPES.uint32, TYPES.single].map((type) => [type, 4] as const),
  ...[TYPES.double, TYPES.int64, TYPES.uint64].map((type) => [type, 8] as const),
]);

function numbers(source: MatSource, element: MatElement, entries: number, path: string): Float64Array {
  const count = (element.end - element.start) / (widths.get(element.type) ?? 1);
  if (count < entries) fail(source, path, `${entries} values must follow, got ${count}`, element.start);
  const stored: TypedArray = storedNumbers(source, element, count, path).slice(0, entries);
  return numbersOfClass(source, stored, 'double', { path, offset: element.start });
}
