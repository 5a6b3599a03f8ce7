import { ndArray } from '@goal-driven/core/arrays';
import { arraySource } from '@goal-driven/stimuli';
import { describe, expect, it } from 'vitest';
import { distinctImages } from './distinctImages';

describe('distinctImages', () => {
  it('are the first of those that are alike, whatever they are called', () => {
    const shades = [7, 8, 7, 9, 8];
    const source = arraySource({
      images: ndArray(Uint8Array.from(shades.flatMap((shade) => [shade, 0, 0, 1, 1, shade])), [5, 1, 2, 3]),
      labels: [0, 0, 1, 1, 0],
      classes: ['x', 'y'],
    });
    expect(distinctImages(source)).toEqual([0, 1, 3]);
  });
});
