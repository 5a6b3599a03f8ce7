import {
  elementNameOf,
  elementTypes,
  littleEndianBytes,
  type ElementName,
  type ElementType,
} from './_elementTypes';
import { parseNpyHeader } from './_npyHeader';
import { DataError } from './errors';
import { ndArray, type NdArray, type TypedArray } from './NdArray';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const MAX_HEADER = 65_536;

/**
 * Reads one array in NumPy's NPY format, versions 1 to 3, either byte order. Fortran-ordered arrays
 * are reordered to row-major.
 *
 * | stored | becomes |
 * |---|---|
 * | i1 i2 i4 / i8 | Int8Array Int16Array Int32Array / BigInt64Array |
 * | u1 u2 u4 / u8 | Uint8Array Uint16Array Uint32Array / BigUint64Array |
 * | f2, f4 / f8 | Float32Array / Float64Array |
 * | bool | Uint8Array of 0 and 1 |
 *
 * The result owns its memory. Nothing is allocated before the file is known to hold it. Any shape will do.
 *
 * @param name what errors call the array
 * @throws DataError for anything but exactly one such array: truncated or trailing bytes, objects,
 *   structured types, text, complex numbers
 * @source NumPy Enhancement Proposal 1; numpy.lib.format
 */
export function readNpy(bytes: Uint8Array, name = 'array'): NdArray<TypedArray> {
  const { text, dataStart } = headerOf(bytes, name);
  const { descr, fortranOrder, shape } = parseNpyHeader(text, name);
  const { type, littleEndian } = elementTypeOf(descr, name);
  const size = checkedSize(shape, type.bytes, bytes.length - dataStart, name);
  const values = type.read(new Uint8Array(bytes.subarray(dataStart)), littleEndian, name);
  return ndArray(fortranOrder && size > 1 ? rowMajor(values, shape) : values, shape);
}

/**
 * Writes an array as NPY version 1: row-major, little-endian, the header padded to 64 bytes, the same bytes for the same
 * array. `Uint8Array` is written as u1, whatever it was read from. Any shape will do.
 *
 * @throws DataError for more axes than a header of version 1 can name
 */
export function writeNpy(array: NdArray<TypedArray>): Uint8Array<ArrayBuffer> {
  const { values, shape } = ndArray(array.values, array.shape);
  const element = elementNameOf(values);
  const order = elementTypes[element].bytes === 1 ? '|' : '<';
  const head = npyHead(shape, `${order}${element}`);
  const bytes = new Uint8Array(head.length + values.byteLength);
  bytes.set(head);
  bytes.set(littleEndianBytes(values), head.length);
  return bytes;
}

/**
 * What an NPY file of version 1 has before its data, for whoever writes these piece by piece: a multiple of 64 bytes. Any
 * shape will do.
 *
 * @param descr NumPy's name of the element type with its byte order, such as `<f2`
 * @throws DataError for more axes than a header of version 1 can name
 */
export function npyHead(shape: readonly number[], descr: string): Uint8Array<ArrayBuffer> {
  const axes = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${axes}, }`;
  const dataStart = Math.ceil((MAGIC.length + 4 + dictionary.length + 1) / 64) * 64;
  if (dataStart > 65_535) throw new DataError(`writeNpy: array must have fewer axes, got ${shape.length}`);
  const bytes = new Uint8Array(dataStart);
  const headerLength = dataStart - MAGIC.length - 4;
  bytes.set([...MAGIC, 1, 0, headerLength & 0xff, headerLength >> 8]);
  bytes.set(new TextEncoder().encode(`${dictionary.padEnd(headerLength - 1)}\n`), MAGIC.length + 4);
  return bytes;
}

function headerOf(bytes: Uint8Array, name: string): { text: string; dataStart: number } {
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
    throw new DataError(`${name}: an NPY file must begin with \\x93NUMPY, got ${hex(bytes.subarray(0, 6))}`);
  }
  const version = bytes[6];
  if (version === undefined || version < 1 || version > 3) {
    throw new DataError(
      `${name}: NPY version must be 1, 2 or 3, got ${version ?? 'the end of the file'} at byte 6`,
    );
  }
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start)
    throw new DataError(`${name}: NPY header must be ${start} bytes or more, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER || start + length > bytes.length) {
    throw new DataError(
      `${name}: NPY header must end within the ${bytes.length} bytes of the file and be at most ${MAX_HEADER} long, got a length of ${length} at byte 8`,
    );
  }
  const encoded = bytes.subarray(start, start + length);
  return {
    text: new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(encoded),
    dataStart: start + length,
  };
}

function elementTypeOf(descr: string, name: string): { type: ElementType; littleEndian: boolean } {
  const [order, element] = [descr[0] ?? '', descr.slice(1)];
  const type =
    element !== 'bf2' && Object.hasOwn(elementTypes, element)
      ? elementTypes[element as ElementName]
      : undefined;
  if (type === undefined || !(type.bytes === 1 ? '|<>' : '<>').includes(order)) {
    const known = Object.keys(elementTypes).filter((key) => key !== 'bf2');
    throw new DataError(
      `${name}: NPY element type must be one of ${known.join(', ')} after its byte order, got ${JSON.stringify(descr)}`,
    );
  }
  return { type, littleEndian: order !== '>' };
}

function checkedSize(
  shape: readonly number[],
  elementBytes: number,
  available: number,
  name: string,
): number {
  const size = shape.reduce((product, axis) => product * BigInt(axis), 1n);
  if (size * BigInt(elementBytes) !== BigInt(available)) {
    throw new DataError(
      `${name}: an NPY array of shape [${shape}] must have ${size * BigInt(elementBytes)} bytes after its header, got ${available}`,
    );
  }
  return Number(size);
}

/** The same array with its last axis fastest instead of its first. */
function rowMajor(values: TypedArray, shape: readonly number[]): TypedArray {
  const reordered = values.slice();
  const counter = shape.map(() => 0);
  const strides: number[] = [];
  shape.reduce((stride, axis) => (strides.push(stride), stride * axis), 1);
  let source = 0;
  for (let target = 0; target < values.length; target++) {
    reordered[target] = values[source]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++counter[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      counter[axis] = 0;
    }
  }
  return reordered;
}

const hex = (bytes: Uint8Array) =>
  bytes.length === 0 ? 'an empty file' : Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(' ');
