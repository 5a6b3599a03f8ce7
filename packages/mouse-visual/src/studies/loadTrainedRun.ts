import { loadFinishedRun } from '@goal-driven/core';
import type { Shown } from '../tasks/_forward';
import type { FeedForwardNetwork } from '@goal-driven/core';
import { createParts, type TrainingParts } from './createParts';
import { TrainingConfig } from './TrainingConfig';

/**
 * The network that a finished run of `mouse-visual/training` trained, from its last checkpoint; the caller owns its
 * tensors. `rng` is that of the run.
 *
 * @throws DataError when the folder is no finished run of that study, or has no checkpoint of its last update
 */
export const loadTrainedRun = (directory: string) =>
  loadFinishedRun<Shown, FeedForwardNetwork, TrainingConfig, TrainingParts>(directory, {
    name: 'mouse-visual/training',
    config: TrainingConfig,
    createParts: (config, rng) => createParts(config, rng),
  });
