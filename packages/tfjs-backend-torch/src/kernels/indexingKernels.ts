import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { TorchBackend } from '../TorchBackend';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';
import { tf } from '../tf';

/** Reads at [batch, ..., axis] places. */
const gather: Kernel = (call: KernelCall<{ axis: number; batchDims?: number }>) => {
  const [x, indices] = [input(call, 'x'), input(call, 'indices')];
  const axis = tf.util.parseAxisParam(call.attrs.axis, x.shape)[0]!;
  const batch = call.attrs.batchDims ?? 0;
  tf.backend_util.segment_util.collectGatherOpShapeInfo(x as never, indices as never, axis, batch); // checks
  return call.backend.run('gather', x, indices, axis, batch < 0 ? batch + indices.shape.length : batch);
};

/** What is written on: zeros, or a value everywhere. */
const background = (backend: TorchBackend, shape: number[], dtype: DataType): TensorInfo =>
  backend.run('fill', shape, 0, dtype);

function writeOn(
  backend: TorchBackend,
  base: TensorInfo,
  rest: [TensorInfo, TensorInfo, boolean],
): TensorInfo {
  const result = backend.run('scatterNd', base, ...rest);
  backend.disposeData(base.dataId);
  return result;
}

const sparseToDense: Kernel = (call: KernelCall<{ outputShape: number[] }>) => {
  const [indices, values] = [input(call, 'sparseIndices'), input(call, 'sparseValues')];
  const elsewhere = input(call, 'defaultValue');
  const { outputShape } = call.attrs;
  const size = outputShape.map(() => 1);
  const one = call.backend.run('reshape', elsewhere, size);
  const base =
    outputShape.length === 0 ? call.backend.share(one) : call.backend.run('tile', one, outputShape);
  call.backend.disposeData(one.dataId);
  return writeOn(call.backend, base, [indices, values, false]);
};

const searchSorted: Kernel = (call: KernelCall<{ side: 'left' | 'right' }>) => {
  const [sequence, values] = [input(call, 'sortedSequence'), input(call, 'values')];
  return call.backend.run('searchSorted', sequence, values, call.attrs.side === 'right');
};

/** Padding with what lies beside the border, the border itself repeated (symmetric) or not (reflect). */
const mirrorPad: Kernel = (
  call: KernelCall<{ paddings: [number, number][]; mode: 'reflect' | 'symmetric' }>,
) => {
  const x = input(call, 'x');
  const offset = call.attrs.mode === 'reflect' ? 0 : 1;
  let result = call.backend.share(x);
  call.attrs.paddings.forEach(([before, after], axis) => {
    if (before === 0 && after === 0) return;
    const length = x.shape[axis]!;
    const indices = Array.from({ length: before + length + after }, (_, place) => {
      const at = place - before;
      if (at < 0) return -at - offset;
      return at >= length ? 2 * (length - 1) - at + offset : at;
    });
    const next = call.backend.run('reindexed', result, axis, indices);
    call.backend.disposeData(result.dataId);
    result = next;
  });
  return result;
};

/** Reading and writing at computed places, sorting, counting. */
export const indexingKernels: Kernels = {
  Bincount: (call: KernelCall<{ size: number }>) => {
    const x = input(call, 'x');
    const flat = call.backend.run('reshape', x, [tf.util.sizeFromShape(x.shape)]);
    const counts = call.backend.run('binCount', flat, input(call, 'weights'), call.attrs.size, false);
    call.backend.disposeData(flat.dataId);
    return counts;
  },
  DenseBincount: (call: KernelCall<{ size: number; binaryOutput?: boolean }>) =>
    call.backend.run(
      'binCount',
      ...([
        input(call, 'x'),
        input(call, 'weights'),
        call.attrs.size,
        call.attrs.binaryOutput ?? false,
      ] as const),
    ),
  Diag: (call) => {
    const x = input(call, 'x');
    const square = call.backend.run('diagonal', x);
    const result = call.backend.run('reshape', square, [...x.shape, ...x.shape]);
    call.backend.disposeData(square.dataId);
    return result;
  },
  GatherNd: (call) => call.backend.run('gatherNd', input(call, 'params'), input(call, 'indices')),
  GatherV2: gather,
  MirrorPad: mirrorPad,
  OneHot: (call: KernelCall<{ depth: number; onValue: number; offValue: number; dtype: DataType }>) => {
    const { depth, onValue, offValue, dtype } = call.attrs;
    return call.backend.run('oneHot', input(call, 'indices'), depth, onValue, offValue, dtype);
  },
  ScatterNd: (call: KernelCall<{ shape: number[] }>) => {
    const [indices, updates] = [input(call, 'indices'), input(call, 'updates')];
    const base = background(call.backend, call.attrs.shape, updates.dtype);
    return writeOn(call.backend, base, [indices, updates, true]);
  },
  SearchSorted: searchSorted,
  SparseToDense: sparseToDense,
  TensorScatterUpdate: (call) =>
    call.backend.run(
      'scatterNd',
      input(call, 'tensor'),
      input(call, 'indices'),
      input(call, 'updates'),
      false,
    ),
  TopK: (call: KernelCall<{ k: number; sorted: boolean }>) =>
    call.backend.runMany('topK', input(call, 'x'), call.attrs.k),
  UnsortedSegmentSum: (call: KernelCall<{ numSegments: number }>) =>
    call.backend.run('segmentSum', input(call, 'x'), input(call, 'segmentIds'), call.attrs.numSegments),
};
