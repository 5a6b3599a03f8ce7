import { describe, expect, it } from 'vitest';
import { meanFinding } from './meanFinding';

describe('meanFinding', () => {
  it("gives the mean with Student's interval", () => {
    // mean 2, standard error 1 / sqrt(3), t(2) quantile 4.302653
    const { value, interval, n } = meanFinding('s', [1, 2, 3], { seeds: [7, 8, 9] });
    expect([value, n]).toEqual([2, 3]);
    expect(interval[0]).toBeCloseTo(2 - 4.302653 / Math.sqrt(3), 5);
    expect(interval[1]).toBeCloseTo(2 + 4.302653 / Math.sqrt(3), 5);
  });

  it('leaves out a network without a value, and has no interval for one', () => {
    const left = meanFinding('s', [1, NaN, 3], { seeds: [7, 8, 9], against: 'x' });
    expect(left).toMatchObject({ value: 2, n: 2, seeds: [7, 9], against: 'x' });
    expect(meanFinding('s', [1, NaN], { seeds: [7, 8] })).toMatchObject({
      ...{ value: 1, n: 1, interval: [NaN, NaN] },
    });
  });
});
