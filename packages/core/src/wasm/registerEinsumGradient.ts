import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../tf';

/** Makes einsum differentiable, on every backend that has it; tfjs registers no gradient for it. */
export function registerEinsumGradient(): void {
  if (tf.getGradient('Einsum') !== undefined) return;
  tf.registerGradient({
    kernelName: 'Einsum',
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const [terms, output] = String(attrs['equation']).replaceAll(/\s/g, '').split('->') as [string, string];
      const operands = terms.split(',').map((axes, index) => ({ axes, tensor: saved[index]! }));
      return Object.fromEntries(
        operands.map((operand, index) => {
          const other = operands.find((_, position) => position !== index);
          return [index, () => toOperand({ axes: output, tensor: dy as Tensor }, other, operand)];
        }),
      );
    },
  });
}

type Named = { readonly axes: string; readonly tensor: Tensor };

/** The error times the other operand, summed onto the operand's axes and spread over those it summed alone. */
function toOperand(error: Named, other: Named | undefined, operand: Named): Tensor {
  const reached = [...operand.axes]
    .filter((axis) => (error.axes + (other?.axes ?? '')).includes(axis))
    .join('');
  const gradient =
    other === undefined
      ? tf.einsum(`${error.axes}->${reached}`, error.tensor)
      : tf.einsum(`${error.axes},${other.axes}->${reached}`, error.tensor, other.tensor);
  const kept = [...operand.axes].map((axis, index) =>
    reached.includes(axis) ? operand.tensor.shape[index]! : 1,
  );
  return tf.add(tf.reshape(gradient, kept), tf.zeros(operand.tensor.shape));
}
