import { tf } from '../tf';
import type { ConvolutionAttributes } from './conv2d';
import type { Kernels } from './Kernels';
import { addressOf, input, makeOutput, wasmKernel } from './WasmBackend';

type Attributes = ConvolutionAttributes & { filterSize: [number, number] | number };

/** The gradient of max pooling: each window's error goes to its first maximum in row order. */
export const maxPoolGrad = (kernels: Kernels) =>
  wasmKernel<Attributes>('MaxPoolGrad', ({ inputs, backend, attrs }) => {
    const [x, dy] = [input(inputs, 'input'), input(inputs, 'dy')];
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const info = tf.backend_util.computePool2DInfo(
      ...([x.shape as [number, number, number, number], filterSize, strides, 1] as const),
      ...([pad, dimRoundingMode] as const),
    );
    const output = makeOutput(backend, x.shape);
    kernels.maxPoolGradient(
      ...([x, dy, output].map((tensor) => addressOf(backend, tensor)) as [number, number, number]),
      ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.filterHeight, info.filterWidth],
      ...[info.outHeight, info.outWidth, info.strideHeight, info.strideWidth],
      ...[info.dilationHeight, info.dilationWidth, info.padInfo.top, info.padInfo.left],
    );
    return output;
  });
