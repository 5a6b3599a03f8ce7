import { createRng, ndArray } from '@goal-driven/core/arrays';
import {
  arraySource,
  augmentBytes,
  imageAt,
  type Augmentation,
  type ImageSource,
  type Looks,
} from '@goal-driven/stimuli';

/**
 * A source whose images have gone through the first steps of a judging, and the steps that are left: what takes time is
 * done once for all networks that see the same.
 *
 * @param steps without chance; where they do not begin with steps on bytes, everything is left
 */
export function asShown(
  source: ImageSource,
  steps: Augmentation | Looks,
): { readonly source: ImageSource; readonly steps: Augmentation | Looks } {
  if ('kind' in steps) return { source, steps };
  const [first, ...rest] = steps;
  if (first?.kind !== 'bytes') return { source, steps };
  const rng = createRng(0); // nothing is drawn
  const made = Array.from(source.labels, (_, index) =>
    augmentBytes(imageAt(source.pixels, index), first.steps, rng),
  );
  const [height, width] = made[0]!.shape;
  const values = new Uint8Array(made.length * height! * width! * 3);
  made.forEach((image, index) => values.set(image.values, index * height! * width! * 3));
  const { name, classes, labels } = source;
  const images = ndArray(values, [made.length, height!, width!, 3]);
  return { source: arraySource({ images, name, classes, labels }), steps: rest };
}
