import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import type { Kernels } from './Kernels';
import { addressOf, input, makeOutput, wasmKernel } from './WasmBackend';

const ReluGrad = 'ReluGrad';

/** The gradient of ReLU in one pass, where stock takes a step, a cast and a product: `dx = x > 0 ? dy : 0`. */
export const reluGrad = (kernels: Kernels) =>
  wasmKernel<object>(ReluGrad, ({ inputs, backend }) => {
    const [x, dy] = [input(inputs, 'x'), input(inputs, 'dy')];
    const output = makeOutput(backend, x.shape);
    const [from, error, to] = [x, dy, output].map((tensor) => addressOf(backend, tensor)) as [
      number,
      number,
      number,
    ];
    kernels.reluGradient(from, error, to, tf.util.sizeFromShape(x.shape));
    return output;
  });

/** Lets the gradient of ReLU, and its own gradient in turn, run our kernel where the backend has it. */
export function registerReluGradients(): void {
  const stock = tf.getGradient('Relu');
  if (stock === undefined || tf.getGradient(ReluGrad) !== undefined) return;
  const run = (x: Tensor, dy: Tensor): Tensor => tf.engine().runKernel(ReluGrad, { x, dy } as NamedTensorMap);
  tf.unregisterGradient('Relu');
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved as [Tensor];
      const error = dy as Tensor;
      const ours =
        tf.getKernel(ReluGrad, tf.getBackend()) !== undefined &&
        error.dtype === 'float32' &&
        x.dtype === 'float32';
      return ours ? { x: () => run(x, error) } : stock.gradFunc(dy, saved, attrs);
    },
  });
  tf.registerGradient({
    kernelName: ReluGrad,
    inputsToSave: ['x'],
    gradFunc: (ddx, [x]) => ({ x: () => tf.zerosLike(x!), dy: () => run(x!, ddx as Tensor) }),
  });
}
