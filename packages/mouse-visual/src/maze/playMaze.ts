import { ConfigError, type Rng } from '@goal-driven/core';
import {
  makeMaze,
  moveAnimal,
  remembered,
  renderMaze,
  requireBody,
  type Maze,
  type Place,
  type Pose,
} from '@goal-driven/stimuli';
import type { MazeGame } from './MazeGame';

/** An episode as it stands: JSON. */
export type Play = {
  /** Number of the maze in its world. */
  readonly maze: number;
  readonly pose: Pose;
  /** Indices of the targets that are there still. */
  readonly left: readonly number[];
  /** Steps done. */
  readonly step: number;
  /** Rewards so far. */
  readonly total: number;
};

/** What a step brings. */
export type Stepped = { readonly play: Play; readonly reward: number; readonly ended: boolean };

/** Mazes kept at hand. */
const MAZES = 256;

/** A game as pure functions of an episode. */
export type PlayMaze = {
  readonly game: MazeGame;
  maze(number: number): Maze;
  /** A new episode: somewhere to start, all targets there. */
  start(maze: number, rng: Rng): Play;
  /** @throws ConfigError where there is no such action */
  act(play: Play, action: number): Stepped;
  /** What the animal sees: bytes [pixels * pixels * 3]. */
  see(play: Play): Uint8Array;
};

/**
 * The game of a config. A target is reached when the animal's way comes as near as their radii together; an episode ends
 * with the last one or at the limit of steps.
 *
 * @throws ConfigError for an action that goes further than a block, whose targets would be those of a straight way
 *   through walls; from `act`, where there is no such action
 * @differs the published game also ends where the animal falls over, and a limit is not an end to be learned from there
 */
export function playMaze(game: MazeGame): PlayMaze {
  const { block } = game.world;
  const far = game.actions.findIndex(({ forward }) => forward > block);
  if (far !== -1)
    throw new ConfigError(
      `playMaze: actions must go no further than a block of ${block} m, got ${game.actions[far]!.forward} m in action ${far}`,
    );
  const maze = remembered(MAZES, (number) => makeMaze(game.world, number));
  const reach = game.radius + game.world.targetRadius;
  return {
    game,
    maze,
    start: (number, rng) => {
      const { spawns, targets } = maze(number);
      requireBody(maze(number), game.radius);
      const draw = rng.stream();
      const [x, y] = spawns[draw.integer(spawns.length)]!;
      const heading = Math.PI * (2 * draw.uniform() - 1);
      return { maze: number, pose: { x, y, heading }, left: [...targets.keys()], step: 0, total: 0 };
    },
    act: (play, action) => {
      const movement = game.actions[action];
      if (movement === undefined)
        throw new ConfigError(`playMaze: action must be in 0 .. ${game.actions.length - 1}, got ${action}`);
      const { targets } = maze(play.maze);
      const turn = (movement.turn * Math.PI) / 180;
      const pose = moveAnimal(maze(play.maze), play.pose, { forward: movement.forward, turn }, game.radius);
      const left = play.left.filter((target) => distanceTo(targets[target]!, play.pose, pose) > reach);
      const reward = game.reward * (play.left.length - left.length);
      const step = play.step + 1;
      return {
        play: { ...play, pose, left, step, total: play.total + reward },
        reward,
        ended: left.length === 0 || step >= game.limit,
      };
    },
    see: (play) => {
      const here = maze(play.maze);
      const targets = play.left.map((target) => here.targets[target]!);
      return renderMaze(here, play.pose, game.view, targets).values;
    },
  };
}

/** Distance of a place from the straight way between two poses, m. */
export function distanceTo([x, y]: Place, from: Pose, to: Pose): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from.x - share * dx, y - from.y - share * dy);
}
