import type { DataTypeMap, Tensor } from '@tensorflow/tfjs-core';
import { ConfigError, NumericalError } from '../errors';
import { ndArray, type NdArray, type TypedArray } from '../NdArray';
import { tf } from '../tf';
import { leaves, mapTree, type Tree } from '../tree';

type Arrays = { [path: string]: NdArray<TypedArray> };
type Dtypes = { [path: string]: 'int32' | 'bool' };

/**
 * The leaves of a tree as arrays by path, and the engine's type of those that are not float32.
 *
 * @throws NumericalError naming the leaf that holds NaN or an infinity
 */
export async function treeToArrays(tree: Tree, step: number): Promise<{ arrays: Arrays; dtypes: Dtypes }> {
  const arrays: Arrays = {};
  const dtypes: Dtypes = {};
  for (const { path, tensor } of leaves(tree)) {
    const values = await tensor.data();
    if (tensor.dtype === 'int32' || tensor.dtype === 'bool') dtypes[path] = tensor.dtype;
    else requireFinite(values as Float32Array, path, step);
    arrays[path] = ndArray(values as Float32Array | Int32Array | Uint8Array, tensor.shape);
  }
  return { arrays, dtypes };
}

/**
 * A tree of the structure of `structure` with the arrays found under `prefix` and each leaf's path.
 *
 * @throws ConfigError naming a leaf that is absent or has another shape
 */
export function arraysToTree<T extends Tree>(
  structure: T,
  { arrays, dtypes, path, prefix }: { arrays: Arrays; dtypes: Dtypes; path: string; prefix: string },
): T {
  return mapTree(structure, (leaf: Tensor, leafPath: string) => {
    const name = `${prefix}${leafPath}`;
    const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
    if (array === undefined || String(array.shape) !== String(leaf.shape)) {
      const got = array === undefined ? 'none' : `[${array.shape}]`;
      throw new ConfigError(`checkpoint ${path}: ${name} must have shape [${leaf.shape}], got ${got}`);
    }
    const dtype: keyof DataTypeMap = dtypes[name] ?? 'float32';
    return tf.tensor(array.values as Float32Array | Int32Array | Uint8Array, [...leaf.shape], dtype);
  });
}

function requireFinite(values: Float32Array, path: string, step: number): void {
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) {
      throw new NumericalError(
        `checkpoint of step ${step}: ${path} must be finite, got ${values[index]} at element ${index}`,
      );
    }
  }
}
