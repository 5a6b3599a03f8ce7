import { ConfigError, createRng } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';
import { forage } from './forage';
import { makeMaze, type Maze } from './makeMaze';
import type { MazeImages } from './MazeImages';
import type { Pose } from './moveAnimal';
import { renderMaze } from './renderMaze';

type Walk = { readonly maze: Maze; readonly poses: readonly Pose[] };

/** What image `index` is of: a maze, and where the animal stands in it. */
export type MazeFrame = { readonly maze: Maze; readonly pose: Pose };

/** Walks and mazes kept at hand, so that images in any order do not walk each way anew: some 10 and 60 MB. */
const [WALKS, MAZES] = [1024, 512];

/** The images of a config, each a function of the config and its number; `image` renders [pixels, pixels, 3]. */
export type MazeFrames = {
  frame(index: number): MazeFrame;
  image(index: number): ByteImage;
};

/**
 * Walk w is in maze `firstMaze + w mod mazes` and gives images `w steps` and on.
 *
 * @throws ConfigError from `frame` and `image`, where there is no such image
 */
export function mazeFrames(config: MazeImages): MazeFrames {
  const { world, walk, seed, mazes, firstMaze, steps, stride, images, view } = config;
  const mazeAt = remembered(MAZES, (number) => makeMaze(world, number));
  const walkAt = remembered(WALKS, (number): Walk => {
    const maze = mazeAt(firstMaze + (number % mazes));
    const rng = createRng(seed)
      .child('walk')
      .child(maze.number)
      .child(Math.floor(number / mazes));
    const poses = forage(maze, walk, { steps: (steps - 1) * stride + 1, rng });
    return { maze, poses: poses.filter((_, step) => step % stride === 0) };
  });
  const frame = (index: number): MazeFrame => {
    if (!Number.isInteger(index) || index < 0 || index >= images)
      throw new ConfigError(`mazeFrames: index must be in 0 .. ${images - 1}, got ${index}`);
    const { maze, poses } = walkAt(Math.floor(index / steps));
    return { maze, pose: poses[index % steps]! };
  };
  return {
    frame,
    image: (index) => {
      const { maze, pose } = frame(index);
      return renderMaze(maze, pose, view);
    },
  };
}

/** A function that knows its last `most` values. */
export function remembered<Value>(most: number, make: (number: number) => Value): (number: number) => Value {
  const known = new Map<number, Value>();
  return (number) => {
    const found = known.get(number);
    if (found !== undefined) return found;
    const made = make(number);
    if (known.size >= most) known.delete(known.keys().next().value!); // the oldest
    known.set(number, made);
    return made;
  };
}
