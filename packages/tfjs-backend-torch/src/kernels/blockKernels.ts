import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelArgument, TorchBackend } from '../TorchBackend';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';
import { tf } from '../tf';

type Step = readonly [operation: string, ...rest: KernelArgument[]];

/** Runs operations one after the other and frees what is between. */
function inTurn(backend: TorchBackend, x: TensorInfo, steps: readonly Step[]): TensorInfo {
  let current = backend.share(x);
  for (const [operation, ...rest] of steps) {
    const next = backend.run(operation, current, ...rest);
    backend.disposeData(current.dataId);
    current = next;
  }
  return current;
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

const batchToSpace: Kernel = (call: KernelCall<{ blockShape: number[]; crops: number[][] }>) => {
  const x = input(call, 'x');
  const { blockShape, crops } = call.attrs;
  const count = product(blockShape);
  const reshaped = tf.backend_util.getReshaped(x.shape, blockShape, count);
  const permuted = tf.backend_util.getReshapedPermuted(x.shape, blockShape, count);
  return inTurn(call.backend, x, [
    ['reshape', reshaped],
    ['transpose', tf.backend_util.getPermuted(reshaped.length, blockShape.length)],
    ['reshape', permuted],
    ['slice', ...cropped(permuted, crops, blockShape.length)],
  ]);
};

/** Where the uncropped part begins and how large it is; axes beyond the blocks are whole. */
function cropped(shape: number[], crops: number[][], blocks: number): [number[], number[]] {
  const begin = tf.backend_util.getSliceBeginCoords(crops, blocks);
  const size = tf.backend_util.getSliceSize(shape, crops, blocks);
  return [shape.map((_, axis) => begin[axis] ?? 0), shape.map((length, axis) => size[axis] ?? length)];
}

const spaceToBatch: Kernel = (call: KernelCall<{ blockShape: number[]; paddings: number[][] }>) => {
  const x = input(call, 'x');
  const { blockShape, paddings } = call.attrs;
  const count = product(blockShape);
  const all = x.shape.map((_, axis) => (axis === 0 ? [0, 0] : (paddings[axis - 1] ?? [0, 0])));
  const padded = x.shape.map((length, axis) => length + all[axis]![0]! + all[axis]![1]!);
  const reshaped = tf.backend_util.getReshaped(padded, blockShape, count, false);
  return inTurn(call.backend, x, [
    ['pad', all.toReversed().flat(), 0],
    ['reshape', reshaped],
    ['transpose', tf.backend_util.getPermuted(reshaped.length, blockShape.length, false)],
    ['reshape', tf.backend_util.getReshapedPermuted(padded, blockShape, count, false)],
  ]);
};

const depthToSpace: Kernel = (call: KernelCall<{ blockSize: number; dataFormat: 'NHWC' | 'NCHW' }>) => {
  const x = input(call, 'x');
  const { blockSize: b, dataFormat } = call.attrs;
  if (dataFormat === 'NCHW') {
    const [batch, depth, height, width] = x.shape as [number, number, number, number];
    const channels = depth / (b * b);
    return inTurn(call.backend, x, [
      ['reshape', [batch, b, b, channels, height, width]],
      ['transpose', [0, 3, 4, 1, 5, 2]],
      ['reshape', [batch, channels, height * b, width * b]],
    ]);
  }
  const [batch, height, width, depth] = x.shape as [number, number, number, number];
  const channels = depth / (b * b);
  return inTurn(call.backend, x, [
    ['reshape', [batch, height, width, b, b, channels]],
    ['transpose', [0, 1, 3, 2, 4, 5]],
    ['reshape', [batch, height * b, width * b, channels]],
  ]);
};

/** Blocks of pixels to entries of the batch or to channels, and back. */
export const blockKernels: Kernels = {
  BatchToSpaceND: batchToSpace,
  DepthToSpace: depthToSpace,
  SpaceToBatchND: spaceToBatch,
};
