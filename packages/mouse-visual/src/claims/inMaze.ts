import {
  backpropagation,
  feedForward,
  withTrained,
  type Rng,
  type Session,
  type StudyEvent,
  type Tree,
} from '@goal-driven/core';
import { lendEncoder } from '../maze/createEncoder';
import type { PolicyInput, PolicyNetwork } from '../maze/mazePolicy';
import { playEpisodes } from '../maze/playEpisodes';
import { upToLayer } from '../maze/upToLayer';
import { createMaze } from '../studies/createMaze';
import { MazeConfig } from '../studies/MazeConfig';
import type { Encoder } from '../studies/readFeatures';
import type { MazeClaimConfig } from './MazeClaimConfig';

/** What an animal with an encoder comes to. */
export type Navigated = {
  /** Share of the rewards that there were in mazes it had not seen. */
  readonly reward: number;
  readonly episodes: number;
};

type Navigation = {
  readonly config: Pick<MazeClaimConfig, 'policy' | 'layer'>;
  /** Whether the encoder stays as it is; else it learns with the policy, from the parameters that it has. */
  readonly frozen: boolean;
  readonly name: string;
  /** Of the seed: animals of all encoders start alike, in the same mazes. */
  readonly rng: Rng;
  readonly session: Session;
};

/**
 * Learns a policy on an encoder, judges it in held-out mazes, and lends `use` what came of it: with the encoder as it is
 * then, up to the layer that the policy reads.
 */
export async function* inMaze<Result>(
  start: Encoder,
  { config: { policy, layer }, frozen, name, rng, session }: Navigation,
  use: (navigated: Navigated, encoder: Encoder) => AsyncGenerator<StudyEvent, Result>,
): AsyncGenerator<StudyEvent, Result> {
  const encoder = { kind: 'random' as const, frozen, layer };
  const config = MazeConfig.parse({ ...policy, encoder });
  const lent = lendEncoder(start, { frozen, layer }, config.game);
  const parts = await createMaze(config, rng, lent);
  const { game, actor, judged, architecture, task, stream, dispose } = parts;
  try {
    const training = { config: config.training, rng: rng.child('train'), session, rule: backpropagation };
    return yield* withTrained<PolicyInput, PolicyNetwork, Result>(
      { architecture, task, stream, attend: actor.attend, name, ...training },
      async function* ({ network }) {
        actor.attend({ params: { model: network.params, task: {} }, state: network.state });
        const episodes = await playEpisodes(
          game,
          { ...judged, act: actor.act, session },
          rng.child('judged'),
        );
        const possible = episodes.reduce(
          (sum, { maze }) => sum + config.game.reward * game.maze(maze).targets.length,
          0,
        );
        const reward = episodes.reduce((sum, { total }) => sum + total, 0) / possible;
        const navigated = { reward, episodes: episodes.length };
        if (frozen) return yield* use(navigated, start);
        const learned = {
          architecture: feedForward(upToLayer(start.architecture.config, layer)),
          params: network.params['encoder'] as Tree,
          state: network.state['encoder'] as Tree,
        };
        return yield* use(navigated, learned);
      },
    );
  } finally {
    dispose();
  }
}
