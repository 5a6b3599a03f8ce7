import { join } from 'node:path';
import { createRng, DataError, disposeTree, quietSession, readRun, train } from '@goal-driven/core';
import { CategorisationConfig } from './CategorisationConfig';
import { createParts } from './createParts';
import type { Network } from './evaluateImages';

/** The name of the study whose runs can be loaded. */
const STUDY = 'ventral-stream/categorisation';

/** A trained network as its run left it; the caller owns its tensors. */
export type TrainedRun = { readonly study: CategorisationConfig; readonly network: Network };

/**
 * The network that a finished run of `ventral-stream/categorisation` trained, from its last checkpoint. Nothing is
 * trained and nothing is written: it resumes a training that has no update left to do.
 *
 * @throws DataError when the folder is no finished run of that study, or has no checkpoint of its last update
 */
export async function loadTrainedRun(directory: string): Promise<TrainedRun> {
  const { manifest, config } = readRun(directory);
  if (manifest.study !== STUDY)
    throw new DataError(`${directory}: must be a run of ${STUDY}, got one of ${manifest.study}`);
  const study = CategorisationConfig.parse(config);
  const rng = createRng(manifest.seed);
  const { architecture, task, stream, heldOut } = createParts(study, rng);
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
  try {
    const trained = await train({
      ...{ architecture, task, stream, session },
      config: study.training,
      rng: rng.child('train'),
    });
    disposeTree(trained.taskState);
    return { study, network: { architecture, params: trained.params.model, state: trained.state } };
  } finally {
    await Promise.all([stream.close(), heldOut.close()]);
  }
}
