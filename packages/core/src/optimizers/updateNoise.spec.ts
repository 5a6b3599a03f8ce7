import { describe, expect, it } from 'vitest';
import { createRng } from '../Rng';
import { tf } from '../tf';
import { UpdateNoise, withUpdateNoise } from './updateNoise';

const rng = createRng(5);
const noisy = (noise: object, learningRate = 1) =>
  withUpdateNoise({ a: tf.fill([100, 100], 2), b: tf.zeros([100, 100]) }, UpdateNoise.parse(noise), {
    learningRate,
    rng,
  });
const spreadOf = (values: ArrayLike<number>, mean: number) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);

describe('withUpdateNoise', () => {
  // 10,000 draws: the standard deviation of a standard deviation of 0.3 is 0.002, of a mean 0.003.
  it.each(['normal', 'uniform'] as const)('adds %s noise of the standard deviation', (distribution) => {
    const { a } = noisy({ stddev: 0.3, distribution, scaled: false });
    expect(Math.abs(spreadOf(a.dataSync(), 2) - 0.3)).toBeLessThan(0.01);
    expect(Math.abs(tf.mean(a).dataSync()[0]! - 2)).toBeLessThan(0.015);
    if (distribution === 'uniform') expect(tf.max(tf.abs(tf.sub(a, 2))).dataSync()[0]).toBeLessThan(0.52);
  });

  it('scales with the learning rate where it is to', () => {
    const [one, tenth] = [noisy({ stddev: 0.3 }, 1), noisy({ stddev: 0.3 }, 0.1)];
    expect(tenth.b.dataSync()[7]! / one.b.dataSync()[7]!).toBeCloseTo(0.1, 6);
    expect(noisy({ stddev: 0.3, scaled: false }, 0.1).b.dataSync()[7]).toBe(one.b.dataSync()[7]);
  });

  it('draws for each leaf apart, and the same again', () => {
    const { a, b } = noisy({ stddev: 0.3 });
    expect(a.dataSync()[0]! - 2).not.toBeCloseTo(b.dataSync()[0]!, 3);
    expect(noisy({ stddev: 0.3 }).b.dataSync()).toEqual(b.dataSync());
  });

  it('leaves new tensors and no others', () => {
    const before = tf.memory().numTensors;
    noisy({ stddev: 0.3 });
    expect(tf.memory().numTensors - before).toBe(4); // two given, two made
  });

  it('refuses a negative standard deviation', () => {
    expect(() => UpdateNoise.parse({ stddev: -1 })).toThrow(/stddev/);
  });
});
