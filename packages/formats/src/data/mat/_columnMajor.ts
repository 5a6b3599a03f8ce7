import type { TypedArray } from '@goal-driven/core/arrays';

/** A vector lies the same way in either order, and so does what is empty, whose other axes may be of any length. */
const isVector = (shape: readonly number[]) =>
  shape.includes(0) || shape.filter((axis) => axis !== 1).length < 2;

/** Calls back with each place in row-major order and the place of the same element in column-major order. */
function eachPlace(shape: readonly number[], visit: (row: number, column: number) => void): void {
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (size === 0) return;
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, each) => product * each, 1));
  const index = shape.map(() => 0);
  let column = 0;
  for (let row = 0; row < size; row++) {
    visit(row, column);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      column += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      column -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}

/** Column-major elements of any kind as a new row-major list. Any shape will do. */
export function rowMajorList<T>(values: readonly T[], shape: readonly number[]): T[] {
  if (isVector(shape)) return [...values];
  const list = new Array<T>(values.length);
  eachPlace(shape, (row, column) => (list[row] = values[column]!));
  return list;
}

/** Column-major numbers in row-major order; a vector is given back as it came. Any shape will do. */
export function rowMajorArray<T extends TypedArray>(values: T, shape: readonly number[]): T {
  if (isVector(shape)) return values;
  const ordered = values.slice() as T;
  const [to, from] = [unitsOf(ordered), unitsOf(values)];
  if (shape.length === 2) {
    transpose(to, from, shape as [number, number]);
  } else {
    eachPlace(shape, (row, column) => move(to, row, from, column));
  }
  return ordered;
}

type Units = { readonly array: Uint8Array | Uint32Array; readonly each: number };

/** Numbers as bytes or words, so many each: a loop that meets arrays of ten types is ten times as slow. */
function unitsOf({ buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: width }: TypedArray): Units {
  return width < 4
    ? { array: new Uint8Array(buffer, byteOffset, byteLength), each: width }
    : { array: new Uint32Array(buffer, byteOffset, byteLength / 4), each: width / 4 };
}

function move(to: Units, toPlace: number, from: Units, fromPlace: number): void {
  const { each } = to;
  for (let unit = 0; unit < each; unit++)
    to.array[toPlace * each + unit] = from.array[fromPlace * each + unit]!;
}

/** By squares that stay in the processor's cache: images are most of what such files hold. */
function transpose(to: Units, from: Units, [rows, columns]: readonly [number, number]): void {
  const SIDE = 32;
  for (let top = 0; top < rows; top += SIDE) {
    for (let left = 0; left < columns; left += SIDE) {
      const [bottom, right] = [Math.min(rows, top + SIDE), Math.min(columns, left + SIDE)];
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++)
          move(to, row * columns + column, from, column * rows + row);
      }
    }
  }
}
