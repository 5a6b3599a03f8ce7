import { createRng, ShapeError, type Rng } from '@goal-driven/core/arrays';
import type { Augmentation } from './augmentation/Augmentation';
import type { PixelSource } from './ImageSource';
import { lookAt } from './lookAt';
import type { Looks } from './Looks';

/** Images to be made, as plain data. */
export type ImageJob = {
  /** Numbers in the source. */
  readonly indices: readonly number[];
  /** Path of the rng whose child `index` each image draws from. */
  readonly rng: string;
};

/** Looks at images one after another, by name: `values` [indices, ...size]. */
export type MadeImages = {
  readonly [name: string]: {
    readonly values: Float32Array<ArrayBuffer>;
    readonly size: readonly number[];
  };
};

/**
 * Reads and augments images, each by itself: which thread makes it, and with which others, does not matter.
 *
 * @throws ShapeError where they differ in size
 */
export function makeImages(
  pixels: PixelSource,
  looks: Augmentation | Looks,
  { indices, rng }: ImageJob,
): MadeImages {
  const source = rngAt(rng);
  const made: Record<string, MadeImages[string]> = {};
  indices.forEach((index, place) => {
    for (const [name, look] of Object.entries(lookAt(pixels, index, looks, source.child(index)))) {
      const { length } = look.values;
      made[name] ??= { values: new Float32Array(indices.length * length), size: look.shape };
      requireSameSize(made[name].size, look.shape);
      made[name].values.set(look.values, place * length);
    }
  });
  return made;
}

/** @throws ShapeError */
export function requireSameSize(first: readonly number[], other: readonly number[]): void {
  if (String(first) === String(other)) return;
  throw new ShapeError(
    `imageStream: images of a batch must have one size, got [${first}] and [${other}]. Add a step that resizes.`,
  );
}

/** The rng of a path, in a thread that has not seen it made. */
export function rngAt(path: string): Rng {
  const [seed, ...names] = path.split('/').map((name) => name.replaceAll('%2F', '/').replaceAll('%25', '%'));
  return names.reduce((rng, name) => rng.child(name), createRng(Number(seed)));
}
