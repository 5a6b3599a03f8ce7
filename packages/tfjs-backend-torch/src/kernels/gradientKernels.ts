import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';

const ofOutput =
  (operation: string): Kernel =>
  (call) =>
    call.backend.run(operation, input(call, 'y'), input(call, 'dy'));

const ofOutputAlong =
  (operation: string): Kernel =>
  (call: KernelCall<{ axis: number }>) =>
    call.backend.run(operation, input(call, 'y'), input(call, 'dy'), call.attrs.axis);

/** Gradients in one pass over memory. `EluGrad` is tfjs's; the others replace chains of its operations. */
export const gradientKernels: Kernels = {
  EluGrad: (call) => call.backend.run('eluGrad', input(call, 'dy'), input(call, 'y')),
  LogSoftmaxGrad: ofOutputAlong('logSoftmaxGrad'),
  ReluGrad: (call) => call.backend.run('reluGrad', input(call, 'x'), input(call, 'dy')),
  SigmoidGrad: ofOutput('sigmoidGrad'),
  SoftmaxGrad: ofOutputAlong('softmaxGrad'),
  TanhGrad: ofOutput('tanhGrad'),
};
