import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRng, DataError, quietSession, readRun, train, type Rng } from '@goal-driven/core';
import type { Network } from '../evaluatePaths';
import { loadModel } from '../loadModel';
import { createParts } from './createParts';
import { PathIntegrationConfig } from './PathIntegrationConfig';

/** The name of the study whose runs can be loaded. */
const STUDY = 'mec/path-integration';

/** A trained network as its run left it; the caller owns its tensors. */
export type TrainedRun = {
  readonly study: PathIntegrationConfig;
  readonly network: Network;
  readonly parts: ReturnType<typeof createParts>;
  /** Of the run; its named children gave place cells, paths and the start of training. */
  readonly rng: Rng;
};

/**
 * The network that a finished run of `mec/path-integration` trained, from its last checkpoint, or that of a model
 * file (`*.safetensors`). Nothing is trained and nothing is written: it resumes a training that has no update left
 * to do.
 *
 * @throws DataError when the folder is no finished run of that study, or has no checkpoint of its last update
 * @throws EnvironmentError when a model file cannot be read
 */
export async function loadTrainedRun(directory: string): Promise<TrainedRun> {
  if (directory.endsWith('.safetensors')) return loadModel(pathToFileURL(directory));
  const { manifest, config: stored } = readRun(directory);
  if (manifest.study !== STUDY) {
    throw new DataError(`${directory}: must be a run of ${STUDY}, got one of ${manifest.study}`);
  }
  const study = PathIntegrationConfig.parse(stored);
  const rng = createRng(manifest.seed);
  const parts = createParts(study, rng);
  const { architecture, task, stream } = parts;
  const last = study.training.steps;
  const session = {
    ...quietSession(),
    checkpoints: join(directory, 'checkpoints'),
    resume: true,
    rewind: (step: number) => {
      // A network that was never trained has no checkpoint, and starts as it did from its seed.
      if (step === last || (last === 0 && step < 0)) return;
      throw new DataError(
        `${directory}: must hold the checkpoint of update ${last}, got ${step < 0 ? 'none' : `that of ${step}`}`,
      );
    },
  };
  const trained = await train({
    architecture,
    task,
    stream,
    config: study.training,
    rng: rng.child('train'),
    session,
  });
  const network = { architecture, params: trained.params.model, state: trained.state };
  return { study, network, parts, rng };
}
