import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  disposeTree,
  leaves,
  ndArray,
  parameterShapes,
  writeSafetensors,
  type NdArray,
} from '@goal-driven/core';
import { namedModels } from '../registry';
import type { Maker } from './makers';

/**
 * Weights that nothing was learned by, as `goal-driven import` would write the published ones: of the smallest models of
 * a package, each as its architecture draws them.
 *
 * @param home what the names of the models begin with, such as `mec`
 */
export const makeWeights =
  (home: string): Maker =>
  async ({ folder, rng, seed, count = 1 }) => {
    const named = Object.entries(namedModels).filter(([name]) => name.startsWith(`${home}/`));
    const made = named.map(([name, model]) => ({ name, model, architecture: model.architecture() }));
    const size = ({ architecture }: (typeof made)[number]): number =>
      Object.values(parameterShapes(architecture).params).reduce(
        (sum, shape) => sum + shape.reduce((product, axis) => product * axis, 1),
        0,
      );
    const smallest = made.map((each) => ({ ...each, size: size(each) })).sort((a, b) => a.size - b.size);
    const chosen = smallest.slice(0, count);
    for (const { name, model, architecture } of chosen) {
      const { params, state } = architecture.init(rng.child(name));
      const arrays: Record<string, NdArray<Float32Array>> = {};
      for (const { path, tensor } of [...leaves(params), ...leaves(state)])
        arrays[path] = ndArray((await tensor.data()) as Float32Array, tensor.shape);
      disposeTree(params);
      disposeTree(state);
      const about = {
        format: 'goal-driven-weights',
        version: '1',
        model: name,
        config: JSON.stringify(model.config()),
      };
      const file = writeSafetensors(arrays, {
        ...about,
        source: `drawn from seed ${seed}`,
        synthetic: 'true',
      });
      await writeFile(join(folder, `${name.slice(home.length + 1)}.safetensors`), file);
    }
    return `untrained weights of ${chosen.map(({ name }) => name).join(', ')}, drawn from seed ${seed}`;
  };
