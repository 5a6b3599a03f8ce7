import type { Rng } from '@goal-driven/core';
import { actorCritic } from '../maze/actorCritic';
import { createActor } from '../maze/createActor';
import { createEncoder, type LentEncoder } from '../maze/createEncoder';
import { episodeStream } from '../maze/episodeStream';
import { mazePolicy } from '../maze/mazePolicy';
import { heldOutEpisodes } from '../maze/playEpisodes';
import { playMaze } from '../maze/playMaze';
import type { MazeConfig } from './MazeConfig';

/**
 * What a config makes: A, D and T, the actor that the streams act by, and how to judge. The caller disposes.
 *
 * @param lent what the policy sees through, in place of the encoder of the config
 * @throws what `createEncoder` throws
 */
export async function createMaze(config: MazeConfig, rng: Rng, lent?: LentEncoder) {
  const { game: rules, policy, task, animals, timesteps, mazes } = config;
  const game = playMaze(rules);
  const { encoder, eye, dispose } =
    lent ?? (await createEncoder(config.encoder, rules, rng.child('encoder')));
  const { rewardScale, discount, lambda } = task;
  const architecture = mazePolicy(policy, { encoder, actions: rules.actions.length, rewardScale });
  const actor = createActor(architecture, eye);
  const judged = { episodes: config.heldOut, firstMaze: mazes, memory: actor.memory(config.heldOut) };
  const { act } = actor;
  return {
    ...{ game, encoder, architecture, actor, judged, dispose },
    task: actorCritic(task),
    stream: episodeStream(
      game,
      { act, memory: actor.memory(animals), animals, timesteps, mazes, discount, lambda, rewardScale },
      rng.child('episodes'),
    ),
    heldOut: heldOutEpisodes(game, { act, ...judged }, rng.child('heldOut')),
  };
}
