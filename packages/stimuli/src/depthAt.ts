import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import type { PixelSource } from './ImageSource';
import { objectLatents } from './objects/objectSet';
import { renderDepth } from './objects/renderDepth';

/**
 * How far away what image `index` of a source shows is.
 *
 * @returns [height, width], bytes, 0 nearest
 * @throws ConfigError where the source has no depth: only rendered objects have
 */
export function depthAt(pixels: PixelSource, index: number): NdArray<Uint8Array> {
  if (pixels.kind !== 'objects')
    throw new ConfigError(
      `depthAt: the images must be rendered objects, which have depth, got ${pixels.kind}`,
    );
  return renderDepth(objectLatents(pixels.config, index), pixels.config.pixels);
}
