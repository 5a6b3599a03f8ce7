import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { depthAt, objectSet, RenderedObjects } from '@goal-driven/stimuli';
import { PNG } from 'pngjs';
import type { Making } from './makers';
import { pictureFile, writePictures } from './writePictures';

const SIDE = 64;

/**
 * Rendered objects with the depth of every pixel: folders `train` and `val` as for image folders, and `train-depth` and
 * `val-depth` with a gray picture of the same name for each, the nearer the brighter as the objects' own depth has it.
 */
export async function makeScenes({ folder, seed, count = 200 }: Making): Promise<string> {
  const held = Math.ceil(count / 5);
  const config = RenderedObjects.parse({ kind: 'objects', seed, images: count + held, pixels: SIDE });
  const set = objectSet(config);
  for (const [split, from, to] of [
    ['train', 0, count],
    ['val', count, count + held],
  ] as const) {
    await writePictures(set, join(folder, split), { from, to });
    for (let index = from; index < to; index++) {
      const { place, file } = pictureFile(set, join(folder, `${split}-depth`), index);
      await mkdir(place, { recursive: true });
      await writeFile(file, gray(depthAt({ kind: 'objects', config }, index).values));
    }
  }
  return `${count} and ${held} pictures of rendered objects, ${SIDE} x ${SIDE} pixels, and their depth`;
}

function gray(values: Uint8Array): Buffer {
  const png = new PNG({ width: SIDE, height: SIDE, colorType: 0 });
  values.forEach((value, pixel) => png.data.set([value, value, value, 255], 4 * pixel));
  return PNG.sync.write(png, { colorType: 0 });
}
