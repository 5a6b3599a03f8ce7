import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { parkMiller, table, vector } from '../_fixtures';
import { trialExample } from '../_trials.fixture';
import { correlationTest } from '../correlationTest';
import { internalConsistency } from '../internalConsistency';
import { metrics } from '../metrics';
import { splitHalfReliability } from '../splitHalfReliability';

const { T } = trialExample();

describe('correlations of the registry', () => {
  it('gives one number with its test for two variables', () => {
    const [x, y] = [vector(1, 2, 3, 4, 5, 6), vector(2, 1, 4, 3, 7, 8)];
    const result = metrics.pearson.run({ x, y });
    expect(result['values']).toBeCloseTo(0.901460086840659, 12);
    expect(result['pValue']).toBeCloseTo(0.0140867548091, 11);
    expect(result['interval']).toEqual([
      expect.closeTo(0.334931045885, 10) as number,
      expect.closeTo(0.989276483363, 10) as number,
    ]);
    expect([result.n, result['undefinedColumns']]).toEqual([6, 0]);
    const ranked = metrics.spearman.run(
      { x: vector(1, 2, 2, 3, 5, 5, 5, 8), y: vector(3, 1, 2, 2, 6, 7, 5, 9) },
      { level: 0.9 },
    );
    expect(ranked['values']).toBeCloseTo(0.808888587688669, 12);
    const [low] = correlationTest(0.808888587688669, 8, { level: 0.9 }).interval;
    expect((ranked['interval'] as number[])[0]).toBeCloseTo(low, 12);
    expect(metrics.pearson.run({ x, y: vector(1, 1, 1, 1, 1, 1) })).toMatchObject({ undefinedColumns: 1 });
  });

  it('goes column by column through tables', () => {
    const x = table([
      [1, 1, 0.7],
      [2, 3, 0.7],
      [3, 2, 0.7],
      [4, 4, 0.7],
    ]);
    const y = table([
      [2, 1, 1],
      [4, 2, 2],
      [6, 3, 3],
      [8, 4, 5],
    ]);
    const result = metrics.pearson.run({ x, y });
    const values = (result['values'] as NdArray).values;
    expect([...values]).toEqual([1, expect.closeTo(0.8, 12), NaN]);
    expect((result['pValue'] as Float64Array)[1]).toBeCloseTo(0.2, 10);
    expect((result['interval'] as NdArray).shape).toEqual([3, 2]);
    expect((result['interval'] as NdArray).values[2]).toBeCloseTo(correlationTest(0.8, 4).interval[0], 12);
    expect([result.n, result['undefinedColumns']]).toEqual([4, 1]);
    expect(() => metrics.spearman.run({ x, y: table([[1], [2], [3], [4]]) })).toThrow(
      'spearman: y must have the 3 columns of x, got 1',
    );
    expect(() => metrics.pearson.run({ x, y: vector(1, 2) })).toThrow(/pearson: x must have 1 axes/);
  });

  it('lengthens a measurement by a factor', () => {
    const result = metrics.spearmanBrown.run({ correlations: vector(0.4, -1, 1) }, { factor: 4 });
    expect([...(result['values'] as NdArray).values]).toEqual([expect.closeTo(0.727272727273, 11), 2, 1]);
    const poles = metrics.spearmanBrown.run({ correlations: vector(-1, 0.5) });
    expect([...(poles['values'] as NdArray).values]).toEqual([NaN, expect.closeTo(2 / 3, 12)]);
    expect([poles['undefinedSites'], poles.n]).toEqual([1, 2]);
  });
});

describe('reliabilities of the registry', () => {
  it('gives split-half reliability and the sites that pass', () => {
    const options = { halves: 4, seed: 5, mode: 'bootstrap', seeding: 'oneStream' } as const;
    const result = metrics.splitHalfReliability.run({ trials: T }, { ...options, threshold: 0.98 });
    const { reliability, ...expected } = splitHalfReliability(T, options);
    expect(result).toMatchObject({ values: ndArray(reliability, [2]), ...expected });
    const passing = [0, 1].filter((site) => reliability[site]! >= 0.98);
    expect([...(result['reliable'] as Int32Array)]).toEqual(passing);
    expect(result['unreliable']).toBe(2 - passing.length);
    expect(metrics.splitHalfReliability.run({ trials: T }, { halves: 3 })).toMatchObject({
      values: ndArray(splitHalfReliability(T, { halves: 3, seed: 0 }).reliability, [2]),
      unreliable: 0,
    });
  });

  it('gives the window of time that is reliable', () => {
    const reliability = table([
      [0.1, 0.2, NaN],
      [0.4, 0.2, NaN],
      [0.5, 0.5, NaN],
      [0.1, 0.2, NaN],
    ]);
    const result = metrics.reliableWindow.run({ reliability });
    expect(result).toMatchObject({ values: 2, start: 1, end: 3, n: 3, reliable: Int32Array.of(0, 1) });
    expect(metrics.reliableWindow.run({ reliability }, { threshold: 0.6 })).toMatchObject({ values: 0 });
  });

  it("gives Brain-Score's ceiling, and sets correlations against reliabilities", () => {
    const trials = parkMiller(92, [5, 8, 3]);
    const { ceiling, ...expected } = internalConsistency(trials, { halves: 3, seed: 2 });
    const result = metrics.internalConsistency.run({ trials }, { halves: 3, seed: 2 });
    expect(result).toEqual({ values: ceiling, ...expected });
    const score = metrics.ceiledScore.run({ correlations: vector(0.62), reliability: vector(0.81) });
    expect(score).toMatchObject({ formula: 'r^2 / reliability', n: 1 });
    expect(score['median']).toBeCloseTo(0.474567901235, 12);
    const root = metrics.ceiledScore.run(
      { correlations: vector(0.62), reliability: vector(0.81) },
      { form: 'correlation' },
    );
    expect(root['mean']).toBeCloseTo(0.62 / 0.9, 12);
  });
});
