import { join } from 'node:path';
import { objectSet, RenderedObjects } from '@goal-driven/stimuli';
import type { Making } from './makers';
import { writePictures } from './writePictures';

const SIDE = 64;
/** Pictures in which each of the set's objects is shown once: fewer would leave classes out. */
const ROUND = 64;

/** Folders `train` and `val` with a folder for each of eight categories of rendered objects, in whole rounds through them. */
export async function makeImageFolders({ folder, seed, count = 400 }: Making): Promise<string> {
  const rounds = Math.ceil(count / ROUND);
  const [train, held] = [rounds * ROUND, Math.ceil(rounds / 5) * ROUND];
  const set = objectSet(RenderedObjects.parse({ kind: 'objects', seed, images: train + held, pixels: SIDE }));
  await writePictures(set, join(folder, 'train'), { from: 0, to: train });
  await writePictures(set, join(folder, 'val'), { from: train, to: train + held });
  return `${train} and ${held} pictures of rendered objects of eight categories, ${SIDE} x ${SIDE} pixels`;
}
