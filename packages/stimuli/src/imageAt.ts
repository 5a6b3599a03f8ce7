import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import { readBoundedFile } from './_readBoundedFile';
import { decodeImage } from './decodeImage';
import type { ByteImage } from './Image';
import type { PixelSource } from './ImageSource';
import { mazeFrames, type MazeFrames } from './maze/mazeFrames';
import type { MazeImages } from './maze/MazeImages';
import { objectLatents } from './objects/objectSet';
import { renderObject } from './objects/renderObject';

/**
 * Image `index` of a source: looked up, decoded or rendered now.
 *
 * @returns [height, width, 3]
 * @throws ConfigError where there is no such image; DataError or EnvironmentError as `decodeImage` and the disk do
 */
export function imageAt(pixels: PixelSource, index: number): ByteImage {
  if (pixels.kind === 'objects')
    return renderObject(objectLatents(pixels.config, index), pixels.config.pixels);
  if (pixels.kind === 'maze') return framesOf(pixels.config).image(index);
  const count = pixels.kind === 'files' ? pixels.files.length : pixels.shape[0];
  if (!Number.isInteger(index) || index < 0 || index >= count)
    throw new ConfigError(`imageAt: index must be in 0 .. ${count - 1}, got ${index}`);
  if (pixels.kind === 'files') {
    const file = pixels.files[index]!;
    return decodeImage(readBoundedFile(file, pixels.limits.maxBytes), { ...pixels.limits, name: file });
  }
  const [, height, width, channels] = pixels.shape;
  const length = height * width * channels;
  return ndArray(pixels.values.subarray(index * length, (index + 1) * length), [height, width, channels]);
}

/** The walks of a config stay known as long as it does. */
const walked = new WeakMap<MazeImages, MazeFrames>();

function framesOf(config: MazeImages): MazeFrames {
  const known = walked.get(config) ?? mazeFrames(config);
  walked.set(config, known);
  return known;
}
