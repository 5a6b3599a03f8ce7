import { ConfigError, DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { readBoundedFile } from './_readBoundedFile';
import { decodeImage } from './decodeImage';
import type { ImageLimits, PixelSource } from './ImageSource';
import { imageAt } from './imageAt';
import { objectLatents } from './objects/objectSet';
import { renderDepth } from './objects/renderDepth';

/** Whether it can be told how far away things are. */
export const hasDepth = (pixels: PixelSource): boolean =>
  pixels.kind === 'objects' ||
  (pixels.kind === 'array' && pixels.depth !== undefined) ||
  (pixels.kind === 'files' && pixels.depths !== undefined);

/**
 * How far away what image `index` of a source shows is.
 *
 * @returns [height, width] of the image, bytes, 0 nearest
 * @throws ConfigError where the source has no depth; DataError for a picture of depth that is not gray or has another
 *   size than its image; and what `imageAt` throws
 */
export function depthAt(pixels: PixelSource, index: number): NdArray<Uint8Array> {
  if (pixels.kind === 'objects')
    return renderDepth(objectLatents(pixels.config, index), pixels.config.pixels);
  if (pixels.kind === 'array' && pixels.depth !== undefined) {
    const [height, width] = imageAt(pixels, index).shape as [number, number, number];
    const size = height * width;
    return ndArray(pixels.depth.subarray(index * size, (index + 1) * size), [height, width]);
  }
  if (pixels.kind === 'files' && pixels.depths !== undefined) {
    const [height, width] = imageAt(pixels, index).shape as [number, number, number];
    return grayFile(pixels.depths[index]!, { height, width, limits: pixels.limits });
  }
  throw new ConfigError(
    `depthAt: the images must have depth (rendered objects, or a folder with one of depth), got ${pixels.kind}`,
  );
}

type Wanted = { readonly height: number; readonly width: number; readonly limits: ImageLimits };

function grayFile(file: string, { height, width, limits }: Wanted): NdArray<Uint8Array> {
  const { values, shape } = decodeImage(readBoundedFile(file, limits.maxBytes), { ...limits, name: file });
  if (shape[0] !== height || shape[1] !== width)
    throw new DataError(
      `${file}: depth must have the ${height} x ${width} pixels of its image, got ${shape[0]} x ${shape[1]}`,
    );
  const depth = values.filter((_, at) => at % 3 === 0);
  const coloured = values.findIndex((value, at) => value !== depth[Math.floor(at / 3)]);
  if (coloured !== -1)
    throw new DataError(`${file}: depth must be gray, got a pixel of colour at ${Math.floor(coloured / 3)}`);
  return ndArray(depth, [height, width]);
}
