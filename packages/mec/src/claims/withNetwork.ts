import {
  disposeTree,
  trainingName,
  withTrained,
  type Rng,
  type Session,
  type StudyEvent,
} from '@goal-driven/core';
import { createLearningRule } from '@goal-driven/learning-rules';
import type { Network } from '../evaluatePaths';
import { createParts } from '../studies/createParts';
import { PathIntegrationConfig } from '../studies/PathIntegrationConfig';

/** What a claim varies; all else is the base configuration's. */
export type Condition = {
  readonly name: string;
  readonly cell?: 'ugrnn' | 'gru' | 'lstm' | 'srnn' | 'rnn';
  readonly activation?: 'linear' | 'tanh' | 'sigmoid' | 'relu';
  readonly loss?: 'placeCells' | 'placeCellSquaredError' | 'position';
  /** The network as it is made, before any training. */
  readonly untrained?: true;
};

export type TrainedNetwork = {
  readonly config: PathIntegrationConfig;
  readonly rng: Rng;
  readonly network: Network;
  readonly parts: ReturnType<typeof createParts>;
};

/** The configuration of a condition. */
export function configOf(
  { cell, activation, loss }: Condition,
  base: PathIntegrationConfig,
): PathIntegrationConfig {
  return PathIntegrationConfig.parse({
    ...base,
    network: { ...base.network, ...(cell && { cell }), ...(activation && { activation }) },
    ...(loss && { task: { loss } }),
  });
}

/**
 * Trains a network of a condition from a seed, or takes up where it was interrupted, and lends it to `use`. Networks of
 * one seed share their paths and place cells whatever the condition, so that conditions are compared in pairs.
 */
export async function* withNetwork<Result>(
  condition: Condition,
  {
    base,
    seed,
    rng: root,
    session,
  }: { base: PathIntegrationConfig; seed: number; rng: Rng; session: Session },
  use: (trained: TrainedNetwork) => AsyncGenerator<StudyEvent, Result>,
): AsyncGenerator<StudyEvent, Result> {
  const config = configOf(condition, base);
  const rng = root.child('seed').child(seed);
  const parts = createParts(config, rng);
  const { architecture, task, stream, heldOut } = parts;
  if (condition.untrained) {
    const { params, state } = architecture.init(rng.child('train').child('model'));
    try {
      return yield* use({ config, rng, network: { architecture, params, state }, parts });
    } finally {
      disposeTree({ params, state });
    }
  }
  const rule = createLearningRule(config.learningRule);
  const training = { architecture, task, stream, heldOut, rule, config: config.training };
  const name = trainingName(condition, seed);
  return yield* withTrained({ ...training, name, rng: rng.child('train'), session }, ({ network }) =>
    use({ config, rng, network, parts }),
  );
}
