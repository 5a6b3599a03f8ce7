import type { KernelBackend, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { EngineError } from '../EngineError';
import type { TorchBackend } from '../TorchBackend';
import type { Kernel, KernelCall, Kernels } from './Kernel';
import { tf } from '../tf';

/** Kernels that read their inputs back and run on tfjs's `cpu` backend, with the reason why. */
export const fallbackReasons: { readonly [kernel: string]: string } = {
  BroadcastArgs: 'shapes, which JavaScript computes with anyway',
  Multinomial: 'the same draws for the same seed as on every other backend',
  NonMaxSuppressionV3: 'a sequential search over few boxes',
  NonMaxSuppressionV4: 'a sequential search over few boxes',
  NonMaxSuppressionV5: 'a sequential search over few boxes',
  RaggedGather: 'ragged rows',
  RaggedRange: 'ragged rows',
  RaggedTensorToTensor: 'ragged rows',
  SparseFillEmptyRows: 'sparse',
  SparseReshape: 'sparse',
  SparseSegmentMean: 'sparse',
  SparseSegmentSum: 'sparse',
  StaticRegexReplace: 'strings',
  StringNGrams: 'strings',
  StringSplit: 'strings',
  StringToHashBucketFast: 'strings',
  Unique: 'values in the order of their first occurrence, compared as text for whole rows',
};

/** Kernels that also take strings, whose strings are left to `cpu`. */
const withStrings = [
  ...[
    'Concat',
    'Equal',
    'ExpandDims',
    'GatherNd',
    'GatherV2',
    'Greater',
    'GreaterEqual',
    'Less',
    'LessEqual',
  ],
  ...['NotEqual', 'OnesLike', 'Pack', 'PadV2', 'Reshape', 'Reverse', 'ScatterNd', 'Select', 'Slice'],
  ...[
    'SparseToDense',
    'SplitV',
    'StridedSlice',
    'TensorScatterUpdate',
    'Tile',
    'Transpose',
    'Unpack',
    'ZerosLike',
  ],
];

/** Moves the inputs to the `cpu` backend, runs its kernel, and takes the results over. */
function onCpu(kernelName: string, call: KernelCall<never>): TensorInfo | TensorInfo[] {
  const kernel = tf.getKernel(kernelName, 'cpu');
  const cpu = tf.findBackend('cpu') as KernelBackend | null;
  if (kernel === undefined || cpu === null) {
    throw new EngineError(
      `torch: ${kernelName} must run on the cpu backend, got none. To bring it: import '@tensorflow/tfjs-backend-cpu'`,
    );
  }
  const moved = mapInputs(call.inputs, (info) => moveTo(cpu, call.backend, info));
  const args = { inputs: moved.inputs, attrs: call.attrs, backend: cpu };
  try {
    const result = kernel.kernelFunc(args as Parameters<KernelFunc>[0]);
    const takeOver = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => {
      const values = cpu.readSync(dataId);
      cpu.disposeData(dataId);
      return call.backend.own(shape, dtype, { values });
    };
    return Array.isArray(result) ? result.map(takeOver) : takeOver(result);
  } finally {
    moved.all.forEach(({ dataId }) => cpu.disposeData(dataId, true));
  }
}

function moveTo(cpu: KernelBackend, backend: TorchBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  return { dataId: cpu.write(backend.readSync(dataId), shape, dtype), shape, dtype };
}

/** Inputs are infos, lists of infos, or absent. */
function mapInputs(
  inputs: object,
  f: (info: TensorInfo) => TensorInfo,
): { inputs: object; all: TensorInfo[] } {
  const all: TensorInfo[] = [];
  const each = (info: TensorInfo): TensorInfo => {
    const result = f(info);
    all.push(result);
    return result;
  };
  type Input = TensorInfo | TensorInfo[] | undefined;
  const entries = (Object.entries(inputs) as [string, Input][]).map(
    ([name, value]) => [name, Array.isArray(value) ? value.map(each) : value && each(value)] as const,
  );
  if (Array.isArray(inputs)) return { inputs: entries.map(([, value]) => value), all };
  return { inputs: Object.fromEntries(entries), all };
}

const hasStrings = ({ inputs }: KernelCall<never>): boolean =>
  Object.values(inputs).some((info) => info?.dtype === 'string');

/** The kernel for numbers, tfjs's own for strings. */
const orOnCpu =
  (kernelName: string, kernel: Kernel): Kernel =>
  (call) =>
    hasStrings(call) ? onCpu(kernelName, call) : kernel(call);

/** The given kernels with what JavaScript does in their stead. */
export function withFallbacks(kernels: Kernels): Kernels {
  const guarded = withStrings.map((name) => [name, orOnCpu(name, kernels[name]!)] as const);
  const fallen = Object.keys(fallbackReasons).map((name): [string, Kernel] => [
    name,
    (call) => onCpu(name, call),
  ]);
  return { ...kernels, ...Object.fromEntries(guarded), ...Object.fromEntries(fallen) };
}
