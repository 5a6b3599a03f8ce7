import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { tf } from './tf';
import { leaves, mapTree, valueAndGrad, type Tree } from './tree';

/**
 * How far the engine's gradient of a scalar function of a tree is from central differences, over every
 * element of every leaf: the greatest difference, relative to the greatest element of the gradient.
 *
 * With values near 1, float32 (relative rounding 6e-8) and a step of 1e-2, rounding puts about
 * 6e-8 / 1e-2 = 6e-6 into a difference quotient, some times the number of terms in the sum; the formula's
 * own error is of the order step^2 / 6 = 2e-5 times the third derivative. Hence a tolerance of 2e-3.
 */
export const DIFFERENCE_TOLERANCE = 2e-3;

const STEP = 1e-2;

export function gradientError(f: (tree: Tree) => Scalar, tree: Tree): { [path: string]: number } {
  const { value, grads } = tf.tidy(() => {
    const result = valueAndGrad((at: Tree) => ({ value: f(at), rest: {} }), tree);
    return { value: result.value, grads: result.grads };
  });
  const exact = new Map(leaves(grads).map(({ path, tensor }) => [path, tensor.dataSync()]));
  const scale = Math.max(
    1e-3,
    ...[...exact.values()].map((values) => Math.max(...Array.from(values, Math.abs))),
  );
  const errors = leaves(tree).map(({ path, tensor }) => {
    const quotients = Array.from({ length: tensor.size }, (_, index) => {
      const moved = (by: number) => valueAt(f, tree, { path, index, by });
      return (moved(STEP) - moved(-STEP)) / (2 * STEP);
    });
    const differences = quotients.map((quotient, index) => Math.abs(quotient - exact.get(path)![index]!));
    return [path, Math.max(...differences) / scale] as const;
  });
  value.dispose();
  leaves(grads).forEach(({ tensor }) => tensor.dispose());
  return Object.fromEntries(errors);
}

function valueAt(f: (tree: Tree) => Scalar, tree: Tree, { path, index, by }: Move): number {
  return tf.tidy(() => {
    const moved = mapTree(tree, (tensor: Tensor, at) => {
      if (at !== path) return tensor;
      const values = Float32Array.from(tensor.dataSync());
      values[index]! += by;
      return tf.tensor(values, tensor.shape);
    });
    return f(moved).dataSync()[0]!;
  });
}

type Move = { readonly path: string; readonly index: number; readonly by: number };
