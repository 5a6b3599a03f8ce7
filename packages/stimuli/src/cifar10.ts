import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { cifarImages } from './_cifarImages';
import { onFile } from './_readBoundedFile';
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

/**
 * CIFAR-10's binary version: records of a label and three planes of 32 x 32 bytes, red, green, blue.
 *
 * @throws DataError for a file whose size or labels are not of this format, or where nothing is left
 * @throws EnvironmentError where a file is missing
 */
export function readCifar10({ folder, split, classes, limit }: Omit<Cifar10, 'kind'>): ImageSource {
  const labelOf = cifar10Classes.map((name) => classes.indexOf(name));
  const { images, labels } = cifarImages(
    filesOf(folder, split),
    { who: 'readCifar10', labelBytes: 1, labelAt: 0, classes: cifar10Classes.length },
    { keep: (label) => labelOf[label]!, limit },
  );
  if (labels.length === 0)
    throw new DataError(`readCifar10: ${folder} must hold images of ${classes.join(', ')}, got none`);
  return arraySource({
    images,
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
