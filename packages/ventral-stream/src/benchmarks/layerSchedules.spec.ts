import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '@goal-driven/core/arrays';
import { gradedSchedule, uniformSchedule } from './layerSchedules';

describe('uniformSchedule', () => {
  it('gives bin b of B layer floor(b k / B)', () => {
    expect(uniformSchedule(2, 5)).toEqual([0, 0, 0, 1, 1]);
    expect(uniformSchedule(3, 2)).toEqual([0, 1]);
    expect(uniformSchedule(1, 3)).toEqual([0, 0, 0]);
    expect(() => uniformSchedule(0, 3)).toThrow(ConfigError);
  });

  it('uses every layer about equally often where there are bins enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 9, max: 40 }), (layers, bins) => {
        const schedule = uniformSchedule(layers, bins);
        const counts = Array.from(
          { length: layers },
          (_, layer) => schedule.filter((own) => own === layer).length,
        );
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(schedule).toEqual([...schedule].sort((a, b) => a - b));
      }),
    );
  });
});

describe('gradedSchedule', () => {
  it('takes the best layer of each bin, never one below the last', () => {
    const scores = [
      [NaN, 0.9, 0.1, 0.8, 0.2],
      [NaN, 0.5, 0.4, 0.1, 0.2],
      [NaN, 0.1, 0.3, 0.3, 0.7],
    ];
    // Best: none, 0, 1, 0 and 2.
    expect(gradedSchedule(scores)).toEqual([0, 0, 1, 1, 2]);
    expect(
      gradedSchedule([
        [0.5, 0.5],
        [0.5, 0.6],
      ]),
    ).toEqual([0, 1]);
  });

  it('needs scores of the same bins', () => {
    expect(() => gradedSchedule([[1, 2], [1]])).toThrow('all of the same bins, got [2,1]');
    expect(() => gradedSchedule([])).toThrow(ConfigError);
  });
});
