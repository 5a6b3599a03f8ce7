import type { TensorInfo } from '@tensorflow/tfjs-core';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';
import { tf } from '../tf';

type Axes = { readonly axis?: number | number[]; readonly keepDims?: boolean };

const axesOf = (x: TensorInfo, axis: number | number[] | undefined): number[] =>
  tf.util.parseAxisParam(axis as number, x.shape);

const reduction =
  (operation: string): Kernel =>
  (call: KernelCall<Axes & { readonly reductionIndices?: number | number[] }>) => {
    const x = input(call, 'x');
    const { axis, reductionIndices, keepDims } = call.attrs;
    return call.backend.run(operation, x, axesOf(x, axis ?? reductionIndices), keepDims ?? false);
  };

const position =
  (operation: string): Kernel =>
  (call: KernelCall<Axes>) => {
    const x = input(call, 'x');
    return call.backend.run(operation, x, axesOf(x, call.attrs.axis)[0]!);
  };

const cumulative =
  (operation: string): Kernel =>
  (call: KernelCall<{ axis: number; exclusive: boolean; reverse: boolean }>) => {
    const x = input(call, 'x');
    const { axis, exclusive, reverse } = call.attrs;
    return call.backend.run(operation, x, axesOf(x, axis)[0]!, exclusive, reverse);
  };

/** Many elements to one, along axes. */
export const reductionKernels: Kernels = {
  All: reduction('all'),
  Any: reduction('any'),
  ArgMax: position('argMax'),
  ArgMin: position('argMin'),
  Cumprod: cumulative('cumprod'),
  Cumsum: cumulative('cumsum'),
  Max: reduction('max'),
  Mean: reduction('mean'),
  Min: reduction('min'),
  Prod: reduction('prod'),
  Sum: reduction('sum'),
};
