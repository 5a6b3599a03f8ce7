import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { deferFilterGradient } from '../deferSums';
import { convolutionWindow, type ConvolutionAttributes } from '../kernels/convolution';
import { TorchBackend } from '../TorchBackend';
import { widenGradient } from './widenGradient';
import { tf } from '../tf';

/**
 * Gradients of convolutions on this backend: a filter's are added up over all its uses at once, and there are some for
 * dilated filters too, which tfjs refuses.
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
      const { shape } = filter;
      const conv = attrs as unknown as ConvolutionAttributes;
      const window = [...convolutionWindow(conv, { x: x.shape, filter: shape }, depthwise), depthwise];
      const deferred = () => deferFilterGradient(tf.backend() as TorchBackend, [x, error], { shape, window });
      return { x: toInput, filter: () => tf.engine().makeTensorFromTensorInfo(deferred()) };
    },
  });
}
