import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteImage } from '@goal-driven/stimuli';
import { PNG } from 'pngjs';

/** Pictures with a label each, by their numbers. */
export type PictureSet = {
  readonly classes: readonly string[];
  image(index: number): ByteImage;
  latents(index: number): { readonly label: number };
};

/** Writes pictures of a set as PNG into a folder for each class, in the order of the numbers that they have. */
export async function writePictures(
  set: PictureSet,
  folder: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  for (let index = from; index < to; index++) {
    const { values, shape } = set.image(index);
    const [height, width] = shape as readonly [number, number, number];
    const { place, file } = pictureFile(set, folder, index);
    await mkdir(place, { recursive: true });
    const png = new PNG({ width, height, colorType: 2 });
    for (let pixel = 0; pixel < width * height; pixel++) {
      png.data.set(values.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
      png.data[4 * pixel + 3] = 255;
    }
    await writeFile(file, PNG.sync.write(png, { colorType: 2 }));
  }
}

/** Where the picture of a number goes: numbers before names, so that classes sort as labels do. */
export function pictureFile(
  set: PictureSet,
  folder: string,
  index: number,
): { readonly place: string; readonly file: string } {
  const { label } = set.latents(index);
  const place = join(folder, `${String(label).padStart(4, '0')}-${set.classes[label]!.replaceAll(' ', '-')}`);
  return { place, file: join(place, `${String(index).padStart(6, '0')}.png`) };
}
