import { tf } from '../tf';
import type { ConvolutionAttributes } from './conv2d';
import type { Kernels } from './Kernels';
import { addressOf, input, makeOutput, wasmKernel } from './WasmBackend';

type Shape4 = [number, number, number, number];

/** Depthwise convolution; stock gives other values for some paddings `same` with strides above 1. */
export const depthwiseConv2d = (kernels: Kernels) =>
  wasmKernel<ConvolutionAttributes>('DepthwiseConv2dNative', ({ inputs, backend, attrs }) => {
    const [x, filter] = [input(inputs, 'x'), input(inputs, 'filter')];
    const { outShape, shape } = shapeOf(x.shape, filter.shape, attrs);
    const output = makeOutput(backend, outShape);
    const addresses = [x, filter, output].map((tensor) => addressOf(backend, tensor)) as [
      number,
      number,
      number,
    ];
    kernels.depthwiseConvolve(...addresses, ...shape);
    return output;
  });

/** The filter's gradient of a depthwise convolution, filter [kh, kw, I, M]; stock lacks it. */
export const depthwiseBackpropFilter = (kernels: Kernels) =>
  wasmKernel<ConvolutionAttributes & { filterShape: Shape4 }>(
    'DepthwiseConv2dNativeBackpropFilter',
    ({ inputs, backend, attrs }) => {
      const [x, dy] = [input(inputs, 'x'), input(inputs, 'dy')];
      const output = makeOutput(backend, attrs.filterShape);
      const addresses = [x, dy, output].map((tensor) => addressOf(backend, tensor)) as [
        number,
        number,
        number,
      ];
      kernels.depthwiseFilterGradient(...addresses, ...shapeOf(x.shape, attrs.filterShape, attrs).shape);
      return output;
    },
  );

/** The image's gradient of a depthwise convolution; stock lacks it. */
export const depthwiseBackpropInput = (kernels: Kernels) =>
  wasmKernel<ConvolutionAttributes & { inputShape: Shape4 }>(
    'DepthwiseConv2dNativeBackpropInput',
    ({ inputs, backend, attrs }) => {
      const [dy, filter] = [input(inputs, 'dy'), input(inputs, 'filter')];
      const output = makeOutput(backend, attrs.inputShape);
      const addresses = [dy, filter, output].map((tensor) => addressOf(backend, tensor)) as [
        number,
        number,
        number,
      ];
      kernels.depthwiseImageGradient(...addresses, ...shapeOf(attrs.inputShape, filter.shape, attrs).shape);
      return output;
    },
  );

function shapeOf(
  xShape: number[],
  filterShape: number[],
  attrs: ConvolutionAttributes,
): { outShape: number[]; shape: number[] } {
  const { strides, pad, dilations = 1, dimRoundingMode } = attrs;
  const info = tf.backend_util.computeConv2DInfo(
    ...([xShape as Shape4, filterShape as Shape4, strides, dilations] as const),
    ...([pad, dimRoundingMode, true] as const),
  );
  const shape = [
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.filterHeight, info.filterWidth],
    ...[info.outHeight, info.outWidth, filterShape[3]!, info.strideHeight, info.strideWidth],
    ...[info.dilationHeight, info.dilationWidth, info.padInfo.top, info.padInfo.left],
  ];
  return { outShape: info.outShape, shape };
}
