import { createRng, ShapeError, type Rng } from '@goal-driven/core/arrays';
import { augment } from './augmentation/augment';
import type { Augmentation } from './augmentation/Augmentation';
import { imageAt } from './imageAt';
import type { PixelSource } from './ImageSource';

/** Images to be made, as plain data. */
export type ImageJob = {
  /** Numbers in the source. */
  readonly indices: readonly number[];
  /** Path of the rng whose child `index` each image draws from. */
  readonly rng: string;
};

/** Images one after another: `values` [indices, height, width, 3]. */
export type MadeImages = {
  readonly values: Float32Array<ArrayBuffer>;
  readonly size: readonly [number, number];
};

/**
 * Reads and augments images, each by itself: which thread makes it, and with which others, does not matter.
 *
 * @throws ShapeError where they differ in size
 */
export function makeImages(pixels: PixelSource, steps: Augmentation, { indices, rng }: ImageJob): MadeImages {
  const source = rngAt(rng);
  let values: Float32Array<ArrayBuffer> | undefined;
  let size: [number, number] = [0, 0];
  indices.forEach((index, place) => {
    const image = augment(imageAt(pixels, index), steps, source.child(index));
    const [height, width] = image.shape as [number, number, number];
    values ??= new Float32Array(indices.length * image.values.length);
    if (place === 0) size = [height, width];
    requireSameSize(size, [height, width]);
    values.set(image.values, place * image.values.length);
  });
  return { values: values ?? new Float32Array(0), size };
}

/** @throws ShapeError */
export function requireSameSize(first: readonly [number, number], other: readonly [number, number]): void {
  if (first[0] === other[0] && first[1] === other[1]) return;
  throw new ShapeError(
    `imageStream: images of a batch must have one size, got [${first}] and [${other}]. Add a step that resizes.`,
  );
}

/** The rng of a path, in a thread that has not seen it made. */
export function rngAt(path: string): Rng {
  const [seed, ...names] = path.split('/').map((name) => name.replaceAll('%2F', '/').replaceAll('%25', '%'));
  return names.reduce((rng, name) => rng.child(name), createRng(Number(seed)));
}
