import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addToPending } from '../deferBias';
import { addPendingSums } from '../deferSums';
import type { TorchBackend } from '../TorchBackend';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';

const binary =
  (operation: string): Kernel =>
  (call) =>
    ofTwo(call.backend, operation, [input(call, 'a'), input(call, 'b')]);

/** One of the two may be a number that was never uploaded. */
const ofTwo = (backend: TorchBackend, operation: string, [a, b]: [TensorInfo, TensorInfo]): TensorInfo => {
  if (a.shape.length > 0) return backend.run(operation, a, backend.operand(b));
  return b.shape.length > 0 ? backend.run(operation, backend.operand(a), b) : backend.run(operation, a, b);
};

/** Functions of two numbers, of tensors broadcast against each other. */
export const binaryKernels: Kernels = {
  Add: (call) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    const { backend } = call;
    return addPendingSums(backend, a, b) ?? addToPending(backend, a, b) ?? ofTwo(backend, 'add', [a, b]);
  },
  AddN: ({ inputs, backend }) => backend.run('addMany', inputs as unknown as readonly TensorInfo[]),
  Atan2: binary('atan2'),
  BitwiseAnd: binary('bitwiseAnd'),
  Equal: binary('equal'),
  FloorDiv: binary('floorDiv'),
  Greater: binary('greater'),
  GreaterEqual: binary('greaterEqual'),
  Less: binary('less'),
  LessEqual: binary('lessEqual'),
  LogicalAnd: binary('logicalAnd'),
  LogicalOr: binary('logicalOr'),
  Maximum: binary('maximum'),
  Minimum: binary('minimum'),
  Mod: binary('mod'),
  Multiply: binary('mul'),
  NotEqual: binary('notEqual'),
  Pow: binary('pow'),
  Prelu: (call) => call.backend.run('prelu', input(call, 'x'), input(call, 'alpha')),
  RealDiv: binary('div'),
  Select: (call: KernelCall<object>) => {
    const [condition, t, e] = ['condition', 't', 'e'].map((name) => input(call, name)) as [
      TensorInfo,
      TensorInfo,
      TensorInfo,
    ];
    // A vector of conditions chooses whole rows.
    if (condition.shape.length !== 1 || t.shape.length <= 1)
      return call.backend.run('select', condition, t, e);
    const column = [condition.shape[0]!, ...t.shape.slice(1).map(() => 1)];
    const rows = call.backend.run('reshape', condition, column);
    const chosen = call.backend.run('select', rows, t, e);
    call.backend.disposeData(rows.dataId);
    return chosen;
  },
  SquaredDifference: binary('squaredDifference'),
  Sub: binary('sub'),
};
