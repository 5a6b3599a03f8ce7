import { weightShapes, type Architecture } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { models } from './models';

const count = (shape: readonly number[]) => shape.reduce((product, axis) => product * axis, 1);

describe('models', () => {
  it.each([
    // torchvision's 25,557,032, and two moments for each of 26,560 channels
    ['learning-rules/resnet50', 25_557_032 + 53_120],
    // torchvision's 11,689,512, two moments for each of 4,800 channels, and the projection of the first group
    ['learning-rules/resnet18', 11_689_512 + 9_600 + 64 * 64 + 4 * 64],
  ])('%s has as many numbers as published', (name, numbers) => {
    const shapes = weightShapes(models[name]!.architecture() as unknown as Architecture);
    expect(Object.values(shapes).reduce((sum, shape) => sum + count(shape), 0)).toBe(numbers);
    expect(models[name]!.nameMaps()).toHaveLength(1);
  });
});
