import { ShapeError, sizeOf, type NdArray, type TypedArray } from '@goal-driven/core/arrays';

/**
 * An array in parts along one axis, copied; any shape.
 *
 * @param shapes of the parts, in order
 * @throws ShapeError when the parts do not make up the array
 */
export function cutArray<T extends TypedArray>(
  { values, shape }: NdArray<T>,
  shapes: readonly (readonly number[])[],
  axis: number,
): NdArray<T>[] {
  const at = axis < 0 ? shape.length + axis : axis;
  const lengths = shapes.map((part) => part[at] ?? NaN);
  const whole = shapes[0]!.map((size, each) =>
    each === at ? lengths.reduce((sum, length) => sum + length) : size,
  );
  if (String(whole) !== String(shape))
    throw new ShapeError(
      `cutArray: an array to be cut into ${shapes.map((part) => `[${part}]`).join(' and ')} must be [${whole}], got [${shape}]`,
    );
  const inner = sizeOf(shape.slice(at + 1));
  const outer = sizeOf(shape.slice(0, at));
  let start = 0;
  return shapes.map((part, index) => {
    const width = lengths[index]! * inner;
    const copy = new (values.constructor as new (length: number) => T)(outer * width);
    for (let row = 0; row < outer; row++) {
      const begin = row * shape[at]! * inner + start;
      copy.set(values.subarray(begin, begin + width) as never, row * width);
    }
    start += width;
    return { values: copy, shape: part };
  });
}
