import { ShapeError, tf, useBackend, type Tensor4D } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { leftBy } from './_published.fixture';
import { fourRotations } from './fourRotations';

await useBackend('cpu');

describe('fourRotations', () => {
  it('turns counter-clockwise', () => {
    const images = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1]);
    const { result, left } = leftBy(() => fourRotations(images));
    expect(left).toBe(2);
    const squares = [...result.images.dataSync()];
    expect(squares).toEqual([
      ...[1, 2, 3, 4],
      ...[2, 4, 1, 3], // what was right is on top
      ...[4, 3, 2, 1],
      ...[3, 1, 4, 2],
      ...[5, 6, 7, 8],
      ...[6, 8, 5, 7],
      ...[8, 7, 6, 5],
      ...[7, 5, 8, 6],
    ]);
    expect([...result.turns.dataSync()]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it('turned four times is the image again', () => {
    const side = 5;
    let image = tf.tensor4d(
      Float32Array.from({ length: 75 }, (_, at) => at),
      [1, side, side, 3],
    );
    const start = image.arraySync();
    for (let turn = 0; turn < 4; turn++) {
      image = tf.slice(fourRotations(image).images, [1, 0, 0, 0], [1, side, side, 3]) as Tensor4D;
      if (turn < 3) expect(image.arraySync()).not.toEqual(start);
    }
    expect(image.arraySync()).toEqual(start);
  });

  it('refuses images that are not square', () => {
    expect(() => fourRotations(tf.ones([1, 2, 3, 3]))).toThrow(ShapeError);
  });
});
