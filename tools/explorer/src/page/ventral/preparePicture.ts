import { createRng, ndArray } from '@goal-driven/core';
import { augment, objectImages, renderObject, type ByteImage, type FloatImage } from '@goal-driven/stimuli';
import type { Picture } from './Picture';

/**
 * A picture as networks of rendered objects are shown it: rendered at the size of the network or resized to it by
 * the stimuli's own resampling, then normalised.
 *
 * @param size pixels of a side
 * @returns `image`, [size, size, 3], normalised; `seen`, the same as bytes to look at
 */
export function preparePicture(
  picture: Picture,
  size: number,
): { readonly image: FloatImage; readonly seen: ByteImage } {
  const bytes =
    picture.kind === 'object'
      ? renderObject(picture.view, size)
      : ndArray(picture.values, [picture.height, picture.width, 3]);
  const steps = objectImages(size);
  const rng = createRng(0); // none of these steps draws
  const { values, shape } = augment(bytes, steps.slice(0, 1), rng);
  return {
    image: augment(bytes, steps, rng),
    seen: ndArray(
      Uint8Array.from(values, (value) => Math.round(255 * value)),
      shape,
    ),
  };
}
