import { withShapesOnly } from './_parameterTensors';
import type { Architecture } from './Architecture';
import { ConfigError, DataError } from './errors';
import type { NdArray, TypedArray } from './NdArray';
import { parameterShapes } from './parameterShapes';
import { createRng } from './Rng';
import { tf } from './tf';
import { mapTree, type Tree } from './tree';

/**
 * The shape of every parameter and every running moment of a model by path, in one record: what a file of its weights
 * holds. Any shape each.
 *
 * @throws ConfigError where a parameter and a moment have one path, and as `parameterShapes`
 */
export function weightShapes(architecture: Architecture): { readonly [path: string]: readonly number[] } {
  const { params, state } = parameterShapes(architecture);
  const twice = Object.keys(state).find((path) => Object.hasOwn(params, path));
  if (twice !== undefined)
    throw new ConfigError(
      `weightShapes: ${architecture.name} must have different paths for params and state, got ${twice} in both`,
    );
  return { ...params, ...state };
}

/**
 * The trees of a model from arrays by path, as `readSafetensors` reads them from a file that `goal-driven import` wrote.
 * The caller owns the tensors, which have any shape.
 *
 * @param name what errors call the file
 * @throws DataError naming arrays that are missing, too many, of another shape, or not of single precision
 */
export function modelWeights<Params extends Tree, State extends Tree>(
  architecture: Architecture<never, Params, State>,
  arrays: { readonly [path: string]: NdArray<TypedArray> },
  name: string,
): { readonly params: Params; readonly state: State } {
  // Nothing is applied: any input will do.
  const shapes = weightShapes(architecture as unknown as Architecture);
  for (const path of new Set([...Object.keys(shapes), ...Object.keys(arrays)])) {
    const [wanted, got] = [shapes[path], Object.hasOwn(arrays, path) ? arrays[path] : undefined];
    const said = (shape: readonly number[] | undefined) => (shape === undefined ? 'none' : `[${shape}]`);
    if (said(wanted) !== said(got?.shape))
      throw new DataError(
        `${name}: ${path} of ${architecture.name} must be ${said(wanted)}, got ${said(got?.shape)}`,
      );
    if (!(got!.values instanceof Float32Array))
      throw new DataError(
        `${name}: ${path} must be of single precision, got a ${got!.values.constructor.name}`,
      );
  }
  return tf.tidy(() => {
    const structure = withShapesOnly(() => architecture.init(createRng(0))); // parts without parameters are in it too
    const fill = <T extends Tree>(tree: T): T =>
      mapTree(tree, ({ shape }, path) =>
        tf.tensor(arrays[path]!.values as Float32Array, [...shape], 'float32'),
      );
    return { params: fill(structure.params), state: fill(structure.state) };
  });
}
