import { createRng, tf } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { angle } from './angle';

const degrees = (a: number[], b: number[]) => angle(tf.tensor1d(a), tf.tensor1d(b)).dataSync()[0]!;
const random = (name: string) => tf.tensor1d(Float32Array.from(createRng(1).child(name).normal(10_000)));

describe('angle', () => {
  it('is as by hand', () => {
    expect(degrees([1, 0], [1, 1])).toBeCloseTo(45, 4);
    expect(degrees([1, 0], [0, -3])).toBeCloseTo(90, 4);
  });

  it('keeps its digits near 0 and 180', () => {
    const a = random('a');
    expect(angle(a, tf.mul(a, 3)).dataSync()[0]).toBeLessThan(1e-4);
    expect(angle(a, tf.mul(a, -2)).dataSync()[0]).toBeGreaterThan(179.9999);
    expect(degrees([1, 0], [1, 1e-4]) / ((1e-4 * 180) / Math.PI)).toBeCloseTo(1, 3);
  });

  it('is 90 of what is independent, but for 57 / sqrt(n)', () => {
    expect(Math.abs(angle(random('a'), random('b')).dataSync()[0]! - 90)).toBeLessThan(3 * 0.573);
  });

  it('is no number where there is nothing', () => {
    expect(degrees([0, 0], [1, 1])).toBeNaN();
  });
});
