import { DataError, modelWeights, readSafetensors } from '@goal-driven/core';
import { CategorisationConfig, createNetwork, type Network } from '@goal-driven/ventral-stream';

/** A trained network from a file that `models/makeVentral.mjs` wrote; the caller owns its tensors. */
export type ShippedModel = {
  readonly network: Network;
  readonly classes: readonly string[];
  readonly size: number;
  /** Share of the held-out images that it was right about when its weights had single precision. */
  readonly accuracy: number;
  readonly testImages: number;
  /** What trains it again. */
  readonly command: string;
};

/**
 * The network of a model file.
 *
 * @param name what errors call the file
 * @throws DataError for a file that is no such model, or whose parameters are not those of its configuration
 */
export function readShippedModel(bytes: Uint8Array, name: string): ShippedModel {
  const { arrays, metadata } = readSafetensors(bytes, name);
  const { format, study, config: text = '', command = '', accuracy } = metadata;
  if (format !== 'goal-driven-model' || study !== 'ventral-stream/categorisation')
    throw new DataError(
      `${name}: must be a model of ventral-stream/categorisation, got ${format} of ${study}`,
    );
  const { network: choice, data } = CategorisationConfig.parse(JSON.parse(text));
  if (data.test.kind !== 'objects')
    throw new DataError(`${name}: must be trained on rendered objects, got ${data.test.kind}`);
  const { categories, images } = data.test;
  const architecture = createNetwork(choice, { size: data.size, classes: categories.length });
  return {
    network: { architecture, ...modelWeights(architecture, arrays, name) },
    classes: categories,
    size: data.size,
    accuracy: Number(accuracy),
    testImages: images,
    command,
  };
}
