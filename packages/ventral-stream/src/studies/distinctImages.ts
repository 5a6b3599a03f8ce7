import { createHash } from 'node:crypto';
import { imageAt, type ImageSource } from '@goal-driven/stimuli';

/**
 * The images that differ by content, pixel for pixel: of those that are alike, the first.
 *
 * @returns indices, ascending
 * @source Brain-Score's `Kar2019-ost` leaves two of 1320 out in this way
 */
export function distinctImages({ pixels, labels }: Pick<ImageSource, 'pixels' | 'labels'>): number[] {
  const known = new Set<string>();
  return [...labels.keys()].filter((index) => {
    const { values, shape } = imageAt(pixels, index);
    const content = createHash('sha256').update(`${shape} `).update(values).digest('hex');
    if (known.has(content)) return false;
    known.add(content);
    return true;
  });
}
