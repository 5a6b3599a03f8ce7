import { DataError, ndArray } from '@goal-driven/core/arrays';
import { arraySource } from './arraySource';
import { depthAt, hasDepth } from './depthAt';
import { imageAt } from './imageAt';
import type { ImageSource } from './ImageSource';

/**
 * The images of a source, each made once and kept as bytes, with their depth where they have one: for a set that is looked at many times over and takes longer
 * to render or decode than it needs memory.
 *
 * @throws DataError where images differ in size, and what `imageAt` throws
 */
export function heldInMemory({ name, classes, labels, pixels }: ImageSource): ImageSource {
  const made = Array.from(labels, (_, index) => imageAt(pixels, index));
  const [height, width] = made[0]?.shape ?? [0, 0];
  const other = made.find(({ shape }) => shape[0] !== height || shape[1] !== width);
  if (other !== undefined)
    throw new DataError(
      `heldInMemory: images must have one size, got [${made[0]!.shape}] and [${other.shape}]`,
    );
  const values = new Uint8Array(made.length * height! * width! * 3);
  made.forEach((image, index) => values.set(image.values, index * height! * width! * 3));
  const depth = () => {
    const bytes = new Uint8Array(made.length * height! * width!);
    made.forEach((_, index) => bytes.set(depthAt(pixels, index).values, index * height! * width!));
    return ndArray(bytes, [made.length, height!, width!]);
  };
  return arraySource({
    images: ndArray(values, [made.length, height!, width!, 3]),
    ...(hasDepth(pixels) && { depth: depth() }),
    ...{ name, classes, labels },
  });
}
