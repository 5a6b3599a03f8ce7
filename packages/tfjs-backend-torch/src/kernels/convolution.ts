import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { deferForBias } from '../deferBias';
import type { TorchBackend } from '../TorchBackend';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';
import { fusionOf } from './product';
import { window2d, window3d, type WindowArguments } from './window';
import { tf } from '../tf';

type Four = [number, number, number, number];
type Five = [number, number, number, number, number];
type Pair = [number, number];
type Triple = [number, number, number];
type Pad = 'valid' | 'same' | number | backend_util.ExplicitPadding;

export type ConvolutionAttributes = {
  readonly strides: Pair | number;
  readonly pad: Pad;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: Pair | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

type Shapes = { readonly x: readonly number[]; readonly filter: readonly number[] };

/** The shape of the result and the window of a convolution in tfjs's attributes. */
function convolutionOf(
  attrs: ConvolutionAttributes,
  shapes: Shapes,
  depthwise: boolean,
): { shape: Four; window: WindowArguments } {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
  const info = tf.backend_util.computeConv2DInfo(
    ...([shapes.x as Four, shapes.filter as Four, strides, dilations ?? 1, pad, dimRoundingMode] as const),
    ...([depthwise, tf.backend_util.convertConv2DDataFormat(dataFormat ?? 'NHWC')] as const),
  );
  return { shape: info.outShape, window: window2d(info) };
}

/** The window of a convolution of shapes in tfjs's attributes. */
export const convolutionWindow = (...args: [ConvolutionAttributes, Shapes, boolean]): WindowArguments =>
  convolutionOf(...args).window;

const toLast = [0, 2, 3, 1];
const toFirst = [0, 3, 1, 2];

/** Hands `f` an image whose channels come last, and gives its result the layout that was asked for. */
function inLastLayout(
  { backend, attrs }: { backend: TorchBackend; attrs: ConvolutionAttributes },
  image: TensorInfo,
  f: (image: TensorInfo) => TensorInfo,
): TensorInfo {
  if (attrs.dataFormat !== 'NCHW') return f(image);
  const last = backend.run('transpose', image, toLast);
  const result = f(last);
  const first = backend.run('transpose', result, toFirst);
  [last, result].forEach(({ dataId }) => backend.disposeData(dataId));
  return first;
}

const forward =
  (depthwise: boolean): Kernel =>
  (call: KernelCall<ConvolutionAttributes>) => {
    const [x, filter] = [input(call, 'x'), input(call, 'filter')];
    const { shape, window } = convolutionOf(call.attrs, { x: x.shape, filter: filter.shape }, depthwise);
    if (call.attrs.dataFormat !== 'NCHW' && x.dtype === 'float32' && filter.dtype === 'float32') {
      return deferForBias(call.backend, [x, filter], {
        shape,
        plain: ['convolution', ...window, depthwise],
        fused: ['fusedConvolution', ...window, depthwise],
        takes: (bias) => bias.dtype === 'float32' && bias.shape.length === 1 && bias.shape[0] === shape[3],
      });
    }
    return inLastLayout(call, x, (image) =>
      call.backend.run('convolution', image, filter, ...window, depthwise),
    );
  };

const fused =
  (depthwise: boolean): Kernel =>
  (call: KernelCall<ConvolutionAttributes & { activation?: string; leakyreluAlpha?: number }>) => {
    const [x, filter] = [input(call, 'x'), input(call, 'filter')];
    const window = convolutionWindow(call.attrs, { x: x.shape, filter: filter.shape }, depthwise);
    const [, activation, leaky] = fusionOf(call);
    const bias = asLastLayout(call.inputs['bias'], call);
    const prelu = asLastLayout(call.inputs['preluActivationWeights'], call);
    const result = inLastLayout(call, x, (image) =>
      call.backend.run(
        'fusedConvolution',
        ...([image, filter, ...window, depthwise, bias, activation, leaky, prelu] as const),
      ),
    );
    [bias, prelu].forEach((info) => info && call.backend.disposeData(info.dataId));
    return result;
  };

/** A bias per channel of a first-layout image is [C, 1, 1]. */
function asLastLayout(
  info: TensorInfo | undefined,
  { attrs, backend }: { attrs: ConvolutionAttributes; backend: TorchBackend },
): TensorInfo | undefined {
  if (info === undefined) return undefined;
  if (attrs.dataFormat !== 'NCHW' || info.shape.length !== 3) return backend.share(info);
  return backend.run('transpose', info, [1, 2, 0]);
}

const inputGrad =
  (depthwise: boolean): Kernel =>
  (call: KernelCall<ConvolutionAttributes & { inputShape: Four }>) => {
    const [dy, filter] = [input(call, 'dy'), input(call, 'filter')];
    const { inputShape, dataFormat } = call.attrs;
    const window = convolutionWindow(call.attrs, { x: inputShape, filter: filter.shape }, depthwise);
    const lastShape = dataFormat === 'NCHW' ? toLast.map((axis) => inputShape[axis]!) : inputShape;
    return inLastLayout(call, dy, (error) =>
      call.backend.run('convolutionInputGrad', error, filter, ...window, depthwise, lastShape),
    );
  };

const filterGrad =
  (depthwise: boolean): Kernel =>
  (call: KernelCall<ConvolutionAttributes & { filterShape: Four }>) => {
    const [x, dy] = [input(call, 'x'), input(call, 'dy')];
    const { filterShape, dataFormat } = call.attrs;
    const window = convolutionWindow(call.attrs, { x: x.shape, filter: filterShape }, depthwise);
    const last = (info: TensorInfo) =>
      dataFormat === 'NCHW' ? call.backend.run('transpose', info, toLast) : info;
    const [image, error] = [last(x), last(dy)];
    const gradient = call.backend.run(
      'convolutionFilterGrad',
      ...([image, error, ...window, depthwise, filterShape] as const),
    );
    if (image !== x) [image, error].forEach(({ dataId }) => call.backend.disposeData(dataId));
    return gradient;
  };

type Attributes3D = {
  readonly strides: Triple | number;
  readonly pad: 'valid' | 'same';
  readonly dilations?: Triple | number;
};

const volumeWindow = (
  { strides, pad, dilations }: Attributes3D,
  x: readonly number[],
  filter: readonly number[],
) => window3d(tf.backend_util.computeConv3DInfo(x as Five, filter as Five, strides, dilations ?? 1, pad));

/** Convolutions over two and three spatial axes, and their gradients. */
export const convolutionKernels: Kernels = {
  Conv2D: forward(false),
  Conv2DBackpropFilter: filterGrad(false),
  Conv2DBackpropInput: inputGrad(false),
  Conv3D: (call: KernelCall<Attributes3D>) => {
    const [x, filter] = [input(call, 'x'), input(call, 'filter')];
    const window = volumeWindow(call.attrs, x.shape, filter.shape);
    return call.backend.run('convolution', x, filter, ...window, false);
  },
  Conv3DBackpropFilterV2: (call: KernelCall<Attributes3D & { filterShape: Five }>) => {
    const [x, dy] = [input(call, 'x'), input(call, 'dy')];
    const { filterShape } = call.attrs;
    const window = volumeWindow(call.attrs, x.shape, filterShape);
    return call.backend.run('convolutionFilterGrad', x, dy, ...window, false, filterShape);
  },
  Conv3DBackpropInputV2: (call: KernelCall<Attributes3D & { inputShape: Five }>) => {
    const [dy, filter] = [input(call, 'dy'), input(call, 'filter')];
    const { inputShape } = call.attrs;
    const window = volumeWindow(call.attrs, inputShape, filter.shape);
    return call.backend.run('convolutionInputGrad', dy, filter, ...window, false, inputShape);
  },
  DepthwiseConv2dNative: forward(true),
  DepthwiseConv2dNativeBackpropFilter: filterGrad(true),
  DepthwiseConv2dNativeBackpropInput: inputGrad(true),
  FusedConv2D: fused(false),
  FusedDepthwiseConv2D: fused(true),
};
