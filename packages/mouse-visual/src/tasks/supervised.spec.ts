import { ConfigError } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { createTask } from './createTask';
import { TaskConfig } from './TaskConfig';

const taskOn = (features: number, classes: number, readout = false) =>
  createTask(TaskConfig.parse({ kind: 'supervised', readout }), { features, classes, images: 8, side: 6 });

describe('supervised', () => {
  it('takes outputs for logits where there is one for each class, or the 1000 of a readout of ImageNet', () => {
    for (const [features, classes] of [
      [8, 8],
      [1000, 8],
      [1000, 1000],
    ] as const)
      // prettier-ignore
      expect(taskOn(features, classes).name).toBe('mouse-visual/supervised');
    for (const features of [2, 18_432])
      expect(taskOn(features, 8, true).config).toMatchObject({ readout: true });
  });

  it.each([
    [2, 8],
    [9, 8],
    [18_432, 8],
    [1000, 1001],
  ])('refuses %i outputs as logits of %i classes', (features, classes) =>
    // prettier-ignore
    expect(() => taskOn(features, classes)).toThrow(
      new ConfigError(
        `mouse-visual/supervised: without readout, the network must have an output for each of ${classes} classes, or ` +
          `the 1000 of ImageNet's readout, got ${features}. Set objective.readout to add a linear layer, or the ` +
          `network's classes.`,
      ),
    ),
  );
});
