import { DataError, type TypedArray } from '@goal-driven/core/arrays';

/** Bytes that copies may still take: strides of 0 would make any number of elements out of one. */
export type CopyBudget = { left: number; readonly all: number };

export type StridedView = {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
};

const MAX_AXES = 64;

/**
 * The elements of a view in row-major order: a part of `values` itself where they lie so, else a copy. Any shape.
 *
 * @param who what errors call the view
 * @throws DataError for a view that leaves its values, or copies beyond the budget
 */
export function stridedView(
  values: TypedArray,
  { offset, shape, strides }: StridedView,
  { who, budget }: { readonly who: string; readonly budget: CopyBudget },
): TypedArray {
  if (shape.length !== strides.length || shape.length > MAX_AXES)
    throw new DataError(
      `${who}: a tensor must have as many strides as axes, at most ${MAX_AXES}, got ${shape.length} axes and ${strides.length} strides`,
    );
  for (const each of [offset, ...shape, ...strides]) {
    if (!Number.isSafeInteger(each) || each < 0)
      throw new DataError(`${who}: offset, shape and strides must be whole numbers, got ${each}`);
  }
  const size = shape.reduce((product, axis) => product * axis, 1);
  const last = size === 0 ? offset - 1 : shape.reduce((at, axis, i) => at + (axis - 1) * strides[i]!, offset);
  if (!(last < values.length) || offset > values.length)
    throw new DataError(
      `${who}: a tensor of shape [${shape}], strides [${strides}] and offset ${offset} must lie within its storage of ${values.length} elements, got a last one at ${last}`,
    );
  if (isRowMajor(shape, strides) || size === 0) return values.subarray(offset, offset + size);
  budget.left -= size * values.BYTES_PER_ELEMENT;
  if (budget.left < 0)
    throw new DataError(
      `${who}: tensors that are copied out of their storages must take at most ${budget.all} bytes in all, got more with shape [${shape}] and strides [${strides}]`,
    );
  return gathered(values, { offset, shape, strides }, size);
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue; // whose stride is never taken
    if (strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}

function gathered(values: TypedArray, view: StridedView, size: number): TypedArray {
  const { offset, shape, strides } = merged(view);
  const copy = new (values.constructor as new (length: number) => TypedArray)(size);
  const [length, step] = [shape.at(-1)!, strides.at(-1)!];
  const counter = shape.map(() => 0);
  let source = offset;
  for (let target = 0; target < size;) {
    for (let end = target + length, at = source; target < end; target++, at += step)
      copy[target] = values[at]!;
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++counter[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      counter[axis] = 0;
    }
  }
  return copy;
}

/** The same view with as few axes as it has: neighbours that are walked through with one step are one. */
function merged({ offset, shape, strides }: StridedView): StridedView {
  const axes: { length: number; stride: number }[] = [];
  for (const [axis, length] of shape.entries()) {
    const stride = strides[axis]!;
    const before = axes.at(-1);
    if (length === 1) continue;
    if (before?.stride === stride * length)
      axes[axes.length - 1] = { length: before.length * length, stride };
    else axes.push({ length, stride });
  }
  return { offset, shape: axes.map(({ length }) => length), strides: axes.map(({ stride }) => stride) };
}
