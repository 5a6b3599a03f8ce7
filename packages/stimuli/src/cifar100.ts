import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { cifarImages } from './_cifarImages';
import { onFile } from './_readBoundedFile';
import { arraySource } from './arraySource';
import type { ImageSource } from './ImageSource';

const FINE =
  'apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy ' +
  'bridge bus butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud ' +
  'cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl ' +
  'hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree ' +
  'motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree ' +
  'plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea ' +
  'seal shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper ' +
  'table tank telephone television tiger tractor train trout tulip turtle wardrobe whale ' +
  'willow_tree wolf woman worm';
const COARSE =
  'aquatic_mammals fish flowers food_containers ' +
  'fruit_and_vegetables household_electrical_devices household_furniture insects ' +
  'large_carnivores large_man-made_outdoor_things large_natural_outdoor_scenes large_omnivores_and_herbivores ' +
  'medium_mammals non-insect_invertebrates people reptiles ' +
  'small_mammals trees vehicles_1 vehicles_2';

/** Classes of CIFAR-100 in the order of their labels: 100 fine ones, and the 20 coarse ones that they make. @source Krizhevsky 2009 */
export const cifar100Classes = { fine: FINE.split(' '), coarse: COARSE.split(' ') } as const;

export const Cifar100 = z
  .strictObject({
    kind: z.literal('cifar100'),
    folder: z.string().min(1).meta({ description: 'Folder of the binary version, or one of its files' }),
    split: z.enum(['train', 'test']).default('train').meta({ description: 'train.bin or test.bin' }),
    labels: z
      .enum(['fine', 'coarse'])
      .default('fine')
      .meta({ description: 'Of the 100 classes, or of the 20 that these make' }),
    limit: z.int().positive().optional().meta({ description: 'Images that are kept, the first ones' }),
  })
  .meta({
    title: 'CIFAR-100',
    source: 'Krizhevsky 2009, Learning multiple layers of features from tiny images',
  });
export type Cifar100 = z.output<typeof Cifar100>;

/**
 * CIFAR-100's binary version: records of a coarse and a fine label and three planes of 32 x 32 bytes, red, green, blue.
 *
 * @throws DataError for a file whose size or labels are not of this format
 * @throws EnvironmentError where a file is missing
 */
export function readCifar100({ folder, split, labels: kind, limit }: Omit<Cifar100, 'kind'>): ImageSource {
  const path = onFile(folder, () => statSync(folder).isFile()) ? folder : join(folder, `${split}.bin`);
  const classes = cifar100Classes[kind];
  const { images, labels } = cifarImages(
    [path],
    { who: 'readCifar100', labelBytes: 2, labelAt: kind === 'coarse' ? 0 : 1, classes: classes.length },
    { keep: (label) => label, limit },
  );
  return arraySource({ images, labels, classes, name: `cifar100/${split}` });
}
