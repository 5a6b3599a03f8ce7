import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { onFile } from './_readBoundedFile';
import type { ImageSource } from './ImageSource';

export const ImageFolder = z
  .strictObject({
    kind: z.literal('imageFolder'),
    folder: z.string().min(1).meta({ description: 'Folder with a folder of images for each class' }),
    depth: z
      .string()
      .min(1)
      .optional()
      .meta({
        description:
          'Folder of how far away things are: for each image a gray PNG or JPEG of its size, 0 nearest, in a folder of ' +
          'the same class and under the same name without its ending',
      }),
    limit: z
      .int()
      .positive()
      .optional()
      .meta({ description: 'Images of each class that are kept, the first by name' }),
    maxBytes: z
      .int()
      .positive()
      .default(2 ** 25)
      .meta({ description: 'Largest file', unit: 'bytes' }),
    maxPixels: z
      .int()
      .positive()
      .default(2 ** 25)
      .meta({ description: 'Largest height times width', unit: 'px' }),
  })
  .meta({ title: 'A folder of images, as ImageNet is kept' });
export type ImageFolder = z.output<typeof ImageFolder>;

/**
 * JPEG and PNG files in a folder for each class; a class is named as its folder, and labels follow the names in
 * the order of their code units. Files of other names are passed over; images are read when they are asked for.
 *
 * @throws DataError where there is no class, a class without an image, or an image without its depth; EnvironmentError for an unreadable folder
 */
export function imageFolder({
  folder,
  depth,
  limit,
  maxBytes,
  maxPixels,
}: Omit<ImageFolder, 'kind'>): ImageSource {
  const classes = names(folder).filter((name) =>
    onFile(join(folder, name), () => statSync(join(folder, name)).isDirectory()),
  );
  if (classes.length === 0)
    throw new DataError(`imageFolder: ${folder} must hold a folder for each class, got none`);
  const [files, labels, depths]: [string[], number[], string[]] = [[], [], []];
  classes.forEach((name, label) => {
    const images = pictures(join(folder, name)).slice(0, limit);
    if (depth !== undefined) depths.push(...depthsOf(images, join(depth, name)));
    if (images.length === 0)
      throw new DataError(`imageFolder: ${join(folder, name)} must hold JPEG or PNG files, got none`);
    for (const file of images) {
      files.push(join(folder, name, file));
      labels.push(label);
    }
  });
  return {
    name: 'image-folder',
    classes,
    labels: Int32Array.from(labels),
    pixels: {
      ...{ kind: 'files', files, limits: { maxBytes, maxPixels } },
      ...(depth !== undefined && { depths }),
    },
  };
}

const pictures = (folder: string): string[] => names(folder).filter((file) => /\.(jpe?g|png)$/i.test(file));

/** The pictures of depth of images, by name without its ending. */
function depthsOf(images: readonly string[], folder: string): string[] {
  const stem = (file: string) => file.replace(/\.[^.]*$/, '');
  const known = new Map(pictures(folder).map((file) => [stem(file), file]));
  return images.map((image) => {
    const file = known.get(stem(image));
    if (file === undefined)
      throw new DataError(`imageFolder: ${folder} must hold the depth of ${image}, got none of that name`);
    return join(folder, file);
  });
}

/** Names in a folder, hidden ones excepted. */
const names = (folder: string): string[] =>
  onFile(folder, () => readdirSync(folder))
    .filter((name) => !name.startsWith('.'))
    .sort();
