import { describe, expect, it } from 'vitest';
import { mapped, parkMiller } from './_fixtures';
import { rdmExample } from './_rdms.fixture';
import { compareRdms } from './compareRdms';
import { rdm } from './rdm';
import { rsaModelScore } from './rsaModelScore';
import { rsaNoiseCeiling } from './rsaNoiseCeiling';

const base = parkMiller(51, [6, 8]);
const subjects = [60, 61, 62].map((seed) => {
  const noise = parkMiller(seed, [6, 8]).values;
  return rdm(mapped(base, (value, at) => value + 0.6 * (noise[at]! - 0.5)));
});
const model = rdm(base);

describe('rsaModelScore', () => {
  it('is the mean similarity to each subject, Spearman by default, beside the ceiling', () => {
    const similarities = subjects.map((subject) => compareRdms(model, subject, { similarity: 'spearman' }));
    const score = rsaModelScore(model, subjects);
    expect([...score.similarities]).toEqual(similarities);
    expect(score.raw).toBeCloseTo(similarities.reduce((sum, value) => sum + value, 0) / 3, 15);
    const { lower, upper, n } = rsaNoiseCeiling(subjects);
    expect([score.lower, score.upper, score.n]).toEqual([lower, upper, n]);
    expect(score.raw).toBeGreaterThan(lower);
  });

  it('takes the similarity and the preparation it is given', () => {
    const options = { similarity: 'cosine', preparation: 'none' } as const;
    const { similarities, lower, upper } = rsaModelScore(model, subjects, options);
    expect(similarities[2]).toBe(compareRdms(model, subjects[2]!, { similarity: 'cosine' }));
    expect({ lower, upper, n: 3 }).toEqual(rsaNoiseCeiling(subjects, options));
  });

  it('names what does not fit', () => {
    expect(() => rsaModelScore(rdm(rdmExample().R), subjects)).toThrow(
      /b must have the 5 stimuli of a, got 6/,
    );
    expect(() => rsaModelScore(model, subjects.slice(0, 1))).toThrow(/at least 2 subjects, got 1/);
  });
});
