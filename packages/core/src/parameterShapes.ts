import type { Architecture } from './Architecture';
import { withShapesOnly } from './_parameterTensors';
import { createRng } from './Rng';
import { tf } from './tf';
import { leaves, type Tree } from './tree';

export type ParameterShapes = {
  /** Shape by path of every learned parameter. */
  readonly params: { readonly [path: string]: readonly number[] };
  /** Shape by path of everything carried along, such as running moments. */
  readonly state: { readonly [path: string]: readonly number[] };
  /** Numbers that are learned. */
  readonly trainable: number;
  /** Numbers that a checkpoint holds: learned and carried. */
  readonly total: number;
};

/**
 * Shapes and counts of an architecture's parameters, without drawing or allocating any: a network of 88
 * million parameters costs nothing.
 *
 * @throws ConfigError when `init` computes with a parameter that an initialiser made
 */
export function parameterShapes(architecture: Architecture): ParameterShapes {
  return tf.tidy(() => {
    const { params, state } = withShapesOnly(() => architecture.init(createRng(0)));
    const trainable = count(params);
    return { params: shapes(params), state: shapes(state), trainable, total: trainable + count(state) };
  });
}

const shapes = (tree: Tree) =>
  Object.fromEntries(leaves(tree).map(({ path, tensor }) => [path, [...tensor.shape]]));

const count = (tree: Tree): number => leaves(tree).reduce((sum, { tensor }) => sum + tensor.size, 0);
