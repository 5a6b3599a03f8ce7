import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cifar10Classes, objectSet, RenderedObjects } from '@goal-driven/stimuli';
import type { Maker } from './makers';

/** Identities among rendered objects, as many as there are classes. */
const KINDS = {
  cifar10: { categories: ['Animals', 'Cars'], objects: 5, folder: 'cifar-10-batches-bin' },
  cifar100: {
    categories: ['Animals', 'Boats', 'Cars', 'Chairs', 'Faces'],
    objects: 20,
    folder: 'cifar-100-binary',
  },
} as const;

const SIDE = 32;

/** The binary files of CIFAR with rendered objects in place of photographs; each class is one object. */
export const makeCifar =
  (name: keyof typeof KINDS): Maker =>
  async ({ folder, seed, count = 1000 }) => {
    const { categories, objects, folder: own } = KINDS[name];
    const test = Math.ceil(count / 5);
    const set = objectSet(
      RenderedObjects.parse({
        ...{ kind: 'objects', seed, categories, objects, labels: 'object', pixels: SIDE },
        images: count + test,
      }),
    );
    const records = (from: number, to: number) => {
      const all = Array.from({ length: to - from }, (_, index) => record(set, from + index, name));
      return Buffer.concat(all);
    };
    const place = join(folder, own);
    await mkdir(place, { recursive: true });
    const [train, held] =
      name === 'cifar10' ? ['data_batch_1.bin', 'test_batch.bin'] : ['train.bin', 'test.bin'];
    await writeFile(join(place, train), records(0, count));
    await writeFile(join(place, held), records(count, count + test));
    if (name === 'cifar10')
      await writeFile(join(place, 'batches.meta.txt'), cifar10Classes.map((each) => `${each}\n`).join(''));
    return `${count} and ${test} pictures of ${set.classes.length} rendered objects; names of classes mean nothing`;
  };

/** Label, of CIFAR-100 the coarse one before it, and three planes [32, 32]. */
function record(set: ReturnType<typeof objectSet>, index: number, name: keyof typeof KINDS): Uint8Array {
  const { label } = set.latents(index);
  const labels = name === 'cifar10' ? [label] : [Math.floor(label / 5), label];
  const { values } = set.image(index);
  const planes = new Uint8Array(labels.length + 3 * SIDE * SIDE);
  planes.set(labels);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++)
    for (let channel = 0; channel < 3; channel++)
      planes[labels.length + channel * SIDE * SIDE + pixel] = values[3 * pixel + channel]!;
  return planes;
}
