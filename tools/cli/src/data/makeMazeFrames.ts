import { join } from 'node:path';
import { MazeImages, mazeFrames, mazeSource } from '@goal-driven/stimuli';
import type { Making } from './makers';
import { writePictures } from './writePictures';

/** Steps of a sequence of the published frames. */
const STEPS = 40;

/**
 * What an animal sees that forages in mazes, 64 x 64 pixels as the published frames are, in walks of 40: folders `train` and
 * `val`, which show other mazes, with a folder for each of four distances to the wall ahead, so that `imageFolder` reads
 * them. The published frames are sequences of TFRecord, have no labels, and were rendered by DM Locomotion.
 */
export async function makeMazeFrames({ folder, seed, count = 200 }: Making): Promise<string> {
  const held = Math.ceil(count / 5);
  const mazes = Math.ceil(count / STEPS);
  const config = { kind: 'maze', seed, steps: STEPS, view: { pixels: 64 } };
  await write(join(folder, 'train'), { ...config, mazes, images: count });
  await write(join(folder, 'val'), { ...config, mazes, firstMaze: mazes, images: held });
  return `${count} and ${held} frames of foraging in rendered mazes, 64 x 64 pixels, by the distance of the wall ahead`;
}

async function write(folder: string, settings: object): Promise<void> {
  const config = MazeImages.parse(settings);
  const { classes, labels } = mazeSource(config);
  const { image } = mazeFrames(config);
  const latents = (index: number) => ({ label: labels[index]! });
  await writePictures({ classes, image, latents }, folder, { from: 0, to: config.images });
}
