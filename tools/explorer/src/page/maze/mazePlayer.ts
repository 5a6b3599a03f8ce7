import { createRng, feedForward, modelWeights, ndArray, readSafetensors, tf } from '@goal-driven/core';
import {
  chooseActions,
  createActor,
  createNetwork,
  MazeConfig,
  mazePolicy,
  newForager,
  perceive,
  playMaze,
  wallOutlines,
  type Forager,
  type Memory,
} from '@goal-driven/mouse-visual';
import { MazeView } from '@goal-driven/stimuli';
import type { MazeStanding, MazeStart } from './mazeMessages';

const EYE = 64; // pixels of what the page shows of the animal's eye

/** An episode as it stands, with an animal beside it that acts at random. */
export type MazeEpisode = {
  readonly start: MazeStart;
  readonly animal: Forager;
  readonly atRandom: Forager;
  readonly memory: Memory;
  readonly moves: readonly number[];
  readonly standing: MazeStanding;
};

/** Plays the game that a policy learned, as pure functions of an episode. */
export type MazePlayer = {
  readonly actions: number;
  begin(start: MazeStart): MazeEpisode;
  /** Takes an action, or the one that the policy draws where none is named. An episode that ended stays as it is. */
  act(episode: MazeEpisode, action?: number): MazeEpisode;
  /** Lines of walls and places of targets, m. */
  plan(maze: number): {
    readonly walls: readonly (readonly (readonly [number, number])[])[];
    readonly targets: readonly (readonly [number, number])[];
    readonly targetRadius: number;
    readonly side: number;
  };
};

/**
 * The game and the policy of a model file of the page.
 *
 * @throws DataError for a file that is not such
 */
export function mazePlayer(bytes: Uint8Array): MazePlayer {
  const { arrays, metadata } = readSafetensors(bytes, 'mazePolicy');
  const config = MazeConfig.parse(JSON.parse(metadata['config'] ?? 'null'));
  if (config.encoder.kind !== 'random') throw new Error('mazePolicy: must be of an encoder of its own');
  const game = playMaze(config.game);
  const finer = playMaze({ ...config.game, view: MazeView.parse({ ...config.game.view, pixels: EYE }) });
  const network = feedForward(createNetwork(config.encoder.network).config);
  const actions = config.game.actions.length;
  const { rewardScale } = config.task;
  const policy = mazePolicy(config.policy, { encoder: { network }, actions, rewardScale });
  const { params, state } = modelWeights(policy as never, arrays, 'mazePolicy');
  const actor = createActor(policy);
  actor.attend({ params: { model: params, task: {} }, state });

  const seen = (episode: Omit<MazeEpisode, 'standing'>, before: MazeStanding['way'] = []): MazeEpisode => {
    const { animal, atRandom, memory } = episode;
    const { logits, values, memory: next } = actor.act(perceive(game, [animal], memory));
    const { play } = animal;
    const standing: MazeStanding = {
      step: play.step,
      limit: config.game.limit,
      pose: play.pose,
      way: [...before, [play.pose.x, play.pose.y]],
      left: play.left,
      total: play.total,
      ended: play.left.length === 0 || play.step >= config.game.limit,
      atRandom: { pose: atRandom.play.pose, total: atRandom.play.total },
      probabilities: softmax(logits.values),
      value: values.values[0]! / rewardScale,
      eye: { values: finer.see(play), side: EYE },
      sees: { values: game.see(play), side: config.game.view.pixels },
    };
    return { ...episode, memory: next, standing };
  };
  const drawn = (episode: MazeEpisode, who: string) =>
    createRng(episode.start.seed).child(who).child(episode.standing.step).uniform(1);
  const moved = ({ play }: Forager, action: number): Forager => {
    const { play: next, reward } = game.act(play, action);
    return { play: next, action, reward };
  };
  return {
    actions,
    begin: (start) => {
      const play = game.start(start.maze, createRng(start.seed).child('start'));
      const memory = tf.tidy((() => actor.memory(1)) as () => never) as Memory;
      return seen({ start, animal: newForager(play), atRandom: newForager(play), memory, moves: [] });
    },
    act: (episode, named) => {
      if (episode.standing.ended) return episode;
      const { animal, atRandom, standing, moves } = episode;
      const logits = ndArray(Float32Array.from(standing.probabilities, Math.log), [1, actions]);
      const action = named ?? chooseActions(logits, drawn(episode, 'policy'))[0]!;
      const chance = Math.min(actions - 1, Math.floor(actions * drawn(episode, 'random')[0]!));
      const over = atRandom.play.left.length === 0;
      return seen(
        {
          ...episode,
          animal: moved(animal, action),
          atRandom: over ? atRandom : moved(atRandom, chance),
          moves: [...moves, action],
        },
        standing.way,
      );
    },
    plan: (number) => {
      const maze = game.maze(number);
      const { size, block, targetRadius } = config.game.world;
      return { walls: wallOutlines(maze), targets: maze.targets, targetRadius, side: size * block };
    },
  };
}

function softmax(logits: Float32Array): number[] {
  const most = Math.max(...logits);
  const weights = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = weights.reduce((all, weight) => all + weight);
  return weights.map((weight) => weight / sum);
}
