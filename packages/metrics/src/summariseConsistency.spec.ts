import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import type { ConsistencyTerms } from './neuralConsistency';
import { summariseConsistency } from './summariseConsistency';

/** Terms whose score is as given, r_xy half of it and the ceiling 0.5; [halves][splits][sites]. */
function terms(scores: number[][][]): ConsistencyTerms {
  const shape = [scores.length, scores[0]!.length, scores[0]![0]!.length];
  const of = (f: (score: number) => number) => ndArray(Float64Array.from(scores.flat(2), f), shape);
  const same = of(() => 1);
  return {
    r_xy: of((score) => score / 2),
    denom_sb: of((score) => (Number.isNaN(score) ? NaN : 0.5)),
    r_xy_n_sb: of((score) => score),
    ...{ r_xx: same, r_xx_sb: same, r_yy: same, r_yy_sb: same },
  };
}

describe('summariseConsistency', () => {
  const scores = [
    [
      [0.2, 0.4, NaN],
      [0.4, NaN, NaN],
    ],
    [
      [NaN, 0.6, NaN],
      [0.8, NaN, NaN],
    ],
  ];

  it('takes the mean over halves, then over splits, and the median over sites that have one', () => {
    const summary = summariseConsistency(terms(scores), 'fullNumerator');
    // Site 0: 0.2 in split 0, 0.6 in split 1. Site 1: 0.5 in split 0 alone.
    expect([...summary.ceiled.sites]).toEqual([expect.closeTo(0.4, 12), expect.closeTo(0.5, 12), NaN]);
    expect(summary.ceiled.median).toBeCloseTo(0.45, 12);
    expect(summary.raw.median).toBeCloseTo(0.225, 12);
    expect([...summary.raw.sites]).toEqual([expect.closeTo(0.2, 12), expect.closeTo(0.25, 12), NaN]);
    expect(summary.ceiling.median).toBe(0.5);
    expect(summary.formula).toBe('r(P, t) / sqrt(SB(r(P1, P2)) SB(r(t1, t2)))');
    expect([summary.form, summary.n]).toEqual(['fullNumerator', 3]);
  });

  it.each(['halfNumerator', 'ratio'] as const)('takes one mean over halves and splits in form %s', (form) => {
    const summary = summariseConsistency(terms(scores), form);
    expect([...summary.ceiled.sites]).toEqual([expect.closeTo(1.4 / 3, 12), expect.closeTo(0.5, 12), NaN]);
    expect(summary.form).toBe(form);
  });

  it('counts what has no score: sites, halves, splits and single entries', () => {
    expect(summariseConsistency(terms(scores), 'ratio').undefined).toEqual({
      sites: 1,
      halves: 0,
      splits: 0,
      scores: 7,
    });
    const half = [[[NaN, NaN]], [[1, 2]]];
    expect(summariseConsistency(terms(half), 'ratio').undefined).toEqual({
      sites: 0,
      halves: 1,
      splits: 0,
      scores: 2,
    });
    const split = [
      [[NaN], [1]],
      [[NaN], [2]],
    ];
    expect(summariseConsistency(terms(split), 'ratio').undefined).toEqual({
      sites: 0,
      halves: 0,
      splits: 1,
      scores: 2,
    });
  });

  it('is NaN, with all sites counted, where nothing has a score', () => {
    const { ceiled, raw, ceiling, undefined: missing } = summariseConsistency(terms([[[NaN, NaN]]]), 'ratio');
    expect([ceiled.median, raw.median, ceiling.median]).toEqual([NaN, NaN, NaN]);
    expect(missing).toEqual({ sites: 2, halves: 1, splits: 1, scores: 2 });
  });

  it('weighs sources alike, however many of their scores are defined', () => {
    const [one, other] = [terms([[[0.2], [0.4]]]), terms([[[0.9], [NaN]]])];
    const summary = summariseConsistency([one, other], 'halfNumerator');
    expect(summary.ceiled.sites[0]).toBeCloseTo((0.3 + 0.9) / 2, 12);
    expect(summary.undefined).toEqual({ sites: 0, halves: 0, splits: 1, scores: 1 });
    // A source without a score for a site is left out for it.
    const none = terms([[[NaN], [NaN]]]);
    expect(summariseConsistency([one, none], 'halfNumerator').ceiled.sites[0]).toBeCloseTo(0.3, 12);
  });

  it('names what does not fit', () => {
    expect(() => summariseConsistency([], 'ratio')).toThrow(/at least one source, got none/);
    const two = [terms([[[1, 2]]]), terms([[[1]]])];
    expect(() => summariseConsistency(two, 'ratio')).toThrow(/terms\[1\] must have the 2 sites.*got 1/);
  });
});
