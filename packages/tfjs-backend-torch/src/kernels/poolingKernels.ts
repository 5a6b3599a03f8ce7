import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import type { TorchBackend } from '../TorchBackend';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';
import { window2d, window3d } from './window';
import { tf } from '../tf';

type Four = [number, number, number, number];
type Five = [number, number, number, number, number];
type Pair = [number, number];
type Triple = [number, number, number];

type Attributes2D = {
  readonly filterSize: Pair | number;
  readonly strides: Pair | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};
type Attributes3D = {
  readonly filterSize: Triple | number;
  readonly strides: Triple | number;
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

function poolArguments(
  { filterSize, strides, pad, dimRoundingMode }: Attributes2D,
  shape: readonly number[],
) {
  const info = tf.backend_util.computePool2DInfo(shape as Four, filterSize, strides, 1, pad, dimRoundingMode);
  const kernel = [info.filterHeight, info.filterWidth];
  return {
    args: [kernel, ...window2d(info)] as const,
    kernel,
    inShape: info.inShape,
    outShape: info.outShape,
  };
}

function poolArguments3d(
  { filterSize, strides, pad, dimRoundingMode }: Attributes3D,
  shape: readonly number[],
) {
  const info = tf.backend_util.computePool3DInfo(shape as Five, filterSize, strides, 1, pad, dimRoundingMode);
  const kernel = [info.filterDepth, info.filterHeight, info.filterWidth];
  return {
    args: [kernel, ...window3d(info)] as const,
    kernel,
    inShape: info.inShape,
    outShape: info.outShape,
  };
}

type ArgumentsOf = typeof poolArguments | typeof poolArguments3d;
type PoolArguments = ReturnType<ArgumentsOf>;

/** A pooling by all that its maxima's places depend on, but for the values. */
const nameOf = ({ args, inShape }: PoolArguments): string => [inShape, ...args].join(';');

/** Whether a gradient may be asked for, so that the places of maxima are worth their memory. */
const isTaped = (): boolean => tf.engine().state.gradientDepth > 0;

/** What needs no pooling: windows that do not fit, or, as tfjs has it, windows of one pixel that change no shape. */
function trivial(backend: TorchBackend, x: TensorInfo, pool: PoolArguments): TensorInfo | undefined {
  if (pool.outShape.some((length) => length <= 0)) {
    const shape = pool.outShape.map((length) => Math.max(0, length));
    return backend.run('fill', shape, 0, x.dtype);
  }
  const single = pool.kernel.every((length) => length === 1);
  return single && tf.util.arraysEqual(pool.inShape, pool.outShape) ? backend.share(x) : undefined;
}

const average =
  (argumentsOf: ArgumentsOf): Kernel =>
  (call: KernelCall<never>) => {
    const x = input(call, 'x');
    const pool = argumentsOf(call.attrs, x.shape);
    return trivial(call.backend, x, pool) ?? call.backend.run('averagePool', x, ...pool.args);
  };

const maximum =
  (argumentsOf: ArgumentsOf): Kernel =>
  (call: KernelCall<never>) => {
    const { backend } = call;
    const x = input(call, 'x');
    const pool = argumentsOf(call.attrs, x.shape);
    const result = trivial(backend, x, pool);
    if (result !== undefined) return result;
    if (!isTaped()) return backend.run('maxPool', x, ...pool.args);
    const [y, places] = backend.runMany('maxPoolSaving', x, ...pool.args) as [TensorInfo, TensorInfo];
    backend.attach(y, places, nameOf(pool));
    return y;
  };

const averageGrad =
  (argumentsOf: ArgumentsOf): Kernel =>
  (call: KernelCall<never>) => {
    const [dy, x] = [input(call, 'dy'), input(call, 'input')];
    return call.backend.run('averagePoolGrad', dy, x, ...argumentsOf(call.attrs, x.shape).args);
  };

const maximumGrad =
  (argumentsOf: ArgumentsOf): Kernel =>
  (call: KernelCall<never>) => {
    const [dy, x] = [input(call, 'dy'), input(call, 'input')];
    const pool = argumentsOf(call.attrs, x.shape);
    const output = call.inputs['output'];
    const places = output && call.backend.companionOf(output, nameOf(pool));
    return call.backend.run('maxPoolGrad', dy, x, ...pool.args, places);
  };

/** Pooling over two and three spatial axes, and its gradients. */
export const poolingKernels: Kernels = {
  AvgPool: average(poolArguments),
  AvgPool3D: average(poolArguments3d),
  AvgPool3DGrad: averageGrad(poolArguments3d),
  AvgPoolGrad: averageGrad(poolArguments),
  MaxPool: maximum(poolArguments),
  MaxPool3D: maximum(poolArguments3d),
  MaxPool3DGrad: maximumGrad(poolArguments3d),
  MaxPoolGrad: maximumGrad(poolArguments),
  MaxPoolWithArgmax: (call: KernelCall<Attributes2D & { includeBatchInIndex: boolean }>) => {
    const x = input(call, 'x');
    const { args } = poolArguments(call.attrs, x.shape);
    return call.backend.runMany('maxPoolPositions', x, ...args, call.attrs.includeBatchInIndex);
  },
};
