import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../tf';

type Step = {
  readonly inputs: { readonly [name: string]: Tensor };
  readonly attrs: { readonly [name: string]: number | boolean };
};

/**
 * One step of an optimizer as a single pass over memory, where the backend has such a kernel: `torch` does.
 * The numbers are those of the plain operations, up to the rounding of float32.
 *
 * @returns the new parameter and its new slots; undefined where the plain operations must do
 */
export function fusedStep(
  kernel: 'AdamStep' | 'DescentStep' | 'MomentumStep',
  { inputs, attrs }: Step,
): Tensor[] | undefined {
  if (tf.getKernel(kernel, tf.getBackend()) === undefined) return undefined;
  if (Object.values(inputs).some(({ dtype }) => dtype !== 'float32')) return undefined;
  const outputs = tf.engine().runKernel(kernel, inputs as NamedTensorMap, attrs as NamedAttrMap);
  return [outputs as Tensor | Tensor[]].flat();
}
