import { backpropagation, disposeTree, train, type Rng, type Session } from '@goal-driven/core';
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
  dispose(): void;
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
 * Trains a network of a condition from a seed, or takes up where it was interrupted. Networks of one seed share their
 * paths and place cells whatever the condition, so that conditions are compared in pairs.
 */
export async function trainNetwork(
  condition: Condition,
  {
    base,
    seed,
    rng: root,
    session,
  }: { base: PathIntegrationConfig; seed: number; rng: Rng; session: Session },
): Promise<TrainedNetwork> {
  const config = configOf(condition, base);
  const rng = root.child('seed').child(seed);
  const parts = createParts(config, rng);
  const { architecture, task, stream, heldOut } = parts;
  if (condition.untrained) {
    const { params, state } = architecture.init(rng.child('train').child('model'));
    const network = { architecture, params, state };
    return { config, rng, network, parts, dispose: () => disposeTree({ params, state }) };
  }
  const trained = await train({
    ...{ architecture, task, stream, heldOut, rule: backpropagation, config: config.training },
    name: `${condition.name}-seed-${seed}`.replaceAll(/[^\w-]+/g, '-'),
    rng: rng.child('train'),
    session,
  });
  const { params, state, taskState } = trained;
  const network = { architecture, params: params.model, state };
  return { config, rng, network, parts, dispose: () => disposeTree({ params, state, taskState }) };
}
