import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  DataError,
  disposeTree,
  tf,
  trainingName,
  withTrained,
  type FeedForwardNetwork,
  type Rng,
  type Session,
  type StudyEvent,
  type Tree,
} from '@goal-driven/core';
import type { ImageSource } from '@goal-driven/stimuli';
import type { Encoder } from '../studies/readFeatures';
import type { Shown } from '../tasks/_forward';
import type { EncoderFields } from './EncoderConfig';
import { encoderNetwork, encoderTraining, type EncoderCondition } from './encoderParts';

/** A seed of a claim, and what its encoders learn from. */
export type EncoderSetting = {
  readonly config: EncoderFields;
  readonly images: ImageSource;
  readonly seed: number;
  readonly rng: Rng;
  readonly session: Session;
};

/**
 * Trains an encoder of a condition from a seed, or takes up where it was interrupted, and lends it to `use`. Encoders of
 * one seed see the same images in the same order and start from the same kernels, so that conditions are compared in pairs.
 *
 * @throws ConfigError or DataError where `reuse` has an encoder of that name that was trained otherwise, or not to its end
 */
export async function* withEncoder<Result>(
  condition: EncoderCondition,
  { config, images, seed, rng: root, session }: EncoderSetting,
  use: (encoder: Encoder) => AsyncGenerator<StudyEvent, Result>,
): AsyncGenerator<StudyEvent, Result> {
  const rng = root.child('seed').child(seed);
  const architecture = encoderNetwork(condition, config);
  const { objective } = condition;
  if (objective === 'untrained') {
    const start = () => architecture.init(rng.child('train').child('model'));
    const { params, state } = tf.tidy(start as () => never) as { params: Tree; state: Tree }; // records, as its type does not know
    try {
      return yield* use({ architecture, params, state });
    } finally {
      disposeTree({ params, state });
    }
  }
  const training = encoderTraining({ ...condition, objective }, { config, images, rng }, architecture);
  const name = trainingName(condition, seed);
  return yield* withTrained<Shown, FeedForwardNetwork, Result>(
    {
      architecture,
      ...training,
      name,
      rng: rng.child('train'),
      session: sessionOf(config, { name, session }),
    },
    ({ network }) => use(network),
  );
}

/** The session of a training: its own, or one that finds the training finished in an earlier run. */
function sessionOf(
  { reuse, steps }: Pick<EncoderFields, 'reuse' | 'steps'>,
  { name, session }: { readonly name: string; readonly session: Session },
): Session {
  if (reuse === undefined || !existsSync(join(reuse, 'checkpoints', name))) return session;
  return {
    ...session,
    checkpoints: join(reuse, 'checkpoints'),
    resume: true,
    rewind: (step) => {
      if (step === steps) return;
      throw new DataError(
        `${reuse}: must hold the checkpoint of update ${steps} of ${name}, got that of ${step}`,
      );
    },
  };
}
