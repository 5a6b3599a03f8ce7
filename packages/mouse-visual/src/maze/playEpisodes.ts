import { setImmediate as turn } from 'node:timers/promises';
import { Interrupted, ndArray, type DataStream, type Rng, type Session } from '@goal-driven/core';
import type { Pose } from '@goal-driven/stimuli';
import type { Act, Memory } from './Act';
import { chooseActions, newForager, perceive } from './perceive';
import type { PlayMaze } from './playMaze';

/** A whole episode. */
export type Episode = {
  readonly maze: number;
  /** Rewards in all. */
  readonly total: number;
  readonly steps: number;
  /** The way, [steps + 1]. */
  readonly poses: readonly Pose[];
};

/** By what animals act, and in how many mazes. */
export type EpisodesOptions = {
  readonly act: Act;
  /** Silent memories, one for each episode. */
  readonly memory: Memory;
  readonly episodes: number;
  /** Episode e is in maze `firstMaze + e`. */
  readonly firstMaze: number;
  readonly session?: Pick<Session, 'signal' | 'progress'>;
};

/**
 * Whole episodes, side by side, each in a maze of its own; actions are drawn by their chances, as while learning.
 * Episode e starts from `rng.child('start').child(e)`, whatever the policy.
 *
 * @throws Interrupted when the session is
 */
export async function playEpisodes(game: PlayMaze, options: EpisodesOptions, rng: Rng): Promise<Episode[]> {
  const { act, episodes, firstMaze, session } = options;
  let memory = options.memory;
  let foragers = Array.from({ length: episodes }, (_, episode) =>
    newForager(game.start(firstMaze + episode, rng.child('start').child(episode))),
  );
  const poses = foragers.map(({ play }) => [play.pose]);
  const running = new Set(foragers.keys());
  for (let step = 0; running.size > 0; step++) {
    await turn(); // lets signals in
    if (session?.signal.aborted) throw new Interrupted('playEpisodes: interrupted', step);
    session?.progress('episodes', step, game.game.limit);
    const { logits, memory: next } = act(perceive(game, foragers, memory));
    const actions = chooseActions(logits, rng.child('act').child(step).uniform(episodes));
    memory = next;
    foragers = foragers.map((forager, episode) => {
      if (!running.has(episode)) return forager;
      const { play, reward, ended } = game.act(forager.play, actions[episode]!);
      poses[episode]!.push(play.pose);
      if (ended) running.delete(episode);
      return { play, action: actions[episode]!, reward };
    });
  }
  return foragers.map(({ play: { maze, total, step } }, episode) => ({
    maze,
    total,
    steps: step,
    poses: poses[episode]!,
  }));
}

/** The policy that chooses among all actions with the same chance. */
export const actAtRandom =
  (actions: number): Act =>
  ({ images, memory }) => {
    const animals = images.shape[0]!;
    return {
      logits: ndArray(new Float32Array(animals * actions), [animals, actions]),
      values: ndArray(new Float32Array(animals), [animals]),
      memory,
      seen: images,
    };
  };

/** Whole episodes in mazes that are never learned in, for a look while learning: `totals` [episodes], the same ones each time. */
export const heldOutEpisodes = (game: PlayMaze, options: EpisodesOptions, rng: Rng): DataStream => ({
  name: 'maze/held-out',
  start: 0,
  read: async (batch) => {
    const episodes = await playEpisodes(game, options, rng);
    const totals = Float32Array.from(episodes, ({ total }) => total);
    return { batch: { totals: ndArray(totals, [totals.length]) }, next: Number(batch) + 1 };
  },
});
