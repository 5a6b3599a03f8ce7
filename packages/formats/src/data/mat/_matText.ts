import { fail, TYPES, type MatElement, type MatSource } from './_MatSource';
import { storedNumbers } from './_matNumbers';

/**
 * The UTF-16 units of a data element of text, in the file's order. Eight-bit units are Latin-1.
 *
 * @throws DataError for damaged UTF-8 or UTF-32, or another number of units than `count`
 */
export function textUnits(source: MatSource, element: MatElement, count: number, path: string): Uint16Array {
  const { type, start, end } = element;
  const units = unitsOf(source, element, path);
  if (units.length !== count) {
    fail(
      source,
      path,
      `${count} characters must follow, got ${units.length} in ${end - start} bytes of type ${type}`,
      start,
    );
  }
  return units;
}

function unitsOf(source: MatSource, element: MatElement, path: string): Uint16Array {
  const { type, start, end } = element;
  const length = end - start;
  switch (type) {
    case TYPES.int8:
    case TYPES.uint8:
      source.budget.take(length * 2, path);
      return Uint16Array.from(source.bytes.subarray(start, end));
    case TYPES.uint16:
    case TYPES.utf16:
      return storedNumbers(source, { ...element, type: TYPES.uint16 }, length >> 1, path) as Uint16Array;
    case TYPES.utf8:
      return unitsOfString(source, utf8(source, element, path), path);
    case TYPES.utf32: {
      const points = storedNumbers(
        source,
        { ...element, type: TYPES.uint32 },
        length >> 2,
        path,
      ) as Uint32Array;
      const wrong = points.findIndex((point) => point > 0x10ffff);
      if (wrong >= 0)
        fail(source, path, `a character must be at most 0x10ffff, got ${points[wrong]}`, start + 4 * wrong);
      return unitsOfString(source, Array.from(points, (point) => String.fromCodePoint(point)).join(''), path);
    }
    default:
      return fail(source, path, `text must follow, got data of type ${type}`, start);
  }
}

function unitsOfString(source: MatSource, text: string, path: string): Uint16Array {
  source.budget.take(text.length * 2, path);
  return Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

function utf8(source: MatSource, { start, end }: MatElement, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      source.bytes.subarray(start, end),
    );
  } catch {
    return fail(source, path, 'text must be UTF-8, got other bytes', start);
  }
}

/**
 * A name: of a variable, a field, a class.
 *
 * @throws DataError when it is no text, or has bytes that are not ASCII
 */
export function nameOf(source: MatSource, { type, start, end }: MatElement, path: string): string {
  if (type !== TYPES.int8 && type !== TYPES.utf8)
    fail(source, path, `a name must follow, got data of type ${type}`, start);
  if (end - start > 4096)
    fail(source, path, `a name must have at most 4096 characters, got ${end - start}`, start);
  const bytes = source.bytes.subarray(start, end);
  const wrong = bytes.findIndex((byte) => byte < 32 || byte > 126);
  if (wrong >= 0) fail(source, path, `a name must be of printable ASCII, got ${bytes[wrong]}`, start + wrong);
  return String.fromCharCode(...bytes);
}
