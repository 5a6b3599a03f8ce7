import { ConfigError, learningRateAt } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { publishedTraining, trainingOf } from './publishedTraining';

const IMAGENET = 1_281_167;
const rateAt = (kind: keyof typeof publishedTraining, epoch: number) => {
  const { schedule } = trainingOf(publishedTraining[kind], IMAGENET);
  return schedule.kind === 'by-epoch' ? learningRateAt(schedule, epoch * schedule.updates) : NaN;
};

describe('published trainings', () => {
  it('have the number of updates of ImageNet', () => {
    expect(trainingOf(publishedTraining.instanceRecognition, IMAGENET).steps).toBe(200 * 5004);
    expect(trainingOf(publishedTraining.simClr, IMAGENET).steps).toBe(200 * 312);
  });

  // Vectors of the specification (11.4).
  it('have the published learning rates', () => {
    expect(rateAt('simClr', 0)).toBeCloseTo(0.480432, 6);
    expect(rateAt('simClr', 9)).toBeCloseTo(4.8, 9);
    expect(rateAt('simClr', 199)).toBeCloseTo(0, 9);
    expect([119, 120, 160].map((epoch) => rateAt('instanceRecognition', epoch))).toEqual([
      0.03,
      expect.closeTo(0.003, 9),
      expect.closeTo(0.0003, 9),
    ]);
    expect(rateAt('moCo', 99)).toBeCloseTo(0.03, 9);
    expect(rateAt('relativeLocation', 0)).toBeCloseTo(0.2 * (1 - 0.8 * 0.9), 9);
  });

  it('decay by descent, and within LARS', () => {
    const { optimizer, weightDecay } = trainingOf(publishedTraining.barlowTwins, IMAGENET);
    expect([optimizer, weightDecay]).toMatchObject([{ kind: 'lars', weightDecay: 1e-6 }, undefined]);
    const rotation = trainingOf(publishedTraining.rotNet, IMAGENET);
    expect(rotation.optimizer).toEqual({ kind: 'sgd', momentum: 0.9, nesterov: true });
    expect(rotation.weightDecay).toEqual({ kind: 'l2', rate: 5e-4, paths: ['**'] });
  });

  it('have a rate of their own for biases in Barlow Twins alone', () => {
    // 0.2 and 0.0048, for 256 images, of 2048.
    expect(rateAt('barlowTwins', 9)).toBeCloseTo(0.2 * 8, 9);
    const shareOf = (kind: keyof typeof publishedTraining) => {
      const { optimizer } = trainingOf(publishedTraining[kind], IMAGENET);
      return optimizer.kind === 'lars' ? optimizer.excludedRate : NaN;
    };
    expect(rateAt('barlowTwins', 9) * shareOf('barlowTwins')).toBeCloseTo(0.0048 * 8, 9);
    expect([shareOf('vicReg'), shareOf('simClr')]).toEqual([1, 1]);
  });

  it('need images for a batch', () => {
    expect(() => trainingOf(publishedTraining.simClr, 4095)).toThrow(
      new ConfigError('trainingOf: images must fill a batch of 4096, got 4095'),
    );
  });
});
