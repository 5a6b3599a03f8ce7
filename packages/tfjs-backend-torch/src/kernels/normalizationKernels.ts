import type { TensorInfo } from '@tensorflow/tfjs-core';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';

type Response = { depthRadius: number; bias: number; alpha: number; beta: number };

const batchNorm: Kernel = (call: KernelCall<{ varianceEpsilon?: number }>) => {
  const [x, mean, variance] = ['x', 'mean', 'variance'].map((name) => input(call, name)) as [
    TensorInfo,
    TensorInfo,
    TensorInfo,
  ];
  const { offset, scale } = call.inputs;
  return call.backend.run('batchNorm', x, mean, variance, offset, scale, call.attrs.varianceEpsilon ?? 0.001);
};

/**
 * Normalisation of each channel over all else by the moments of the batch, in training: y, mean, biased
 * variance and 1 / sqrt(variance + epsilon). The gradient goes through y, once; the moments carry none.
 */
const batchNormTraining: Kernel = (call: KernelCall<{ epsilon: number }>) =>
  call.backend.runMany(
    'batchNormTraining',
    ...([input(call, 'x'), input(call, 'gamma'), input(call, 'beta'), call.attrs.epsilon] as const),
  );

/** Softmax, normalisation, Fourier transforms and what complex numbers need. */
export const normalizationKernels: Kernels = {
  BatchNormTraining: batchNormTraining,
  Complex: (call) => call.backend.run('complex', input(call, 'real'), input(call, 'imag')),
  ComplexAbs: (call) => call.backend.run('abs', input(call, 'x')),
  FFT: (call) => call.backend.run('fourier', input(call, 'input'), false),
  FusedBatchNorm: batchNorm,
  IFFT: (call) => call.backend.run('fourier', input(call, 'input'), true),
  Imag: (call) => call.backend.run('imag', input(call, 'input')),
  LRN: (call: KernelCall<Response>) => {
    const { depthRadius, bias, alpha, beta } = call.attrs;
    return call.backend.run('localResponse', input(call, 'x'), depthRadius, bias, alpha, beta);
  },
  LRNGrad: (call: KernelCall<Response>) => {
    const { depthRadius, bias, alpha, beta } = call.attrs;
    const tensors = [input(call, 'x'), input(call, 'y'), input(call, 'dy')] as const;
    return call.backend.run('localResponseGrad', ...tensors, depthRadius, bias, alpha, beta);
  },
  LogSoftmax: (call: KernelCall<{ axis: number }>) => {
    const logits = input(call, 'logits');
    return call.backend.run('logSoftmax', logits, call.attrs.axis);
  },
  Real: (call) => call.backend.run('real', input(call, 'input')),
  Softmax: (call: KernelCall<{ dim: number }>) => {
    const logits = input(call, 'logits');
    return call.backend.run('softmax', logits, call.attrs.dim);
  },
};
