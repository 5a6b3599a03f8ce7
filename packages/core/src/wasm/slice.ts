import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import type { Kernels } from './Kernels';
import {
  addressOf,
  input,
  makeOutput,
  wasmKernel,
  type KernelArguments,
  type WasmBackend,
} from './WasmBackend';

type Attributes = { begin: number | number[]; size: number | number[] };

/** A part of a tensor. Stock copies all of it out of the module's memory first. */
export function slice(kernels: Kernels) {
  const stock = tf.getKernel('Slice', 'wasm')!;
  return wasmKernel<Attributes>('Slice', (args: KernelArguments<Attributes>) => {
    const x = input(args.inputs, 'x');
    if (x.dtype === 'string') return stock.kernelFunc(args as never);
    const { begin, size } = args.attrs;
    // tfjs declares that it wants a tensor and reads its shape; it fills in what is left out.
    const [from, extent] = tf.slice_util.parseSliceParams(x as never, begin, size) as [number[], number[]];
    return cut(kernels, args.backend, x, from, extent);
  });
}

/** A tensor cut in parts along one axis. */
export function splitV(kernels: Kernels) {
  const stock = tf.getKernel('SplitV', 'wasm')!;
  type Splits = { numOrSizeSplits: number | number[]; axis: number };
  return wasmKernel<Splits>('SplitV', (args: KernelArguments<Splits>) => {
    const x = input(args.inputs, 'x');
    if (x.dtype === 'string') return stock.kernelFunc(args as never);
    const axis = tf.util.parseAxisParam(args.attrs.axis, x.shape)[0]!;
    const begin = x.shape.map(() => 0);
    return tf.backend_util.prepareSplitSize(x as never, args.attrs.numOrSizeSplits, axis).map((length) => {
      const part = cut(kernels, args.backend, x, begin, x.shape.with(axis, length));
      begin[axis]! += length;
      return part;
    });
  });
}

/**
 * Copies runs of adjacent elements. The last axis that is cut makes the runs, the one cut before it a
 * series of them at one distance; a loop goes over the axes before.
 */
function cut(
  kernels: Kernels,
  backend: WasmBackend,
  x: TensorInfo,
  begin: number[],
  size: number[],
): TensorInfo {
  const output = makeOutput(backend, size, x.dtype);
  if (tf.util.sizeFromShape(size) === 0) return output;
  const isCut = (length: number, axis: number) => length !== x.shape[axis];
  const last = Math.max(0, size.findLastIndex(isCut));
  const previous = Math.max(0, size.slice(0, last).findLastIndex(isCut));
  const strides = x.shape.map(
    (_, axis) => tf.util.bytesPerElement(x.dtype) * tf.util.sizeFromShape(x.shape.slice(axis + 1)),
  );
  const bytes = x.shape.length === 0 ? tf.util.bytesPerElement(x.dtype) : size[last]! * strides[last]!;
  const count = last === 0 ? 1 : tf.util.sizeFromShape(size.slice(previous, last));
  const distance = last === 0 ? 0 : x.shape[last]! * strides[last]!;
  const start = begin.reduce((sum, index, axis) => sum + index * strides[axis]!, addressOf(backend, x));
  let to = addressOf(backend, output);
  for (const offset of offsets(size.slice(0, last === 0 ? 0 : previous), strides)) {
    kernels.gatherRuns(start + offset, to, count, distance, bytes);
    to += count * bytes;
  }
  return output;
}

/** Byte offsets of all indices of the leading axes, in row order. */
const offsets = (sizes: number[], strides: number[]): number[] =>
  sizes.reduce<number[]>(
    (all, size, axis) =>
      all.flatMap((offset) => Array.from({ length: size }, (_, index) => offset + index * strides[axis]!)),
    [0],
  );
