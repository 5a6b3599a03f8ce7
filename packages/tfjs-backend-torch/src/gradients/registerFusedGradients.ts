import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { widenGradient } from './widenGradient';
import { tf } from '../tf';

const run = (kernelName: string, inputs: Record<string, Tensor>, attrs: object = {}): Tensor =>
  tf.engine().runKernel(kernelName, inputs as NamedTensorMap, attrs as NamedAttrMap);

const has = (kernelName: string): boolean => tf.getKernel(kernelName, tf.getBackend()) !== undefined;

/** Gradients of nonlinearities as one kernel each, which can themselves be differentiated. */
export function registerFusedGradients(): void {
  registerRelu();
  ofOutput('Sigmoid', 'SigmoidGrad', (y) => tf.sub(1, tf.mul(2, y)));
  ofOutput('Tanh', 'TanhGrad', (y) => tf.mul(-2, y));
  registerSoftmax();
  registerLogSoftmax();
}

/** Also for other backends that have such a kernel: the `wasm` of @goal-driven/core does, of the same name. */
function registerRelu(): void {
  if (tf.getGradient('ReluGrad') !== undefined) return;
  const gradient = (x: Tensor, dy: Tensor): Tensor => run('ReluGrad', { x, dy });
  widenGradient(
    'Relu',
    (dy, saved) =>
      has('ReluGrad') && (dy as Tensor).dtype === 'float32' && (saved[0] as Tensor).dtype === 'float32',
    { gradFunc: (dy, [x]) => ({ x: () => gradient(x as Tensor, dy as Tensor) }) },
  );
  tf.registerGradient({
    kernelName: 'ReluGrad',
    inputsToSave: ['x'],
    gradFunc: (ddx, [x]) => ({ x: () => tf.zerosLike(x!), dy: () => gradient(x!, ddx as Tensor) }),
  });
}

/**
 * A gradient `dx = dy s(y)` in terms of the output.
 *
 * @param slope the derivative of `s`, as a function of y
 */
function ofOutput(kernelName: string, gradientName: string, slope: (y: Tensor) => Tensor): void {
  if (tf.getGradient(gradientName) !== undefined) return;
  const gradient = (y: Tensor, dy: Tensor): Tensor => run(gradientName, { y, dy });
  widenGradient(kernelName, (dy) => has(gradientName) && (dy as Tensor).dtype === 'float32', {
    gradFunc: (dy, [y]) => ({ x: () => gradient(y as Tensor, dy as Tensor) }),
  });
  tf.registerGradient({
    kernelName: gradientName,
    inputsToSave: ['y', 'dy'],
    gradFunc: (ddx, [y, dy]) => ({
      y: () => tf.mul(tf.mul(ddx as Tensor, dy!), slope(y!)),
      dy: () => gradient(y!, ddx as Tensor),
    }),
  });
}

/** For the kernel; tfjs's operation `logSoftmax` is composed of others and has a gradient of its own. */
function registerLogSoftmax(): void {
  widenGradient('LogSoftmax', () => has('LogSoftmaxGrad'), {
    gradFunc: (dy, [y], attrs) => ({
      logits: () => run('LogSoftmaxGrad', { y: y as Tensor, dy: dy as Tensor }, attrs),
    }),
  });
}

function registerSoftmax(): void {
  if (tf.getGradient('SoftmaxGrad') !== undefined) return;
  const gradient = (y: Tensor, dy: Tensor, axis: number): Tensor => run('SoftmaxGrad', { y, dy }, { axis });
  widenGradient('Softmax', () => has('SoftmaxGrad'), {
    gradFunc: (dy, [y], attrs) => ({
      logits: () => gradient(y as Tensor, dy as Tensor, attrs['dim'] as number),
    }),
  });
  // dx = y (dy - sum(dy y)) is linear in dy, and symmetric as a map of it.
  tf.registerGradient({
    kernelName: 'SoftmaxGrad',
    inputsToSave: ['y', 'dy'],
    gradFunc: (ddx, [y, dy], attrs) => {
      const [axis, error] = [attrs['axis'] as number, ddx as Tensor];
      return {
        y: () => {
          const inner = tf.sum(tf.mul(dy!, y!), axis, true);
          const outer = tf.sum(tf.mul(error, y!), axis, true);
          return tf.sub(tf.mul(error, tf.sub(dy!, inner)), tf.mul(outer, dy!));
        },
        dy: () => gradient(y!, error, axis),
      };
    },
  });
}
