import type { KernelConfig } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import { conv2d, conv2dBackpropFilter, conv2dBackpropInput } from './conv2d';
import { depthwiseBackpropFilter, depthwiseBackpropInput, depthwiseConv2d } from './depthwise';
import { registerDilatedGradients } from './registerDilatedGradients';
import { einsum } from './einsum';
import { registerEinsumGradient } from './registerEinsumGradient';
import { createKernels, type Kernels } from './Kernels';
import { batchMatMul } from './matMul';
import { maxPoolGrad } from './maxPoolGrad';
import { maxPoolWithArgmax } from './maxPoolWithArgmax';
import { registerReluGradients, reluGrad } from './reluGrad';
import { slice, splitV } from './slice';
import { sum } from './sum';
import { unpack } from './unpack';
import { unsortedSegmentSum } from './unsortedSegmentSum';
import type { WasmBackend } from './WasmBackend';

/** What we add to the `wasm` backend or replace there. */
export const wasmKernels = {
  batchMatMul,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  depthwiseConv2d,
  einsum,
  maxPoolGrad,
  maxPoolWithArgmax,
  reluGrad,
  slice,
  splitV,
  sum,
  unpack,
  unsortedSegmentSum,
} satisfies Record<string, (kernels: Kernels) => KernelConfig>;

/** Registers our kernels for this instance of the `wasm` backend, in place of the stock ones. */
export function registerKernels(backend: WasmBackend): Kernels {
  const kernels = createKernels(backend);
  for (const create of Object.values(wasmKernels)) {
    const config = create(kernels);
    if (tf.getKernel(config.kernelName, 'wasm') !== undefined) tf.unregisterKernel(config.kernelName, 'wasm');
    tf.registerKernel(config);
  }
  registerReluGradients();
  registerDilatedGradients();
  registerEinsumGradient();
  return kernels;
}
