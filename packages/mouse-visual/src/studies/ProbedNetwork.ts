import {
  ConfigError,
  disposeTree,
  loadFinishedRun,
  tf,
  type FeedForwardNetwork,
  type Rng,
  type Tree,
} from '@goal-driven/core';
import { z } from 'zod';
import type { PolicyInput, PolicyNetwork } from '../maze/mazePolicy';
import { createMaze } from './createMaze';
import { loadTrainedRun } from './loadTrainedRun';
import { MazeConfig } from './MazeConfig';
import { createNetwork, NetworkChoice } from './NetworkChoice';
import type { Encoder } from './readFeatures';

const common = {
  name: z.string().min(1).max(100).meta({ description: 'What it is called in scores and figures' }),
  layers: z.array(z.string().min(1)).max(64).default([]).meta({
    description: 'Layers that may be read; all that the network records where there is none',
  }),
};

/** A network that is put to the test on scenes. */
export const ProbedNetwork = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('random'),
        ...common,
        network: NetworkChoice.prefault({ kind: 'published' }),
      })
      .meta({ title: 'A network with parameters drawn at random' }),
    z
      .strictObject({
        kind: z.literal('run'),
        ...common,
        run: z.string().min(1).meta({ description: 'Folder of a finished run of mouse-visual/training' }),
        untrained: z.boolean().default(false).meta({
          description: 'Whether to take the same network as it was before that training',
        }),
      })
      .meta({ title: 'A network that was trained for an objective' }),
    z
      .strictObject({
        kind: z.literal('maze'),
        ...common,
        run: z.string().min(1).meta({ description: 'Folder of a finished run of mouse-visual/maze' }),
      })
      .meta({ title: 'The encoder of an animal that learned from reward' }),
  ])
  .meta({ title: 'Network' });
export type ProbedNetwork = z.output<typeof ProbedNetwork>;

/**
 * The network of a choice; the caller owns its tensors. What is drawn comes from `rng`.
 *
 * @throws ConfigError for a run of a maze whose encoder did not learn, and what loading a run throws
 */
export async function loadProbed(config: ProbedNetwork, rng: Rng): Promise<Encoder> {
  switch (config.kind) {
    case 'random': {
      const architecture = createNetwork(config.network);
      return { architecture, ...drawn(architecture, rng) };
    }
    case 'run': {
      const { network, rng: theirs } = await loadTrainedRun(config.run);
      if (!config.untrained) return network;
      disposeTree({ params: network.params, state: network.state });
      const { architecture } = network;
      return { architecture, ...drawn(architecture, theirs.child('train').child('model')) };
    }
    case 'maze':
      return mazeEncoder(config.run);
  }
}

const drawn = (architecture: FeedForwardNetwork, rng: Rng) =>
  tf.tidy((() => architecture.init(rng)) as () => never) as { params: Tree; state: Tree }; // records, as its type does not know

async function mazeEncoder(folder: string): Promise<Encoder> {
  const { network, parts } = await loadFinishedRun<
    PolicyInput,
    PolicyNetwork,
    MazeConfig,
    Awaited<ReturnType<typeof createMaze>>
  >(folder, {
    name: 'mouse-visual/maze',
    config: MazeConfig,
    createParts: (config, rng) => createMaze(config, rng),
  });
  parts.dispose();
  const { encoder } = parts;
  if (!('network' in encoder)) {
    disposeTree({ params: network.params, state: network.state });
    throw new ConfigError(`${folder}: must be a run whose encoder learned, got a frozen one`);
  }
  const { encoder: params, ...others } = network.params;
  disposeTree(others as Tree);
  return {
    architecture: encoder.network,
    params: params as Tree,
    state: network.state['encoder'] as Tree,
  };
}
