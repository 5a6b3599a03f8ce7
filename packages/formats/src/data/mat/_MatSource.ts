import { DataError } from '@goal-driven/core/arrays';

/** Bytes that hold data elements, and what errors say of them. */
export type MatSource = {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** How errors name a byte: of the file, or of what inflates from one. */
  place(offset: number): string;
  readonly budget: Budget;
  readonly objects: 'refuse' | 'describe';
};

/** One data element: its type's number, and where its data lie. */
export type MatElement = {
  readonly type: number;
  readonly start: number;
  readonly end: number;
  /** Where the next element begins. */
  readonly next: number;
};

/** Bytes that may yet be asked for. */
export type Budget = { take(bytes: number, path: string): void };

/** Bounds the memory of what is read, against files that inflate to more than anyone has. */
export function createBudget(file: string, maxBytes: number): Budget {
  let left = maxBytes;
  return {
    take(bytes, path) {
      left -= bytes;
      if (left >= 0) return;
      throw new DataError(
        `${file}: ${path}: the contents must fit in maxBytes = ${maxBytes}, got ${bytes} bytes more than the ${left + bytes} left`,
      );
    },
  };
}

export const TYPES = {
  int8: 1,
  uint8: 2,
  int16: 3,
  uint16: 4,
  int32: 5,
  uint32: 6,
  single: 7,
  double: 9,
  int64: 12,
  uint64: 13,
  matrix: 14,
  compressed: 15,
  utf8: 16,
  utf16: 17,
  utf32: 18,
} as const;

export function fail(source: MatSource, path: string, must: string, offset: number): never {
  throw new DataError(`${source.file}: ${path}: ${must} at ${source.place(offset)}`);
}

/**
 * The data element at an offset, whose data end before `end`. Data of up to four bytes may lie in the tag.
 *
 * @throws DataError when it does not fit
 */
export function elementAt(source: MatSource, offset: number, end: number, path: string): MatElement {
  const { view, littleEndian } = source;
  if (offset + 8 > end) fail(source, path, `a data element must follow, got ${end - offset} bytes`, offset);
  const first = view.getUint32(offset, littleEndian);
  const small = first >>> 16;
  if (small > 4) fail(source, path, `a small data element must have at most 4 bytes, got ${small}`, offset);
  const [type, start, length] =
    small > 0
      ? [first & 0xffff, offset + 4, small]
      : [first, offset + 8, view.getUint32(offset + 4, littleEndian)];
  if (start + length > end) {
    fail(source, path, `a data element must fit in the ${end - start} bytes left, got ${length}`, offset);
  }
  const padded = small > 0 ? offset + 8 : start + Math.ceil(length / 8) * 8;
  // Some writers leave off the padding of what comes last.
  return { type, start, end: start + length, next: Math.min(padded, end) };
}
