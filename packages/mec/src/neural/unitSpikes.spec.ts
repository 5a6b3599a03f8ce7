import { createRng, ndArray } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { unitSpikes } from './unitSpikes';

const array = (values: number[]) => ndArray(Float64Array.from(values), [values.length]);
const options = { meanRate: 5, interval: 0.02 };

describe('unitSpikes', () => {
  it('fires at the mean rate, in proportion to activity, and not at all below 0', () => {
    const n = 60_000;
    const activity = array(Array.from({ length: n }, (_, at) => [-2, 0, 1, 3][at % 4]!));
    const { values, shape } = unitSpikes(activity, options, createRng(1));
    const of = (part: number) =>
      values.filter((_, at) => at % 4 === part).reduce((sum, count) => sum + count, 0);
    expect(shape).toEqual([n]);
    expect([of(0), of(1)]).toEqual([0, 0]);
    // 5 Hz over 1200 s are 6000 spikes, a quarter of them at activity 1; five standard deviations of a Poisson number.
    expect(Math.abs(of(2) - 1500)).toBeLessThan(5 * Math.sqrt(1500));
    expect(Math.abs(of(3) - 4500)).toBeLessThan(5 * Math.sqrt(4500));
  });

  it('is the same whatever the unit of activity, and from the same seed', () => {
    const activity = array([0.1, 0.5, 2, 0, 1].flatMap((value) => Array<number>(40).fill(value)));
    const scaled = ndArray(
      activity.values.map((value) => 8 * value),
      activity.shape,
    );
    const spikes = unitSpikes(activity, options, createRng(1));
    expect(unitSpikes(scaled, options, createRng(1))).toEqual(spikes);
    expect(unitSpikes(activity, options, createRng(2))).not.toEqual(spikes);
  });

  it('gives a unit that is nowhere above 0 no spikes', () => {
    expect([...unitSpikes(array([-1, 0, -3]), options, createRng(1)).values]).toEqual([0, 0, 0]);
  });
});
