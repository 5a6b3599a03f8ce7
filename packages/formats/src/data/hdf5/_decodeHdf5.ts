import { DataError, sizeOf, type TypedArray } from '@goal-driven/core/arrays';
import type { Library, LibraryType } from './_Library';
import type { Hdf5Value } from './Hdf5Value';

/** HDF5's classes of types. */
export const CLASSES = {
  integer: 0,
  float: 1,
  time: 2,
  string: 3,
  bitfield: 4,
  opaque: 5,
  compound: 6,
  reference: 7,
  enum: 8,
  vlen: 9,
  array: 10,
} as const;

type Decoding = {
  readonly library: Library;
  readonly where: string;
  /** The library has turned all numbers to little-endian; else those inside a compound type are as in the file. */
  readonly littleEndian: boolean;
};

/**
 * The value that bytes of the library's memory hold.
 *
 * @param shape of the elements
 * @throws DataError for a type that is not read
 */
export function decodeHdf5(
  library: Library,
  bytes: Uint8Array<ArrayBuffer>,
  type: LibraryType,
  shape: readonly number[],
  where: string,
): Hdf5Value {
  const orders = byteOrders(type);
  return decoded(
    { library, where, littleEndian: !(orders.has(true) && orders.has(false)) },
    bytes,
    type,
    shape,
  );
}

function byteOrders(type: LibraryType, orders = new Set<boolean>()): Set<boolean> {
  const inner = [type.array_type, type.vlen_type, ...(type.compound_type?.members ?? [])].filter(
    (each) => each !== undefined,
  );
  inner.forEach((each) => byteOrders(each, orders));
  if (inner.length === 0 && [0, 1, 4, 8].includes(type.type)) orders.add(type.littleEndian);
  return orders;
}

function decoded(
  how: Decoding,
  bytes: Uint8Array<ArrayBuffer>,
  type: LibraryType,
  shape: readonly number[],
): Hdf5Value {
  switch (type.type) {
    case CLASSES.integer:
    case CLASSES.bitfield:
    case CLASSES.float:
      return { kind: 'array', values: numbers(how, bytes, type), shape };
    case CLASSES.enum:
      return enumeration(how, bytes, type, shape);
    case CLASSES.string:
      return { kind: 'strings', values: strings(how, bytes, type), shape };
    case CLASSES.opaque:
      return { kind: 'opaque', values: bytes, width: type.size, shape };
    case CLASSES.reference:
      return { kind: 'references', values: pieces(bytes, type.size).map((address) => ({ address })), shape };
    case CLASSES.compound: {
      const columns = type.compound_type!.members.map((member) => {
        const column = columnBytes(bytes, type.size, member.offset, member.size);
        return [member.name, decoded(how, column, member, shape)] as const;
      });
      return { kind: 'compound', columns: Object.fromEntries(columns), shape };
    }
    case CLASSES.array:
      return decoded(how, bytes, type.array_type!, [...shape, ...(type.array_type!.shape ?? [])]);
    case CLASSES.vlen:
      return { kind: 'ragged', values: lists(how, bytes, type.vlen_type!), shape };
    default:
      throw new DataError(`${how.where}: the type must be one that is read, got class ${type.type} of HDF5`);
  }
}

const integers = {
  1: [Int8Array, Uint8Array],
  2: [Int16Array, Uint16Array],
  4: [Int32Array, Uint32Array],
  8: [BigInt64Array, BigUint64Array],
} as const;

function numbers(
  how: Decoding,
  bytes: Uint8Array<ArrayBuffer>,
  { type, size, signed, littleEndian }: LibraryType,
): TypedArray {
  const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  if (!how.littleEndian && !littleEndian) {
    for (let at = 0; at < own.length; at += size) own.subarray(at, at + size).reverse();
  }
  if (type === CLASSES.float) {
    if (size === 8) return new Float64Array(own.buffer);
    if (size === 4) return new Float32Array(own.buffer);
    if (size === 2) return Float32Array.from(new Uint16Array(own.buffer), floatFromHalf);
  } else if (size in integers) {
    return new integers[size as keyof typeof integers][signed ? 0 : 1](own.buffer);
  }
  throw new DataError(
    `${how.where}: a number must have 1, 2, 4 or 8 bytes, or a float 2, 4 or 8, got ${size}`,
  );
}

