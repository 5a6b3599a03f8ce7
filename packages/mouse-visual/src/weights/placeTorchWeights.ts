import { feedForward, modelWeights, weightShapes, type Architecture, type Tree } from '@goal-driven/core';
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
): { readonly params: Tree; readonly state: Tree } {
  const network: Architecture<never> = feedForward(mouseModelConfig(model));
  const match = matchWeights(tree, torchNameMap(model), weightShapes(network as unknown as Architecture));
  return modelWeights(network, completeWeights(match, name), name);
}
