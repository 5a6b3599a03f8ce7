import { DataError } from './errors';
import type { TypedArray } from './NdArray';

/** How elements of one kind lie in a file, and the array they become in memory. */
export type ElementType = {
  readonly bytes: number;
  /** Elements from little- or big-endian bytes that nobody else holds; `where` names them in errors. */
  read(bytes: Uint8Array<ArrayBuffer>, littleEndian: boolean, where: string): TypedArray;
};

type TypedArrayConstructor = { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer): TypedArray };

const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

const plain = (Values: TypedArrayConstructor): ElementType => ({
  bytes: Values.BYTES_PER_ELEMENT,
  read(bytes, littleEndian) {
    if (littleEndian !== hostIsLittleEndian) reverseEach(bytes, Values.BYTES_PER_ELEMENT);
    return new Values(bytes.buffer);
  },
});

/** Every bit pattern of half precision, and of bfloat16, is a number of single precision. */
const upcast = (toFloats: (bits: Uint16Array) => Float32Array): ElementType => ({
  bytes: 2,
  read(bytes, littleEndian) {
    if (littleEndian !== hostIsLittleEndian) reverseEach(bytes, 2);
    return toFloats(new Uint16Array(bytes.buffer));
  },
});

const bool: ElementType = {
  bytes: 1,
  read(bytes, _, where) {
    const wrong = bytes.findIndex((byte) => byte > 1);
    if (wrong >= 0)
      throw new DataError(`${where}: a boolean must be 0 or 1, got ${bytes[wrong]} at element ${wrong}`);
    return bytes;
  },
};

/** By the names that NPY gives them, plus bfloat16. Half precision becomes single, booleans 0 and 1. */
export const elementTypes = {
  b1: bool,
  i1: plain(Int8Array),
  i2: plain(Int16Array),
  i4: plain(Int32Array),
  i8: plain(BigInt64Array),
  u1: plain(Uint8Array),
  u2: plain(Uint16Array),
  u4: plain(Uint32Array),
  u8: plain(BigUint64Array),
  f2: upcast(floatsFromHalves),
  bf2: upcast(floatsFromBfloats),
  f4: plain(Float32Array),
  f8: plain(Float64Array),
} satisfies Record<string, ElementType>;

export type ElementName = keyof typeof elementTypes;

/** The name under which an array of this type is written. */
export function elementNameOf(values: TypedArray): Exclude<ElementName, 'b1' | 'f2' | 'bf2'> {
  if (values instanceof Float64Array) return 'f8';
  if (values instanceof Float32Array) return 'f4';
  if (values instanceof Int8Array) return 'i1';
  if (values instanceof Int16Array) return 'i2';
  if (values instanceof Int32Array) return 'i4';
  if (values instanceof BigInt64Array) return 'i8';
  if (values instanceof Uint8Array) return 'u1';
  if (values instanceof Uint16Array) return 'u2';
  if (values instanceof Uint32Array) return 'u4';
  return 'u8';
}

/** The elements as little-endian bytes, newly made. */
export function littleEndianBytes(values: TypedArray): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.byteLength);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  if (!hostIsLittleEndian) reverseEach(bytes, values.BYTES_PER_ELEMENT);
  return bytes;
}

function reverseEach(bytes: Uint8Array, width: number): void {
  for (let start = 0; start < bytes.length; start += width) bytes.subarray(start, start + width).reverse();
}

function floatFromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

let halves: Float32Array | undefined;

/** By a table of all halves: weights are many. */
function floatsFromHalves(bits: Uint16Array): Float32Array {
  halves ??= Float32Array.from({ length: 65_536 }, (_, half) => floatFromHalf(half));
  const floats = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index++) floats[index] = halves[bits[index]!]!;
  return floats;
}

/** The upper half of a number of single precision. */
function floatsFromBfloats(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  for (let index = 0; index < bits.length; index++) words[index] = bits[index]! << 16;
  return new Float32Array(words.buffer);
}
