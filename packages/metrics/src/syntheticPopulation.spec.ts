import { describe, expect, it } from 'vitest';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import { column } from './_matrix';
import { linearPredictivity } from './linearPredictivity';
import { correlation } from './pearson';
import { meanOfTrials } from './splitHalves';
import { syntheticPopulation, type SyntheticPopulationOptions } from './syntheticPopulation';

const options = { stimuli: 2000, features: 5, sites: 3, trials: 4, explained: 0.6, reliability: 0.5 };

describe('syntheticPopulation', () => {
  it('has responses of which features tell as much as was asked for', () => {
    const { source, means } = syntheticPopulation(createRng(1), options);
    expect([source.shape, means.shape]).toEqual([
      [2000, 5],
      [2000, 3],
    ]);
    expect(Math.abs(Math.sqrt(linearPredictivity(source, means)) - 0.6)).toBeLessThan(0.02);
    for (const [explained, expected] of [
      [1, 1],
      [0, 0],
    ] as const) {
      const other = syntheticPopulation(createRng(1), { ...options, explained });
      expect(Math.abs(linearPredictivity(other.source, other.means) - expected)).toBeLessThan(0.01);
    }
  });

  it('has noise by which averages are as reliable as was asked for', () => {
    const { means, responses } = syntheticPopulation(createRng(2), options);
    expect(responses.shape).toEqual([4, 2000, 3]);
    const average = meanOfTrials(responses);
    for (let site = 0; site < 3; site++) {
      const signal = column(means, site);
      expect(signal.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 8);
      expect(signal.reduce((sum, value) => sum + value * value, 0) / 2000).toBeCloseTo(1, 10);
      expect(Math.abs(correlation(column(average, site), signal) ** 2 - 0.5)).toBeLessThan(0.04);
    }
    const clean = syntheticPopulation(createRng(2), { ...options, reliability: 1, trials: 1 });
    expect(clean.responses.values).toEqual(clean.means.values);
    expect(ndArray(clean.means.values, [2000, 3])).toEqual(means);
  });

  it('is the same for the same seed, another for another', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => syntheticPopulation(createRng(seed), options).responses.values);
    expect(a).toEqual(b);
    expect(a![0]).not.toBe(c![0]);
  });

  it.each([
    [{ stimuli: 1 }, 'stimuli must be an integer of at least 2, got 1'],
    [{ features: 0 }, 'features must be an integer of at least 1'],
    [{ sites: 0 }, 'sites must be an integer of at least 1'],
    [{ trials: 0 }, 'trials must be an integer of at least 1'],
    [{ explained: 1.1 }, 'explained must be in 0 .. 1, got 1.1'],
    [{ explained: -0.1 }, 'explained must be in 0 .. 1, got -0.1'],
    [{ reliability: 0 }, 'reliability must be above 0 and at most 1, got 0'],
    [{ reliability: 1.1 }, 'reliability must be above 0 and at most 1, got 1.1'],
  ] as [Partial<SyntheticPopulationOptions>, string][])(
    'names what is out of range: %j',
    (changed, message) => {
      expect(() => syntheticPopulation(createRng(1), { ...options, ...changed })).toThrow(message);
    },
  );
});
