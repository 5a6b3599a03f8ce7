import type { GradConfig, NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../tf';

/**
 * Lets convolutions with dilated filters be differentiated, which tfjs refuses, where the backend's
 * kernels are ours (`wasm`). Other backends refuse as before.
 */
export function registerDilatedGradients(): void {
  widen('Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter');
  widen('DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter');
}

const widened = new Set<string>();

function widen(kernelName: string, toInput: string, toFilter: string): void {
  const stock = tf.getGradient(kernelName) as GradConfig | undefined;
  if (stock === undefined || widened.has(kernelName)) return;
  widened.add(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const dilated = [attrs['dilations'] ?? 1].flat().some((dilation) => dilation !== 1);
      if (!dilated || tf.getBackend() !== 'wasm') return stock.gradFunc(dy, saved, attrs);
      const [x, filter] = saved as [Tensor, Tensor];
      const run = (name: string, inputs: object, shapes: object): Tensor =>
        tf
          .engine()
          .runKernel(name, inputs as NamedTensorMap, { ...attrs, ...shapes } as unknown as NamedAttrMap);
      return {
        x: () => run(toInput, { dy, filter }, { inputShape: x.shape }),
        filter: () => run(toFilter, { x, dy }, { filterShape: filter.shape }),
      };
    },
  });
  refuseSecond(toInput);
}

/** The gradient of the gradient knows no dilation and would be silently wrong. */
function refuseSecond(kernelName: string): void {
  const stock = tf.getGradient(kernelName) as GradConfig | undefined;
  if (stock === undefined) return;
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const dilated = [attrs['dilations'] ?? 1].flat().some((dilation) => dilation !== 1);
      tf.util.assert(
        !dilated,
        () => `${kernelName}: dilations must be 1 for second derivatives, got ${String(attrs['dilations'])}`,
      );
      return stock.gradFunc(dy, saved, attrs);
    },
  });
}
