import { join } from 'node:path';
import type { z } from 'zod';
import type { Architecture } from '../Architecture';
import { DataError } from '../errors';
import { createRng, type Rng } from '../Rng';
import { quietSession } from '../Session';
import { closeStreams } from '../train/closeStreams';
import { train } from '../train/train';
import type { TrainConfig } from '../train/TrainConfig';
import type { TrainOptions } from '../train/TrainOptions';
import type { Network } from '../train/withTrained';
import { disposeTree } from '../tree';
import { readRun } from './readRun';

/** The study whose runs are wanted: its name, its config, and what it trains on that. */
export type TrainingStudy<Config, Parts> = {
  readonly name: string;
  readonly config: z.ZodType<Config>;
  createParts(config: Config, rng: Rng): Parts | Promise<Parts>;
};

/**
 * The network that a finished run trained, from its last checkpoint; the caller owns its tensors. Nothing is trained and
 * nothing is written: it resumes a training that has no update left to do. `rng` is that of the run.
 *
 * @param directory of the run
 * @throws DataError when the folder is no finished run of that study, or has no checkpoint of its last update
 */
export async function loadFinishedRun<
  Input,
  Circuit extends Architecture<Input>,
  Config extends { readonly training: TrainConfig },
  Parts extends Pick<TrainOptions<Input>, 'task' | 'stream' | 'heldOut'> & { readonly architecture: Circuit },
>(
  directory: string,
  { name, config: schema, createParts }: TrainingStudy<Config, Parts>,
): Promise<{
  readonly study: Config;
  readonly network: Network<Input, Parts['architecture']>;
  readonly parts: Parts;
  readonly rng: Rng;
}> {
  const { manifest, config } = readRun(directory);
  if (manifest.study !== name)
    throw new DataError(`${directory}: must be a run of ${name}, got one of ${manifest.study}`);
  const study = schema.parse(config);
  const rng = createRng(manifest.seed);
  const parts = await createParts(study, rng);
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
  try {
    const trained = await train({
      ...{ architecture, task, stream, session },
      ...{ config: study.training, rng: rng.child('train') },
    });
    disposeTree({ task: trained.params.task, state: trained.taskState });
    const { params, state } = trained;
    return { study, network: { architecture, params: params.model, state }, parts, rng };
  } finally {
    await closeStreams(parts);
  }
}
