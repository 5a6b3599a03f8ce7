import { z } from 'zod';
import { Cifar10, readCifar10 } from './cifar10';
import { Cifar100, readCifar100 } from './cifar100';
import { ImageFolder, imageFolder } from './imageFolder';
import type { ImageSource } from './ImageSource';
import { MazeImages } from './maze/MazeImages';
import { mazeSource } from './maze/mazeSource';
import { objectSource } from './objects/objectSource';
import { RenderedObjects } from './objects/RenderedObjects';
import { TextureImages } from './textures/TextureImages';
import { textureSource } from './textures/textureSource';

/** Labelled images; `kind` says which. */
export const ImageData = z
  .discriminatedUnion('kind', [Cifar10, Cifar100, ImageFolder, RenderedObjects, MazeImages, TextureImages])
  .meta({ title: 'Labelled images' });
export type ImageData = z.output<typeof ImageData>;

/**
 * The images that a config names.
 *
 * @throws DataError or EnvironmentError as `readCifar10` and `imageFolder` do
 */
export function openImageData(config: ImageData): ImageSource {
  switch (config.kind) {
    case 'cifar10':
      return readCifar10(config);
    case 'cifar100':
      return readCifar100(config);
    case 'imageFolder':
      return imageFolder(config);
    case 'objects':
      return objectSource(config);
    case 'maze':
      return mazeSource(config);
    case 'textures':
      return textureSource(config);
  }
}
