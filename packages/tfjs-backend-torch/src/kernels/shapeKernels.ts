import type { DataType, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';
import { tf } from '../tf';

const listOf = ({ inputs }: { inputs: KernelCall<never>['inputs'] }): TensorInfo[] => Object.values(inputs);

const reshape: Kernel = (call: KernelCall<{ shape: number[] }>) => {
  const x = input(call, 'x');
  const shape = tf.util.inferFromImplicitShape(call.attrs.shape, tf.util.sizeFromShape(x.shape));
  tf.util.assert(
    tf.util.sizeFromShape(x.shape) === tf.util.sizeFromShape(shape),
    () => `torch: reshape: sizes must be equal, got [${x.shape}] and [${shape}]`,
  );
  return call.backend.run('reshape', x, shape);
};

const splitV: Kernel = (call: KernelCall<{ numOrSizeSplits: number[] | number; axis: number }>) => {
  const x = input(call, 'x');
  const axis = tf.util.parseAxisParam(call.attrs.axis, x.shape)[0]!;
  const sizes = splitSizes(x, call.attrs.numOrSizeSplits, axis);
  tf.util.assert(
    sizes.reduce((sum, size) => sum + size, 0) === x.shape[axis],
    () => `torch: split: sizes must sum to axis ${axis} of [${x.shape}], got ${sizes.join(', ')}`,
  );
  let begin = 0;
  return sizes.map((size) => {
    const piece = call.backend.run('part', x, axis, begin, size);
    begin += size;
    return piece;
  });
};

/** The lengths of the pieces; -1 is what the others leave. */
function splitSizes(x: TensorInfo, splits: number[] | number, axis: number): number[] {
  const length = x.shape[axis]!;
  if (typeof splits === 'number') return Array<number>(splits).fill(length / splits);
  const rest = length - splits.reduce((sum, size) => sum + Math.max(0, size), 0);
  return splits.map((size) => (size === -1 ? rest : size));
}

const stridedSlice: Kernel = (
  call: KernelCall<{
    begin: number[];
    end: number[];
    strides: number[];
    beginMask: number;
    endMask: number;
    ellipsisMask: number;
    newAxisMask: number;
    shrinkAxisMask: number;
  }>,
) => {
  const x = input(call, 'x');
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = call.attrs;
  const info = tf.slice_util.sliceInfo(
    ...([x.shape, begin, end, strides, beginMask, endMask] as const),
    ...([ellipsisMask, newAxisMask, shrinkAxisMask] as const),
  );
  if (info.isIdentity) return call.backend.run('reshape', x, info.finalShape);
  const size = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
  const sliced = call.backend.run('stridedSlice', x, info.begin, info.strides, size);
  const result = call.backend.run('reshape', sliced, info.finalShape);
  call.backend.disposeData(sliced.dataId);
  return result;
};

/** Strings stay in JavaScript. */
const fill: Kernel = ({
  attrs: { shape, value, dtype },
  backend,
}: KernelCall<{ shape: number[]; value: number | string; dtype?: DataType }>) => {
  if (typeof value === 'string') {
    const values = Array<Uint8Array>(tf.util.sizeFromShape(shape)).fill(tf.util.encodeString(value));
    return backend.own(shape, 'string', { values });
  }
  return backend.run('fill', shape, value, dtype ?? 'float32');
};

/** New shapes of old values, and new values. */
export const shapeKernels: Kernels = {
  Concat: (call: KernelCall<{ axis: number }>) => {
    const list = listOf(call);
    const axis = tf.util.parseAxisParam(call.attrs.axis, list[0]!.shape)[0]!;
    tf.backend_util.assertParamsConsistent(
      list.map(({ shape }) => shape),
      axis,
    );
    // What has no elements adds nothing, but gives the shape where all are such.
    const filled = list.filter(({ shape }) => tf.util.sizeFromShape(shape) > 0);
    return call.backend.run('concat', filled.length > 0 ? filled : list, axis);
  },
  ExpandDims: (call: KernelCall<{ dim: number }>) => {
    const x = input(call, 'input');
    const { dim } = call.attrs;
    const shape = [...x.shape];
    tf.util.assert(
      dim >= -(x.shape.length + 1) && dim <= x.shape.length,
      () => `torch: expandDims: dim must be in [${-(x.shape.length + 1)}, ${x.shape.length}], got ${dim}`,
    );
    shape.splice(dim < 0 ? x.shape.length + dim + 1 : dim, 0, 1);
    return call.backend.run('reshape', x, shape);
  },
  Fill: fill,
  Identity: (call) => call.backend.share(input(call, 'x')),
  OnesLike: (call) => call.backend.run('onesLike', input(call, 'x')),
  Pack: (call: KernelCall<{ axis: number }>) => {
    const list = listOf(call);
    for (const { shape, dtype } of list) {
      tf.util.assertShapesMatch(
        list[0]!.shape,
        shape,
        'All tensors passed to stack must have matching shapes',
      );
      tf.util.assert(dtype === list[0]!.dtype, () => 'All tensors passed to stack must have matching dtypes');
    }
    return call.backend.run('stack', list, call.attrs.axis);
  },
  PadV2: (call: KernelCall<{ paddings: [number, number][]; constantValue: number }>) =>
    call.backend.run(
      'pad',
      input(call, 'x'),
      call.attrs.paddings.toReversed().flat(),
      call.attrs.constantValue,
    ),
  Reshape: reshape,
  Reverse: (call: KernelCall<{ dims: number | number[] }>) => {
    const x = input(call, 'x');
    return call.backend.run('reverse', x, tf.util.parseAxisParam(call.attrs.dims, x.shape));
  },
  Slice: (call: KernelCall<{ begin: number | number[]; size: number | number[] }>) => {
    const x = input(call, 'x');
    const [begin, size] = tf.slice_util.parseSliceParams(x as Tensor, call.attrs.begin, call.attrs.size) as [
      number[],
      number[],
    ];
    tf.slice_util.assertParamsValid(x as Tensor, begin, size);
    return call.backend.run('slice', x, begin, size);
  },
  SplitV: splitV,
  StridedSlice: stridedSlice,
  Tile: (call: KernelCall<{ reps: number[] }>) => call.backend.run('tile', input(call, 'x'), call.attrs.reps),
  Transpose: (call: KernelCall<{ perm: number[] }>) =>
    call.backend.run('transpose', input(call, 'x'), call.attrs.perm),
  Unpack: (call: KernelCall<{ axis: number }>) => {
    const value = input(call, 'value');
    const axis = tf.util.parseAxisParam(call.attrs.axis, value.shape)[0]!;
    return Array.from({ length: value.shape[axis]! }, (_, index) =>
      call.backend.run('selected', value, axis, index),
    );
  },
  ZerosLike: (call) => call.backend.run('zerosLike', input(call, 'x')),
};
