import { loadFinishedRun } from '@goal-driven/core';
import { CategorisationConfig } from './CategorisationConfig';
import { createParts } from './createParts';
import type { Network } from '../network/Network';

/** A trained network as its run left it; the caller owns its tensors. */
export type TrainedRun = { readonly study: CategorisationConfig; readonly network: Network };

/**
 * The network that a finished run of `ventral-stream/categorisation` trained, from its last checkpoint.
 *
 * @throws DataError when the folder is no finished run of that study, or has no checkpoint of its last update
 */
export const loadTrainedRun = (directory: string): Promise<TrainedRun> =>
  loadFinishedRun(directory, {
    name: 'ventral-stream/categorisation',
    config: CategorisationConfig,
    createParts: (config, rng) => createParts(config, rng),
  });
