import { pathToFileURL } from 'node:url';
import { loadFinishedRun, type Rng } from '@goal-driven/core';
import type { Network } from '../evaluatePaths';
import { loadModel } from '../loadModel';
import { createParts } from './createParts';
import { PathIntegrationConfig } from './PathIntegrationConfig';

/** A trained network as its run left it; the caller owns its tensors. */
export type TrainedRun = {
  readonly study: PathIntegrationConfig;
  readonly network: Network;
  readonly parts: ReturnType<typeof createParts>;
  /** Of the run; its named children gave place cells, paths and the start of training. */
  readonly rng: Rng;
};

/**
 * The network that a finished run of `mec/path-integration` trained, from its last checkpoint, or that of a model file
 * (`*.safetensors`).
 *
 * @throws DataError when the folder is no finished run of that study, or has no checkpoint of its last update
 * @throws EnvironmentError when a model file cannot be read
 */
export async function loadTrainedRun(directory: string): Promise<TrainedRun> {
  if (directory.endsWith('.safetensors')) return loadModel(pathToFileURL(directory));
  return loadFinishedRun(directory, {
    name: 'mec/path-integration',
    config: PathIntegrationConfig,
    createParts,
  });
}
