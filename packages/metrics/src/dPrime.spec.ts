import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../goldens/behaviour.json';
import { normal } from './distributions';
import { dPrime, dPrimeOfCounts, type DPrimeCorrection } from './dPrime';

describe('dPrime', () => {
  it('is 1.366 for hits of .8 and false alarms of .3', () => {
    expect(dPrime(0.8, 0.3)).toBeCloseTo(1.36602174628096, 13);
  });

  it('stands on the normal quantiles of SciPy (goldens/behaviour.py)', () => {
    for (const [p, z] of golden.quantiles) {
      expect(Math.abs(normal.quantile(p!) - z!)).toBeLessThan(1e-13 * Math.abs(z!) + 2e-16);
    }
    expect(normal.quantile(1e-305)).toBeCloseTo(-37.3563460930671, 12);
    expect(normal.quantile(0.5)).toBe(0);
  });

  it('is infinite for rates of 0 and 1 unless a limit is set, and has no value for two of a kind', () => {
    expect([dPrime(1, 0.5), dPrime(0, 0.5), dPrime(0.5, 0)]).toEqual([Infinity, -Infinity, Infinity]);
    expect([dPrime(1, 0.5, { limit: 5 }), dPrime(0, 0.5, { limit: 4 })]).toEqual([5, -4]);
    expect(dPrime(1, 1, { limit: 5 })).toBeNaN();
    expect([dPrime(NaN, 0.5), dPrime(0.5, NaN)]).toEqual([NaN, NaN]);
  });

  it('changes sign with its rates, and with the answers', () => {
    const rate = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (hits, falseAlarms) => {
        expect(dPrime(falseAlarms, hits)).toBe(-dPrime(hits, falseAlarms) || 0);
        expect(dPrime(1 - falseAlarms, 1 - hits)).toBeCloseTo(dPrime(hits, falseAlarms), 9);
      }),
      { seed: 1 },
    );
  });

  it('refuses what is no rate and no limit', () => {
    expect(() => dPrime(1.1, 0.5)).toThrow('dPrime: rates must be in 0 .. 1, got 1.1 and 0.5');
    expect(() => dPrime(0.5, -0.1)).toThrow('got 0.5 and -0.1');
    expect(() => dPrime(0.5, 0.5, { limit: 0 })).toThrow('dPrime: limit must be greater than 0, got 0');
  });
});

describe('dPrimeOfCounts', () => {
  const of = (correction: DPrimeCorrection, [hits, falseAlarms]: [number, number], limit?: number) =>
    dPrimeOfCounts(
      { hits, signalTrials: 10, falseAlarms, noiseTrials: 10 },
      { correction, ...(limit ? { limit } : {}) },
    );

  it('gives the printed corrections', () => {
    expect(of('logLinear', [8, 0])).toBeCloseTo(2.43848022435, 11);
    expect(of('half', [10, 0])).toBeCloseTo(3.2897072539, 10);
    expect(of('none', [8, 3])).toBeCloseTo(1.36602174628096, 13);
    expect(of('none', [10, 3])).toBe(Infinity);
    expect([of('cap', [10, 0]), of('cap', [0, 10]), of('cap', [10, 0], 3)]).toEqual([5, -5, 3]);
  });

  it('corrects rates of 0 and 1 alone by half a trial, and all of them log-linearly', () => {
    expect(of('half', [8, 3])).toBe(of('none', [8, 3]));
    expect(of('half', [0, 10])).toBeCloseTo(-3.2897072539, 10);
    expect(of('logLinear', [5, 5])).toBe(0);
    expect(Math.abs(of('logLinear', [8, 3]))).toBeLessThan(of('none', [8, 3]));
    expect(of('logLinear', [8, 3])).toBeCloseTo(dPrime(8.5 / 11, 3.5 / 11), 14);
  });

  it('has its limit for `cap` alone', () => {
    const counts = { hits: 999, signalTrials: 1000, falseAlarms: 1, noiseTrials: 1000 };
    expect(dPrimeOfCounts(counts, { correction: 'none', limit: 3 })).toBeCloseTo(6.18046461233562, 11);
    expect(dPrimeOfCounts(counts, { correction: 'cap', limit: 3 })).toBe(3);
  });

  it('is undefined without trials, and refuses more answers than trials', () => {
    const none = { hits: 0, signalTrials: 0, falseAlarms: 1, noiseTrials: 2 };
    for (const correction of ['none', 'cap', 'logLinear', 'half'] as const)
      expect(dPrimeOfCounts(none, { correction })).toBeNaN();
    expect(() => of('cap', [11, 0])).toThrow('counts must be in 0 .. trials, got 11 of 10');
    expect(() => of('cap', [1, -1])).toThrow('got -1 of 10');
    expect(() => of('clip' as 'cap', [1, 1])).toThrow(
      /correction must be none, cap, logLinear or half, got clip/,
    );
  });
});
