import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { ObjectView } from './ObjectView';
import { placedObject } from './placedObject';
import { VIEWING_DISTANCE } from './rasterise';

/** Samples along each side of a pixel. */
export const SAMPLES = 2;

/** Where the background is: so many radii of the object behind its centre. */
const BACKGROUND = 2;

/**
 * How far away the object and its background are. Backgrounds are painted, and count as a wall two radii behind the
 * object's centre; bytes go evenly from the front of the sphere around the object, 0, to that wall, 255. A pixel is
 * as near as the nearest of its four samples, so that depth has edges and no mixtures.
 *
 * @param size pixels of a side
 * @returns [size, size]
 */
export function renderDepth(view: ObjectView, size: number): NdArray<Uint8Array> {
  const across = SAMPLES * size;
  const { depth } = placedObject(view, across).raster;
  const values = new Uint8Array(size * size).fill(255);
  for (let sample = 0; sample < depth.length; sample++) {
    if (depth[sample] === 0) continue;
    const beforeCentre = VIEWING_DISTANCE - VIEWING_DISTANCE / depth[sample]!;
    const away = Math.round((255 * (1 - beforeCentre)) / (1 + BACKGROUND));
    const pixel =
      Math.floor(Math.floor(sample / across) / SAMPLES) * size + Math.floor((sample % across) / SAMPLES);
    values[pixel] = Math.max(0, Math.min(values[pixel]!, away));
  }
  return ndArray(values, [size, size]);
}
