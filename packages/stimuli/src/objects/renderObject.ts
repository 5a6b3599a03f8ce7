import { ndArray } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';
import { paintBackground } from './paintBackground';
import type { ObjectView } from './ObjectView';
import { placedObject } from './placedObject';
import { SAMPLES } from './renderDepth';
import { addShade, lampDirection } from './shade';

/**
 * Renders one object before a background: perspective, a depth buffer, shading of each sample, four samples to
 * a pixel. A pure function of its arguments.
 *
 * @param size pixels of a side
 * @returns [size, size, 3]
 */
export function renderObject(view: ObjectView, size: number): ByteImage {
  const behind = paintBackground(view, size);
  const across = SAMPLES * size;
  const { mesh, raster } = placedObject(view, across);
  const lamp = lampDirection(view.lamp.azimuth, view.lamp.elevation);
  const light = new Float32Array(3 * size * size);
  const covered = new Uint8Array(size * size);
  for (let sample = 0; sample < raster.triangle.length; sample++) {
    if (raster.triangle[sample] === -1) continue;
    const pixel =
      Math.floor(Math.floor(sample / across) / SAMPLES) * size + Math.floor((sample % across) / SAMPLES);
    covered[pixel]! += 1;
    addShade(light, 3 * pixel, { mesh, raster, pixel: sample, lamp });
  }
  const values = new Uint8Array(3 * size * size);
  for (let at = 0; at < values.length; at++) {
    const open = 1 - covered[Math.floor(at / 3)]! / SAMPLES ** 2;
    // Light adds up before the eye's square root, at edges too.
    const sum = open * behind[at]! ** 2 + light[at]! / SAMPLES ** 2;
    values[at] = Math.min(255, Math.round(255 * Math.sqrt(sum)));
  }
  return ndArray(values, [size, size, 3]);
}
