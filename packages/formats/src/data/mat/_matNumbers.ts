import type { TypedArray } from '@goal-driven/core/arrays';
import { fail, TYPES, type MatElement, type MatSource } from './_MatSource';
import type { MatNumberClass } from './MatValue';

type Constructor = { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer): TypedArray };

const storedTypes = new Map<number, Constructor>([
  [TYPES.int8, Int8Array],
  [TYPES.uint8, Uint8Array],
  [TYPES.int16, Int16Array],
  [TYPES.uint16, Uint16Array],
  [TYPES.int32, Int32Array],
  [TYPES.uint32, Uint32Array],
  [TYPES.single, Float32Array],
  [TYPES.double, Float64Array],
  [TYPES.int64, BigInt64Array],
  [TYPES.uint64, BigUint64Array],
]);

/** The typed array of each of MATLAB's classes of numbers. */
export const numberClasses = {
  double: Float64Array,
  single: Float32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
} satisfies Record<MatNumberClass, unknown>;

const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The numbers of a data element as they are stored, in the file's order; new memory.
 *
 * @throws DataError when the element holds no numbers, or not `count` of them
 */
export function storedNumbers(
  source: MatSource,
  { type, start, end }: MatElement,
  count: number,
  path: string,
): TypedArray {
  const Stored = storedTypes.get(type);
  if (Stored === undefined) return fail(source, path, `numbers must follow, got data of type ${type}`, start);
  const width = Stored.BYTES_PER_ELEMENT;
  if (end - start !== count * width) {
    fail(source, path, `${count} numbers of ${width} bytes must follow, got ${end - start} bytes`, start);
  }
  source.budget.take(end - start, path);
  const bytes = new Uint8Array(source.bytes.subarray(start, end));
  if (source.littleEndian !== hostIsLittleEndian) {
    for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
  }
  return new Stored(bytes.buffer);
}

/**
 * Stored numbers as those of their class: MATLAB stores whole numbers in the smallest type that holds them.
 *
 * @throws DataError when a number is not one of the class
 */
export function numbersOfClass<C extends MatNumberClass>(
  source: MatSource,
  stored: TypedArray,
  className: C,
  place: { readonly path: string; readonly offset: number },
): InstanceType<(typeof numberClasses)[C]> {
  const Class = numberClasses[className];
  type Result = InstanceType<(typeof numberClasses)[C]>;
  if (stored instanceof Class) return stored as Result;
  source.budget.take(stored.length * Class.BYTES_PER_ELEMENT, place.path);
  const isNumber = !(stored instanceof BigInt64Array || stored instanceof BigUint64Array);
  if (className === 'double' && isNumber) return new Float64Array(stored) as Result; // none is wider
  const converted = new Class(stored.length);
  const isBig = converted instanceof BigInt64Array || converted instanceof BigUint64Array;
  for (let index = 0; index < stored.length; index++) {
    const value = stored[index]!;
    if (isBig) {
      converted[index] = typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(value) : 0n;
    } else {
      converted[index] = Number(value);
    }
    if (!isSame(converted[index]!, value)) {
      fail(
        source,
        place.path,
        `numbers must be of class ${className}, got ${value} as element ${index}`,
        place.offset,
      );
    }
  }
  return converted as Result;
}

/** The number itself, in whichever of the two kinds; BigInt of a fraction would throw. */
function isSame(converted: number | bigint, stored: number | bigint): boolean {
  if (typeof converted === typeof stored) return Object.is(converted, stored) || converted === stored;
  const [whole, other] = [Number(converted), Number(stored)];
  return whole === other && Number.isFinite(whole) && BigInt(converted) === BigInt(stored);
}
