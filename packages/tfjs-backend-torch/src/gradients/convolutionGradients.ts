import type { NamedAttrMap, NamedTensorMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { convolutionWindow, type ConvolutionAttributes } from '../kernels/convolution';
import { TorchBackend } from '../TorchBackend';
import { widenGradient } from './widenGradient';
import { tf } from '../tf';

/**
 * Gradients of convolutions on this backend: both from one call of LibTorch, and for dilated filters too,
 * which tfjs refuses.
 */
export function registerConvolutionGradients(): void {
  widen('Conv2D', false);
  widen('DepthwiseConv2dNative', true);
}

const isOurs = (attrs: NamedAttrMap): boolean =>
  tf.backend() instanceof TorchBackend && (attrs as unknown as ConvolutionAttributes).dataFormat !== 'NCHW';

function widen(kernelName: string, depthwise: boolean): void {
  widenGradient(kernelName, (_dy, _saved, attrs) => isOurs(attrs), {
    gradFunc: (dy, saved, attrs) => {
      const [x, filter] = saved as [Tensor, Tensor];
      const error = dy as Tensor;
      const alone = (which: 'Input' | 'Filter', inputs: object, shape: object): Tensor =>
        tf
          .engine()
          .runKernel(
            `${kernelName}Backprop${which}`,
            inputs as NamedTensorMap,
            { ...attrs, ...shape } as never,
          );
      const toInput = () => alone('Input', { dy: error, filter }, { inputShape: x.shape });
      const toFilter = () => alone('Filter', { x, dy: error }, { filterShape: filter.shape });
      // Where somebody tapes the backward pass too, the two kernels are what has gradients of its own.
      if (tf.engine().state.gradientDepth > 0) return { x: toInput, filter: toFilter };
      const window = convolutionWindow(
        ...([attrs as unknown as ConvolutionAttributes, { x: x.shape, filter: filter.shape }] as const),
        depthwise,
      );
      return together(filter, {
        toInput,
        toFilter,
        toBoth: () => ours().runMany('convolutionGrads', x, filter, ...window, depthwise, error),
      });
    },
  });
}

type Ways = { toInput: () => Tensor; toFilter: () => Tensor; toBoth: () => TensorInfo[] };

/** Filters whose gradient was made beside that of their input, and was not asked for. */
const unasked = new WeakSet<object>();

/**
 * tfjs asks for the gradient of the input, then for that of the filter, or for one of them alone, and does
 * not say which beforehand. So the first question computes both, until a filter turns out to be frozen.
 */
function together(
  { dataId }: Tensor,
  { toInput, toFilter, toBoth }: Ways,
): { x: () => Tensor; filter: () => Tensor } {
  let waiting: TensorInfo | undefined;
  return {
    x: () => {
      if (unasked.has(dataId)) return toInput();
      const [input, filter] = toBoth() as [TensorInfo, TensorInfo];
      waiting = filter;
      unasked.add(dataId);
      return tf.engine().makeTensorFromTensorInfo(input);
    },
    filter: () => {
      if (waiting === undefined) return toFilter();
      const gradient = tf.engine().makeTensorFromTensorInfo(waiting);
      waiting = undefined;
      unasked.delete(dataId);
      return gradient;
    },
  };
}

const ours = (): TorchBackend => tf.backend() as TorchBackend;