function floatFromHalf(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function enumeration(
  how: Decoding,
  bytes: Uint8Array<ArrayBuffer>,
  type: LibraryType,
  shape: readonly number[],
): Hdf5Value {
  const names = type.enum_type!.members;
  const values = numbers(how, bytes, { ...type, type: CLASSES.integer });
  const isTruth = Object.keys(names).length === 2 && names['FALSE'] === 0 && names['TRUE'] === 1;
  return isTruth ? { kind: 'bool', values, shape } : { kind: 'enum', values, shape, names };
}

function strings({ library, where }: Decoding, bytes: Uint8Array<ArrayBuffer>, type: LibraryType): string[] {
  if (!type.vlen) return pieces(bytes, type.size).map((piece) => text(piece, type, where));
  const heap = library.HEAPU8;
  return Array.from(new Uint32Array(aligned(bytes).buffer), (pointer) => {
    if (pointer === 0) return '';
    const end = heap.indexOf(0, pointer);
    return text(heap.slice(pointer, end < 0 ? pointer : end), type, where);
  });
}

function text(bytes: Uint8Array, { strpad = 0, vlen }: LibraryType, where: string): string {
  const zero = bytes.indexOf(0);
  let end = zero < 0 ? bytes.length : zero;
  if (strpad === 2 && !vlen) while (end > 0 && bytes[end - 1] === 32) end--; // padded with blanks, as Fortran does
  try {
    // What says it is ASCII is often UTF-8, of which ASCII is a part.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end));
  } catch {
    throw new DataError(`${where}: text must be UTF-8, got other bytes`);
  }
}

/** Each list's length and where it lies in the library's memory. */
function lists(how: Decoding, bytes: Uint8Array<ArrayBuffer>, type: LibraryType): Hdf5Value[] {
  const pairs = new Uint32Array(aligned(bytes).buffer);
  const heap = how.library.HEAPU8;
  return Array.from({ length: pairs.length / 2 }, (_, index) => {
    const [length, pointer] = [pairs[2 * index]!, pairs[2 * index + 1]!];
    if (pointer + length * type.size > heap.length) {
      throw new DataError(`${how.where}: list ${index} must lie in memory, got ${length} elements`);
    }
    return decoded(how, heap.slice(pointer, pointer + length * type.size), type, [length]);
  });
}

const aligned = (bytes: Uint8Array<ArrayBuffer>) =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();

const pieces = (bytes: Uint8Array<ArrayBuffer>, width: number): Uint8Array<ArrayBuffer>[] =>
  Array.from({ length: bytes.length / width }, (_, index) =>
    bytes.subarray(index * width, (index + 1) * width),
  );

function columnBytes(
  rows: Uint8Array,
  stride: number,
  offset: number,
  width: number,
): Uint8Array<ArrayBuffer> {
  const column = new Uint8Array((rows.length / stride) * width);
  for (let row = 0; row * stride < rows.length; row++) {
    column.set(rows.subarray(row * stride + offset, row * stride + offset + width), row * width);
  }
  return column;
}

/** A type in words, as errors and listings show it: `float64`, `string`, `{x: int32, y: float32[3]}`. */
export function typeName(type: LibraryType): string {
  switch (type.type) {
    case CLASSES.integer:
    case CLASSES.bitfield:
      return `${type.signed ? 'int' : 'uint'}${type.size * 8}`;
    case CLASSES.float:
      return `float${type.size * 8}`;
    case CLASSES.string:
      return type.vlen ? 'string' : `string of ${type.size}`;
    case CLASSES.compound:
      return `{${type.compound_type!.members.map((member) => `${member.name}: ${typeName(member)}`).join(', ')}}`;
    case CLASSES.reference:
      return `${type.ref_type} reference`;
    case CLASSES.enum:
      return `enum of ${Object.keys(type.enum_type!.members).join(', ')}`;
    case CLASSES.vlen:
      return `list of ${typeName(type.vlen_type!)}`;
    case CLASSES.array:
      return `${typeName(type.array_type!)}[${type.array_type!.shape}]`;
    default:
      return `opaque of ${type.size}`;
  }
}

/** Bytes of one element in the library's memory. */
export const bytesOf = (type: LibraryType, shape: readonly number[]): number => sizeOf(shape) * type.size;
