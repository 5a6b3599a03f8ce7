import { ndArray } from '@goal-driven/core/arrays';
import { arraySource } from '../arraySource';
import type { ImageSource } from '../ImageSource';
import { textureNames } from '../maze/textures';
import { textureImage, textureLabel } from './textureImage';
import type { TextureImages } from './TextureImages';

/** Patches of textures as a source, all drawn when it is opened. */
export function textureSource(config: TextureImages): ImageSource {
  const { images, pixels } = config;
  const values = new Uint8Array(images * pixels * pixels * 3);
  for (let index = 0; index < images; index++)
    values.set(textureImage(config, index).values, index * pixels * pixels * 3);
  return arraySource({
    name: 'textures',
    images: ndArray(values, [images, pixels, pixels, 3]),
    labels: Array.from({ length: images }, (_, index) => textureLabel(config, index)),
    classes: textureNames,
  });
}
