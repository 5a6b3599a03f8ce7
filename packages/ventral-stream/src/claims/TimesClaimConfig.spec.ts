import { describe, expect, it } from 'vitest';
import { SolutionTimesClaimConfig, TimesClaimConfig, timesPresets } from './TimesClaimConfig';

describe('TimesClaimConfig', () => {
  const { solutionTimes, feedForward } = TimesClaimConfig.shape;

  it('keeps its decoder where other fields are set, as the quick preset does', () => {
    expect(solutionTimes.parse({ splits: 4 })).toMatchObject({ splits: 4, decoder: { cost: 0.1, gain: 2 } });
    expect(solutionTimes.parse({ decoder: { cost: 3 } }).decoder).toMatchObject({ cost: 3, gain: 2 });
    expect(feedForward.parse({ folds: 2 })).toMatchObject({
      ...{ folds: 2, variant: 'distractors' },
      decoder: { cost: 0.1, gain: 2 },
    });
    expect(solutionTimes.parse(timesPresets.quick.solutionTimes)).toMatchObject({
      ...{ splits: 4, testFraction: 0.25 },
      decoder: { cost: 0.1, gain: 2 },
    });
  });

  it('keeps how sites are asked, and refuses a field that there is not', () => {
    const { sites, grading } = SolutionTimesClaimConfig.shape;
    expect(sites.parse({ reliability: 0.5 })).toMatchObject({ sites: 8, trials: 10, reliability: 0.5 });
    expect(grading.parse({ seed: 3 })).toMatchObject({
      ...{ mapping: 'perBin', units: 200, halves: 1, seed: 3 },
      splits: { kind: 'withinCategory', splits: 3 },
    });
    expect(() => sites.parse({ site: 8 })).toThrow('site');
  });

  it('says what each field is', () =>
    expect(SolutionTimesClaimConfig.shape.sites.unwrap().shape.sites.meta()?.description).toBe(
      'Sites of each area',
    ));
});
