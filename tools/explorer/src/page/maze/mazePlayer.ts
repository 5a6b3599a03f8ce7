import {
  createRng,
  DataError,
  feedForward,
  modelWeights,
  ndArray,
  readSafetensors,
  tf,
  type Architecture,
} from '@goal-driven/core';
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
import type { MazePlan, MazeStanding, MazeStart } from './mazeMessages';

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
  plan(maze: number): MazePlan;
};

/**
 * The game and the policy of a model file of the page.
 *
 * @throws DataError for a file that is not such
 */
export function mazePlayer(bytes: Uint8Array): MazePlayer {
  const policy = policyOf(bytes);
  const { game, actor, actions } = policy;
  const moved = ({ play }: Forager, action: number): Forager => {
    const { play: next, reward } = game.act(play, action);
    return { play: next, action, reward };
  };
  return {
    actions,
    begin: (start) => {
      const play = game.start(start.maze, createRng(start.seed).child('start'));
      const memory = tf.tidy((() => actor.memory(1)) as () => never) as Memory; // arrays, which its type does not know
      return seen(policy, { start, animal: newForager(play), atRandom: newForager(play), memory, moves: [] });
    },
    act: (episode, named) => {
      if (episode.standing.ended) return episode;
      const { animal, atRandom, standing, moves } = episode;
      const logits = ndArray(Float32Array.from(standing.probabilities, Math.log), [1, actions]);
      const action = named ?? chooseActions(logits, drawn(episode, 'policy'))[0]!;
      const chance = Math.floor(actions * drawn(episode, 'random')[0]!);
      const next = {
        ...episode,
        animal: moved(animal, action),
        atRandom: atRandom.play.left.length === 0 ? atRandom : moved(atRandom, chance),
        moves: [...moves, action],
      };
      return seen(policy, next, standing.way);
    },
    plan: (number) => {
      const maze = game.maze(number);
      const { size, block, targetRadius } = game.game.world;
      return { walls: wallOutlines(maze), targets: maze.targets, targetRadius, side: size * block };
    },
  };
}

/** One draw of a step, uniform in [0, 1): a function of the start, the step and who draws. */
const drawn = ({ start, standing }: MazeEpisode, who: string): Float64Array =>
  createRng(start.seed).child(who).child(standing.step).uniform(1);

function policyOf(bytes: Uint8Array) {
  const { arrays, metadata } = readSafetensors(bytes, 'mazePolicy');
  const config = MazeConfig.parse(JSON.parse(metadata['config'] ?? 'null'));
  if (config.encoder.kind !== 'random')
    throw new DataError(`mazePolicy: must be of an encoder of its own, got one of a ${config.encoder.kind}`);
  const network = feedForward(createNetwork(config.encoder.network).config);
  const actions = config.game.actions.length;
  const { rewardScale } = config.task;
  const policy = mazePolicy(config.policy, { encoder: { network }, actions, rewardScale });
  // Weights are read by their names; what the policy is given does not matter for them.
  const { params, state } = modelWeights(policy as unknown as Architecture<never>, arrays, 'mazePolicy');
  const actor = createActor(policy);
  actor.attend({ params: { model: params, task: {} }, state });
  const finer = MazeView.parse({ ...config.game.view, pixels: EYE });
  return {
    ...{ actor, actions, rewardScale, game: playMaze(config.game) },
    finer: playMaze({ ...config.game, view: finer }),
  };
}

/** The episode with what the policy makes of where it stands. */
function seen(
  { game, finer, actor, rewardScale }: ReturnType<typeof policyOf>,
  episode: Omit<MazeEpisode, 'standing'>,
  before: MazeStanding['way'] = [],
): MazeEpisode {
  const { animal, atRandom } = episode;
  const { logits, values, memory } = actor.act(perceive(game, [animal], episode.memory));
  const { play } = animal;
  const { limit, view } = game.game;
  const standing: MazeStanding = {
    ...{ step: play.step, limit, pose: play.pose, left: play.left, total: play.total },
    way: [...before, [play.pose.x, play.pose.y]],
    ended: play.left.length === 0 || play.step >= limit,
    atRandom: { pose: atRandom.play.pose, total: atRandom.play.total },
    probabilities: softmax(logits.values),
    value: values.values[0]! / rewardScale,
    eye: { values: finer.see(play), side: EYE },
    sees: { values: game.see(play), side: view.pixels },
  };
  return { ...episode, memory, standing };
}

function softmax(logits: Float32Array): number[] {
  const most = Math.max(...logits);
  const weights = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = weights.reduce((all, weight) => all + weight);
  return weights.map((weight) => weight / sum);
}
