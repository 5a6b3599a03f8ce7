import { feedForward, fromLeaves, parameterShapes, tf, type Tree } from '@goal-driven/core';
import { completeWeights, matchWeights, type WeightTree } from '@goal-driven/formats';
import { mouseModelConfig, type MouseModel } from '../models/MouseModel';
import { torchNameMap } from './torchNameMap';

/**
 * Parameters and state of a model from what `readTorch` found in a published checkpoint.
 *
 * @param name what errors call the file
 * @returns trees as `feedForward(mouseModelConfig(model)).init` makes them; the caller owns their tensors
 * @throws DataError that lists what is missing, left over or of the wrong shape
 */
export function placeTorchWeights(
  model: MouseModel,
  tree: WeightTree,
  name: string = model.kind,
): { params: Tree; state: Tree } {
  const { params, state } = parameterShapes(feedForward(mouseModelConfig(model)));
  const match = matchWeights(tree, torchNameMap(model), { ...params, ...state });
  const arrays = completeWeights(match, name);
  const placed = (shapes: { readonly [path: string]: readonly number[] }) =>
    fromLeaves(
      Object.entries(shapes).map(([path, shape]) => ({
        path,
        tensor: tf.tensor(arrays[path]!.values, [...shape], 'float32'),
      })),
    );
  return { params: placed(params), state: placed(state) };
}
