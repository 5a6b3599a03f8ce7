import {
  makeMaze,
  MazeView,
  MazeWorld,
  objectSet,
  renderMaze,
  RenderedObjects,
  resample,
  type ByteImage,
} from '@goal-driven/stimuli';
import { FULL, SCENES, type Shown } from './MouseView';

const SCENE_SIDE = 96; // pixels; finer than what most networks take, and quick to render

/** The scenes among which neighbours are looked for: every category, seed 0. */
export const scenes = objectSet(
  RenderedObjects.parse({
    kind: 'objects',
    images: SCENES,
    objects: 4,
    variation: ['medium'],
    pixels: SCENE_SIDE,
  }),
);

/** An image of the page at its best, [224, 224, 3]. */
export function imageOf({ kind, index }: Shown): ByteImage {
  if (kind === 'scene') return resample(scenes.image(index), [FULL, FULL], 'bicubic');
  const maze = makeMaze(MazeWorld.parse({}), index);
  const [x, y] = maze.spawns[0]!;
  return renderMaze(maze, { x, y, heading: 0.6 }, MazeView.parse({ pixels: FULL }), maze.targets);
}

/** An image with no more detail than that many pixels of a side have, at the side that a network takes. */
export const atResolution = (image: ByteImage, resolution: number, side: number): ByteImage =>
  resample(resample(image, [resolution, resolution]), [side, side]);
