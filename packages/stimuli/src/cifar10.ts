import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, ndArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { onFile, readBoundedFile } from './_readBoundedFile';
import { arraySource } from './arraySource';
import type { ImageSource } from './ImageSource';

/** Classes of CIFAR-10 in the order of their labels. @source Krizhevsky 2009 */
export const cifar10Classes = [
  ...(['airplane', 'automobile', 'bird', 'cat', 'deer'] as const),
  ...(['dog', 'frog', 'horse', 'ship', 'truck'] as const),
] as const;

export const Cifar10 = z
  .strictObject({
    kind: z.literal('cifar10'),
    folder: z.string().min(1).meta({ description: 'Folder of the binary version, or one of its files' }),
    split: z
      .enum(['train', 'test'])
      .default('train')
      .meta({ description: 'data_batch_1 .. 5.bin, those that are there, or test_batch.bin' }),
    classes: z
      .array(z.enum(cifar10Classes))
      .min(1)
      .refine((names) => new Set(names).size === names.length, { error: 'must name each class once' })
      .default([...cifar10Classes])
      .meta({ description: 'Classes that are kept, in the order of their labels' }),
    limit: z
      .int()
      .positive()
      .optional()
      .meta({ description: 'Images that are kept, the first of these classes' }),
  })
  .meta({
    title: 'CIFAR-10',
    source: 'Krizhevsky 2009, Learning multiple layers of features from tiny images',
  });
export type Cifar10 = z.output<typeof Cifar10>;

const SIDE = 32;
const PLANE = SIDE * SIDE;
const RECORD = 1 + 3 * PLANE;
/** A file of the original has 10000 records. */
const MOST_BYTES = 100_000 * RECORD;

/**
 * CIFAR-10's binary version: records of a label and three planes of 32 x 32 bytes, red, green, blue.
 *
 * @throws DataError for a file whose size or labels are not of this format, or where nothing is left
 * @throws EnvironmentError where a file is missing
 */
export function readCifar10({ folder, split, classes, limit }: Omit<Cifar10, 'kind'>): ImageSource {
  const labelOf = cifar10Classes.map((name) => classes.indexOf(name));
  const labels: number[] = [];
  const images: Uint8Array[] = [];
  for (const path of filesOf(folder, split)) {
    const file = readBoundedFile(path, MOST_BYTES);
    requireFormat(file, path);
    for (let at = 0; at < file.length && labels.length < (limit ?? Infinity); at += RECORD) {
      const label = labelOf[file[at]!]!;
      if (label === -1) continue;
      labels.push(label);
      images.push(file.subarray(at + 1, at + RECORD));
    }
  }
  if (labels.length === 0)
    throw new DataError(`readCifar10: ${folder} must hold images of ${classes.join(', ')}, got none`);
  const values = new Uint8Array(images.length * 3 * PLANE);
  images.forEach((planes, image) => interleave(planes, values.subarray(image * 3 * PLANE)));
  return arraySource({
    images: ndArray(values, [images.length, SIDE, SIDE, 3]),
    labels,
    classes,
    name: `cifar10/${split}`,
  });
}

function filesOf(folder: string, split: Cifar10['split']): string[] {
  if (onFile(folder, () => statSync(folder).isFile())) return [folder];
  if (split === 'test') return [join(folder, 'test_batch.bin')];
  const files = [1, 2, 3, 4, 5].map((number) => join(folder, `data_batch_${number}.bin`));
  const present = files.filter((file) => existsSync(file));
  return present.length > 0 ? present : files.slice(0, 1);
}

function requireFormat(file: Uint8Array, path: string): void {
  if (file.length === 0 || file.length % RECORD !== 0)
    throw new DataError(
      `readCifar10: ${path} must hold records of ${RECORD} bytes, got ${file.length} bytes`,
    );
  for (let at = 0; at < file.length; at += RECORD)
    if (file[at]! > 9)
      throw new DataError(
        `readCifar10: labels of ${path} must be in 0 .. 9, got ${file[at]} at record ${at / RECORD}`,
      );
}

/** Planes [3, height, width] to pixels [height, width, 3]. */
function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  for (let channel = 0; channel < 3; channel++)
    for (let pixel = 0; pixel < PLANE; pixel++)
      pixels[3 * pixel + channel] = planes[channel * PLANE + pixel]!;
}
