import { ConfigError, feedForward } from '@goal-driven/core';
import { torchDense, torchDenseOf, type WeightStep } from '@goal-driven/formats';
import { mouseModelConfig, type MouseModel } from '../models/MouseModel';
import { flattenedOutput } from './_operationSite';

/**
 * What becomes of the kernel [O, I] of a published linear layer on a model's output (the embedding of instance
 * recognition, the rotations, a linear readout): it is [I, O] here, and where the output is a flattened map, pixels come
 * before channels.
 *
 * @throws ConfigError for a model whose output is an image
 */
export function torchHeadSteps(model: MouseModel): readonly WeightStep[] {
  if (model.kind === 'hourglass')
    throw new ConfigError(
      'torchHeadSteps: a model must end in a vector, got an hourglass, which ends in an image',
    );
  const map = flattenedOutput(feedForward(mouseModelConfig(model)));
  if (map?.length !== 3) return torchDense;
  const [height, width, channels] = map as [number, number, number];
  return torchDenseOf(channels, height, width);
}
