import { ShapeError, sizeOf, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import { stridedView } from '../weights/_stridedView';

/** One change of layout. */
export type WeightStep =
  /** Axis i of the result is axis `permute[i]`. */
  | { readonly permute: readonly number[] }
  /** The same numbers in the same order; one axis may be -1: whatever is left. */
  | { readonly reshape: readonly number[] }
  /** An axis in equal parts, as many as there are numbers here, in another order: part i of the result is part `blocks[i]`. */
  | { readonly blocks: readonly number[]; readonly axis: number };

/** PyTorch's convolution [O, I, height, width] as [height, width, I, O]; its transposed one [I, O, ...] as [..., O, I]. */
export const torchConvolution: readonly WeightStep[] = [{ permute: [2, 3, 1, 0] }];

/** PyTorch's linear layer [O, I] as [I, O]. */
export const torchDense: readonly WeightStep[] = [{ permute: [1, 0] }];

/**
 * PyTorch's linear layer after a flattened image of C channels, [O, C height width], as [height width C, O]: there the
 * channels come first, here last.
 */
export const torchDenseOf = (channels: number, height: number, width: number): readonly WeightStep[] => [
  { reshape: [-1, channels, height, width] },
  { permute: [2, 3, 1, 0] },
  { reshape: [height * width * channels, -1] },
];

/**
 * An array after some steps, in an order of its own; any shape. Without steps, and after reshaping alone, the values are
 * the same memory.
 *
 * @throws ShapeError for a step that its shape does not allow
 */
export function takeSteps<T extends TypedArray>(
  array: NdArray<T>,
  steps: readonly WeightStep[],
  who = 'takeSteps',
): NdArray<T> {
  return steps.reduce((before, step) => {
    if ('permute' in step) return permuted(before, step.permute, who);
    if ('reshape' in step) return reshaped(before, step.reshape, who);
    return reordered(before, step, who);
  }, array);
}

function permuted<T extends TypedArray>(
  { values, shape }: NdArray<T>,
  axes: readonly number[],
  who: string,
): NdArray<T> {
  if (axes.length !== shape.length)
    throw new ShapeError(
      `${who}: an array to be permuted by [${axes}] must have ${axes.length} axes, got [${shape}]`,
    );
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const view = {
    offset: 0,
    shape: axes.map((axis) => shape[axis]!),
    strides: axes.map((axis) => strides[axis]!),
  };
  const budget = { left: values.byteLength, all: values.byteLength };
  // A view of an array has the array's type.
  return { values: stridedView(values, view, { who, budget }) as T, shape: view.shape };
}

function reshaped<T extends TypedArray>(
  { values, shape }: NdArray<T>,
  wanted: readonly number[],
  who: string,
): NdArray<T> {
  const known = sizeOf(wanted.filter((axis) => axis !== -1));
  const full = wanted.map((axis) => (axis === -1 ? values.length / known : axis));
  if (!full.every(Number.isSafeInteger) || sizeOf(full) !== values.length)
    throw new ShapeError(`${who}: an array to become [${wanted}] must have as many elements, got [${shape}]`);
  return { values, shape: full };
}

function reordered<T extends TypedArray>(
  array: NdArray<T>,
  { blocks, axis }: { readonly blocks: readonly number[]; readonly axis: number },
  who: string,
): NdArray<T> {
  const { shape } = array;
  const at = axis < 0 ? shape.length + axis : axis;
  const length = shape[at];
  if (length === undefined || length % blocks.length !== 0)
    throw new ShapeError(`${who}: axis ${axis} must fall into ${blocks.length} equal parts, got [${shape}]`);
  const inner = (length / blocks.length) * sizeOf(shape.slice(at + 1));
  const outer = sizeOf(shape.slice(0, at));
  const { values } = array;
  const copy = values.slice() as T; // of the same type and length
  for (let row = 0; row < outer; row++) {
    for (const [to, from] of blocks.entries()) {
      const begin = (row * blocks.length + from) * inner;
      copy.set(values.subarray(begin, begin + inner) as never, (row * blocks.length + to) * inner);
    }
  }
  return { values: copy, shape };
}
