import { describe, expect, it } from 'vitest';
import { table, vector } from './_fixtures';
import { ceiledScore, type CeilingForm } from './ceiledScore';

describe('ceiledScore', () => {
  it('is explained variance over reliability in Brain-Score', () => {
    const score = ceiledScore(vector(0.62), vector(0.81), { form: 'explainedVariance' });
    expect(score.ceiled.values[0]).toBeCloseTo(0.474567901235, 12);
    expect(score.raw.values[0]).toBeCloseTo(0.3844, 12);
    expect(score.ceiling.values[0]).toBe(0.81);
    expect([score.form, score.formula]).toEqual(['explainedVariance', 'r^2 / reliability']);
  });

  it('is the correlation over the root of reliability in the studies', () => {
    const score = ceiledScore(vector(0.62), vector(0.81), { form: 'correlation' });
    expect(score.ceiled.values[0]).toBeCloseTo(0.62 / 0.9, 12);
    expect([score.raw.values[0], score.formula]).toEqual([0.62, 'r / sqrt(reliability)']);
    expect(score.ceiling.values[0]).toBeCloseTo(0.9, 12);
  });

  it('is the similarity over its ceiling', () => {
    const score = ceiledScore(vector(0.3), vector(0.6), { form: 'similarity' });
    expect(score.ceiled.values[0]).toBeCloseTo(0.5, 12);
    expect([score.ceiling.values[0], score.formula]).toEqual([0.6, 'r / ceiling']);
  });

  it('divides site by site, and summarises the sites that have a score', () => {
    const reliability = vector(0.5, 0, -0.5, NaN, 1, 0.25);
    const score = ceiledScore(vector(0.5, 0.5, 0.5, 0.5, 0.6, 1), reliability, { form: 'explainedVariance' });
    const expected = [0.5, NaN, NaN, NaN, 0.36, 4];
    expect([...score.ceiled.values].map((value) => Number(value.toFixed(12)))).toEqual(expected);
    expect([...score.ceiling.values]).toEqual([0.5, NaN, NaN, NaN, 1, 0.25]);
    expect(score.mean).toBeCloseTo(1.62, 12);
    expect(score.median).toBeCloseTo(0.5, 12);
    expect([score.undefinedSites, score.n]).toEqual([3, 6]);
  });

  it('takes one reliability for all sites, and keeps the sign of a correlation', () => {
    const score = ceiledScore(vector(-0.4, 0.2), vector(0.64), { form: 'correlation' });
    expect(score.ceiled.values[0]).toBeCloseTo(-0.5, 12);
    expect(score.ceiled.values[1]).toBeCloseTo(0.25, 12);
    expect(ceiledScore(vector(NaN), vector(0.5), { form: 'correlation' })).toMatchObject({
      ...{ mean: NaN, median: NaN },
      undefinedSites: 1,
    });
  });

  it('names what does not fit', () => {
    const form = 'correlation';
    expect(() => ceiledScore(vector(1, 2, 3), vector(1, 2), { form })).toThrow(/got \[3\] and \[2\]/);
    expect(() => ceiledScore(vector(), vector(1), { form })).toThrow(/must be \[sites\].*got \[0\]/);
    expect(() => ceiledScore(table([[1, 2]]), vector(1, 2), { form })).toThrow(/got \[1,2\]/);
    expect(() => ceiledScore(vector(1), vector(1), { form: 'r2' as CeilingForm })).toThrow(
      'ceiledScore: form must be explainedVariance, correlation, similarity, got "r2"',
    );
  });
});
