import type { Task } from '@goal-driven/core';
import type { Shown, TaskSetting } from './_forward';
import { autoencoding } from './autoencoding';
import { depthPrediction } from './depthPrediction';
import { instanceRecognition } from './instanceRecognition';
import { moCo } from './moCo';
import { barlowTwinsTask, vicRegTask } from './redundancyReduction';
import { relativeLocation } from './relativeLocation';
import { rotNet } from './rotNet';
import { simClr } from './simClr';
import { simSiam } from './simSiam';
import { supervised } from './supervised';
import type { TaskConfig } from './TaskConfig';

/**
 * The task that a config names, on an encoder of `features` outputs and images of `side` pixels.
 *
 * @throws ConfigError as `supervised`, `instanceRecognition` and `moCo` do
 */
export function createTask(
  config: TaskConfig,
  setting: TaskSetting & { readonly side: number },
): Task<Shown> {
  switch (config.kind) {
    case 'supervised':
      return supervised(config, setting);
    case 'instanceRecognition':
      return instanceRecognition(config, setting) as unknown as Task<Shown>; // it is handed its own state only
    case 'simClr':
      return simClr(config, setting) as unknown as Task<Shown>;
    case 'moCo':
      return moCo(config, setting) as unknown as Task<Shown>;
    case 'simSiam':
      return simSiam(config, setting) as unknown as Task<Shown>;
    case 'barlowTwins':
      return barlowTwinsTask(config, setting) as unknown as Task<Shown>;
    case 'vicReg':
      return vicRegTask(config, setting) as unknown as Task<Shown>;
    case 'rotNet':
      return rotNet(config, setting);
    case 'relativeLocation':
      return relativeLocation(config, setting) as unknown as Task<Shown>;
    case 'autoencoding':
      return autoencoding(config);
    case 'depthPrediction':
      return depthPrediction(config, setting.side);
  }
}
