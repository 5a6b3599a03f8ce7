import { ConfigError, createRng, ndArray } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';
import { paintTexture, TEXELS, textureNames } from '../maze/textures';
import type { TextureImages } from './TextureImages';

/** Samples along each side of a pixel. */
const SAMPLES = 2;

/** Which texture image `index` of a set shows: an index into `textureNames`. */
export const textureLabel = ({ first }: Pick<TextureImages, 'first'>, index: number): number =>
  (first + index) % textureNames.length;

/**
 * A patch of a texture that fills the image, at a scale, a turn and a place of chance; each image has a pattern and a
 * colour of its own, a function of the seed and its number.
 *
 * @returns [pixels, pixels, 3]
 * @throws ConfigError where there is no such image
 */
export function textureImage(config: TextureImages, index: number): ByteImage {
  const { seed, images, first, tiles, pixels } = config;
  if (!Number.isInteger(index) || index < 0 || index >= images)
    throw new ConfigError(`textureImage: index must be in 0 .. ${images - 1}, got ${index}`);
  const rng = createRng(seed)
    .child('texture')
    .child(first + index);
  const texture = paintTexture(textureNames[textureLabel(config, index)]!, rng);
  const [scale, turn, left, top] = [...rng.child('view').uniform(4)] as [number, number, number, number];
  const periods = tiles[0] * (tiles[1] / tiles[0]) ** scale;
  const step = (periods * TEXELS) / pixels / SAMPLES; // texels from one sample to the next
  const [across, down] = [step * Math.cos(2 * Math.PI * turn), step * Math.sin(2 * Math.PI * turn)];
  const values = new Uint8Array(pixels * pixels * 3);
  for (let y = 0; y < pixels; y++)
    for (let x = 0; x < pixels; x++) {
      const sum = [0, 0, 0];
      for (let sample = 0; sample < SAMPLES ** 2; sample++) {
        const [row, column] = [SAMPLES * y + Math.floor(sample / SAMPLES), SAMPLES * x + (sample % SAMPLES)];
        const u = Math.floor(left * TEXELS + column * across - row * down) & (TEXELS - 1);
        const v = Math.floor(top * TEXELS + column * down + row * across) & (TEXELS - 1);
        for (let channel = 0; channel < 3; channel++)
          sum[channel]! += texture[3 * (v * TEXELS + u) + channel]!;
      }
      for (let channel = 0; channel < 3; channel++)
        values[3 * (y * pixels + x) + channel] = Math.round(sum[channel]! / SAMPLES ** 2);
    }
  return ndArray(values, [pixels, pixels, 3]);
}
