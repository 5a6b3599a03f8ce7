import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { ShapeError } from './errors';
import { sizeOf } from './NdArray';
import { nestedGradients } from './nestedGradients';
import { tf } from './tf';
import { fromLeaves, leaves, type Tree } from './tree';

/**
 * What `f` makes of the inputs. While a gradient is being recorded, only inputs and outputs are kept, and what lies
 * between them is computed once more when the gradient passes: memory for time (Chen et al. 2016, arXiv:1604.06174).
 * The gradients are the same.
 *
 * @param f depends on its inputs alone: a tensor that it closes over gets no gradient, and must outlive it
 * @throws ShapeError when an output is not float32
 */
export function recomputed<Inputs extends Tree, Outputs extends Tree>(
  f: (inputs: Inputs) => Outputs,
  inputs: Inputs,
): Outputs {
  if (!tf.engine().isTapeOn()) return f(inputs);
  const items = leaves(inputs);
  const paths = items.map(({ path }) => path);
  let shapes: { readonly path: string; readonly shape: number[] }[] = [];
  // One value is what a custom gradient may have, so the outputs are joined.
  const joined = (tensors: readonly Tensor[]): Tensor1D =>
    tf.tidy(() => {
      const outputs = leaves(f(treeOf(paths, tensors) as Inputs));
      shapes = outputs.map(({ path, tensor }) => ({ path, shape: tensor.shape }));
      requireFloats(outputs.map(({ path, tensor }) => ({ path, dtype: tensor.dtype })));
      return tf.concat(outputs.map(({ tensor }) => tf.reshape(tensor, [tensor.size]) as Tensor1D));
    });
  const whole = tf.customGrad((...args) => {
    const save = args.pop() as (tensors: Tensor[]) => void;
    const given = args as Tensor[];
    const value = joined(given);
    save(given);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => nestedGradients(() => joined(saved), saved, dy);
    return { value, gradFunc };
  })(...items.map(({ tensor }) => tensor));
  return tf.tidy(() => {
    const sizes = shapes.map(({ shape }) => sizeOf(shape));
    // The gradient of a split into one part fails in tfjs.
    const parts = sizes.length === 1 ? [whole] : tf.split(whole, sizes);
    const tree = fromLeaves(
      shapes.map(({ path, shape }, index) => ({ path, tensor: tf.reshape(parts[index]!, shape) })),
    );
    return tree as never; // what f returned: same paths, same shapes
  }) as Outputs;
}

const treeOf = (paths: readonly string[], tensors: readonly Tensor[]): Tree =>
  fromLeaves(paths.map((path, index) => ({ path, tensor: tensors[index]! })));

function requireFloats(outputs: readonly { readonly path: string; readonly dtype: string }[]): void {
  const other = outputs.find(({ dtype }) => dtype !== 'float32');
  if (other !== undefined)
    throw new ShapeError(`recomputed: ${other.path} must be float32, got ${other.dtype}`);
}
