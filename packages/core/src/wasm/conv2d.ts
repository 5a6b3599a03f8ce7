import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import type { Kernels } from './Kernels';
import { addressOf, input, makeOutput, wasmKernel, type WasmBackend } from './WasmBackend';

type Pad = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
type Shape4 = [number, number, number, number];

export type ConvolutionAttributes = {
  strides: [number, number] | number;
  pad: Pad;
  dilations?: [number, number] | number;
  dataFormat?: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/** Convolution of NHWC images, `x` [N, h, w, I] with `filter` [kh, kw, I, O]. */
export const conv2d = (kernels: Kernels) =>
  wasmKernel<ConvolutionAttributes>('Conv2D', ({ inputs, backend, attrs }) => {
    const [x, filter] = [input(inputs, 'x'), input(inputs, 'filter')];
    const outShape = prepare(kernels, x.shape, filter.shape, attrs);
    return run(kernels, backend, outShape, (y, scratch) =>
      kernels.convolve(addressOf(backend, x), addressOf(backend, filter), y, scratch),
    );
  });

/** The filter's gradient of a convolution, which stock lacks. */
export const conv2dBackpropFilter = (kernels: Kernels) =>
  wasmKernel<ConvolutionAttributes & { filterShape: Shape4 }>(
    'Conv2DBackpropFilter',
    ({ inputs, backend, attrs }) => {
      const [x, dy] = [input(inputs, 'x'), input(inputs, 'dy')];
      prepare(kernels, x.shape, attrs.filterShape, attrs);
      return run(kernels, backend, attrs.filterShape, (dFilter, scratch) =>
        kernels.filterGradient(addressOf(backend, x), addressOf(backend, dy), dFilter, scratch),
      );
    },
  );

/** The image's gradient of a convolution, which is also the transposed convolution. */
export const conv2dBackpropInput = (kernels: Kernels) =>
  wasmKernel<ConvolutionAttributes & { inputShape: Shape4 }>(
    'Conv2DBackpropInput',
    ({ inputs, backend, attrs }) => {
      const [dy, filter] = [input(inputs, 'dy'), input(inputs, 'filter')];
      prepare(kernels, attrs.inputShape, filter.shape, attrs);
      return run(kernels, backend, attrs.inputShape, (dx, scratch) =>
        kernels.imageGradient(addressOf(backend, dy), addressOf(backend, filter), dx, scratch),
      );
    },
  );

/** Tells the kernels the convolution's shape; returns the shape of its output. */
function prepare(
  kernels: Kernels,
  xShape: number[],
  filterShape: number[],
  attrs: ConvolutionAttributes,
): number[] {
  const { strides, pad, dilations = 1, dataFormat = 'NHWC', dimRoundingMode } = attrs;
  tf.util.assert(dataFormat === 'NHWC', () => `Conv2D: dataFormat must be NHWC on wasm, got ${dataFormat}`);
  const info = tf.backend_util.computeConv2DInfo(
    ...([xShape as Shape4, filterShape as Shape4, strides, dilations] as const),
    ...([pad, dimRoundingMode, false, 'channelsLast'] as const),
  );
  kernels.setConvolution(
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.filterHeight, info.filterWidth],
    ...[info.outHeight, info.outWidth, info.outChannels, info.strideHeight, info.strideWidth],
    ...[info.dilationHeight, info.dilationWidth, info.padInfo.top, info.padInfo.left],
  );
  return info.outShape;
}

function run(
  kernels: Kernels,
  backend: WasmBackend,
  shape: readonly number[],
  compute: (output: number, scratch: number) => void,
): TensorInfo {
  const output = makeOutput(backend, shape);
  const scratch = kernels.scratch(kernels.convolutionScratch());
  if (tf.util.sizeFromShape([...shape]) > 0) compute(addressOf(backend, output), scratch);
  return output;
}
