import {
  createRng,
  DataError,
  fromLeaves,
  leaves,
  ndArray,
  parameterShapes,
  readSafetensors,
  tf,
  writeSafetensors,
  type Architecture,
  type Leaf,
  type Safetensors,
  type Tree,
} from '@goal-driven/core';
import { z } from 'zod';
import { saysPosition } from './pathIntegrationTask';
import { createParts } from './studies/createParts';
import { PathIntegrationConfig } from './studies/PathIntegrationConfig';
import type { TrainedRun } from './studies/loadTrainedRun';

/** What a model file says of itself; safetensors hold texts. */
const About = z.strictObject({
  format: z.literal('goal-driven-model'),
  version: z.literal('1'),
  study: z.literal('mec/path-integration'),
  config: z.string(),
  seed: z.string().regex(/^\d+$/),
  backend: z.string(),
  command: z.string(),
});

/** A trained network from a file, with how it came to be. The caller owns its tensors. */
export type TrainedModel = TrainedRun & {
  readonly seed: number;
  /** Where it was trained, such as `torch`. */
  readonly backend: string;
  /** What trains it again. */
  readonly command: string;
};

/**
 * A trained network as a safetensors file that says all of itself: parameters in half precision, which is 2 bytes each,
 * and as metadata the configuration, seed, backend and command of its training.
 *
 * @throws DataError for a parameter that half precision has no number near
 */
export async function writeModel(
  params: Tree,
  { study, seed, backend, command }: Pick<TrainedModel, 'study' | 'seed' | 'backend' | 'command'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const arrays = Object.fromEntries(
    await Promise.all(
      leaves(params).map(
        async ({ path, tensor }) =>
          [path, ndArray((await tensor.data()) as Float32Array, tensor.shape)] as const,
      ),
    ),
  );
  const about: z.input<typeof About> = {
    format: 'goal-driven-model',
    version: '1',
    study: 'mec/path-integration',
    config: JSON.stringify(study),
    seed: String(seed),
    backend,
    command,
  };
  return writeSafetensors(arrays, about, { half: Object.keys(arrays) });
}

/**
 * The network of a model file.
 *
 * @param name what errors call the file
 * @throws DataError for a file that is no model, or whose parameters are not those of its configuration
 */
export function readModel(bytes: Uint8Array, name = 'model'): TrainedModel {
  const { arrays, metadata } = readSafetensors(bytes, name);
  const { data: about, error } = About.safeParse(metadata);
  if (error !== undefined)
    throw new DataError(`${name}: must be a model of this package, got\n${z.prettifyError(error)}`);
  const study = configOf(about.config, name);
  requireSizes(study, arrays, name);
  const seed = Number(about.seed);
  const rng = createRng(seed);
  const parts = createParts(study, rng);
  const params = parametersOf(parts.architecture as Architecture, arrays, name);
  const network = { architecture: parts.architecture, params, state: {} };
  return { study, network, parts, rng, seed, backend: about.backend, command: about.command };
}

function configOf(text: string, name: string): PathIntegrationConfig {
  try {
    return PathIntegrationConfig.parse(JSON.parse(text));
  } catch (error) {
    throw new DataError(
      `${name}: its configuration must be one of mec/path-integration, got ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** Populations are made before parameters are compared: none may be larger than a file that holds its weights. */
function requireSizes(
  { network, placeCells, headDirectionCells, task }: PathIntegrationConfig,
  arrays: Safetensors['arrays'],
  name: string,
): void {
  const held = Object.values(arrays).reduce((sum, { values }) => sum + values.length, 0);
  const asked = {
    'network.units': network.units,
    'placeCells.count': saysPosition(task) ? 0 : placeCells.count,
    'headDirectionCells.count': task.loss === 'placeAndHeading' ? headDirectionCells.count : 0,
  };
  for (const [what, count] of Object.entries(asked))
    if (count > held)
      throw new DataError(
        `${name}: ${what} must be at most the ${held} numbers that the file holds, got ${count}`,
      );
}

/** The tree that the architecture makes, with the values of the file; both must have the same leaves. */
function parametersOf(architecture: Architecture, arrays: Safetensors['arrays'], name: string): Tree {
  const shapes = parameterShapes(architecture).params;
  const shapeText = (shape: readonly number[] | undefined) => (shape === undefined ? 'none' : `[${shape}]`);
  for (const path of new Set([...Object.keys(shapes), ...Object.keys(arrays)])) {
    const [wanted, got] = [shapeText(shapes[path]), shapeText(arrays[path]?.shape)];
    if (wanted !== got) throw new DataError(`${name}: parameter ${path} must be ${wanted}, got ${got}`);
  }
  const made = Object.entries(arrays).map(([path, { values, shape }]): Leaf => ({
    path,
    tensor: tf.tensor(values as Float32Array, [...shape], 'float32'),
  }));
  return fromLeaves(made);
}
