import { createRng, ndArray } from '@goal-driven/core/arrays';
import { pca } from '@goal-driven/metrics';
import { describe, expect, it } from 'vitest';
import { parkMiller } from './_parkMiller.fixture';
import { lowRankCode, type LowRankCode } from './lowRankCode';

const samples = parkMiller(121, [12, 5], 0.5);
const precise = { maxSweeps: 20_000, tolerance: 0 };

/** What is left of centred samples: [n * features]. */
const residual = ({ code, readout, means }: LowRankCode, { values }: typeof samples) =>
  values.map((value, at) => {
    const [k, features] = readout.shape as [number, number];
    const [row, f] = [Math.floor(at / features), at % features];
    let said = 0;
    for (let t = 0; t < k; t++) said += code.values[row * k + t]! * readout.values[t * features + f]!;
    return value - means[f]! - said;
  });

describe('the best code of low rank', () => {
  it('is that of the principal components where it may have any sign', () => {
    const found = lowRankCode(samples, { components: 2, nonNegative: false }, createRng(1));
    const all = pca(samples);
    const discarded = 11 * all.variances.subarray(2).reduce((sum, variance) => sum + variance, 0);
    expect(found.error).toBeCloseTo(discarded, 10);
    expect(found.code).toEqual(pca(samples, { components: 2 }).transform(samples));
    expect(found.transform(samples)).toEqual(found.code);
    expect([found.sweeps, found.converged]).toEqual([0, true]);
    const left = residual(found, samples);
    expect(left.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(found.error, 10);
  });

  it('finds what a code of firing rates has made', () => {
    const rates = parkMiller(3, [40, 2]);
    const said = parkMiller(4, [2, 6], 0.5);
    const made = ndArray(
      Float64Array.from({ length: 240 }, (_, at) =>
        [0, 1].reduce(
          (sum, t) => sum + rates.values[2 * Math.floor(at / 6) + t]! * said.values[6 * t + (at % 6)]!,
          0,
        ),
      ),
      [40, 6],
    );
    const { error, code } = lowRankCode(
      made,
      { components: 3, penalty: 1e-4, maxSweeps: 3000, tolerance: 0 },
      createRng(1),
    );
    expect(error).toBeLessThan(1e-4); // of a total of about 40 / 6
    expect(Math.min(...code.values)).toBeGreaterThanOrEqual(0);
  });

  it('is where neither rates nor readout can be better alone (law)', () => {
    const found = lowRankCode(samples, { components: 2, ...precise }, createRng(2));
    const left = residual(found, samples);
    const { code, readout } = found;
    const lambda = 0.01 * Math.sqrt(11 * pca(samples).variances[0]!);
    for (let t = 0; t < 2; t++) {
      for (let f = 0; f < 5; f++) {
        let pull = 0;
        for (let row = 0; row < 12; row++) pull += code.values[2 * row + t]! * left[5 * row + f]!;
        expect(Math.abs(pull - lambda * readout.values[5 * t + f]!)).toBeLessThan(1e-6);
      }
      for (let row = 0; row < 12; row++) {
        let pull = 0;
        for (let f = 0; f < 5; f++) pull += readout.values[5 * t + f]! * left[5 * row + f]!;
        const rate = code.values[2 * row + t]!;
        if (rate > 0) expect(Math.abs(pull - lambda * rate)).toBeLessThan(1e-6);
        else expect(pull).toBeLessThan(1e-6);
      }
    }
    expect(Math.min(...code.values)).toBe(0);
    expect(found.error).toBeGreaterThan(
      lowRankCode(samples, { components: 2, nonNegative: false }, createRng(1)).error,
    );
    expect(left.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(found.error, 10);
  });

  it('of its own samples is the code at the optimum', () => {
    const settled = lowRankCode(samples, { components: 2, ...precise }, createRng(1));
    settled
      .transform(samples)
      .values.forEach((value, at) => expect(value).toBeCloseTo(settled.code.values[at]!, 6));
  });

  it('stops when a sweep gains little, and says so', () => {
    const quick = lowRankCode(samples, { components: 2, tolerance: 0.5 }, createRng(2));
    expect(quick.converged).toBe(true);
    expect(quick.sweeps).toBeLessThan(4);
    const cut = lowRankCode(samples, { components: 2, maxSweeps: 3, tolerance: 0 }, createRng(2));
    expect([cut.converged, cut.sweeps]).toEqual([false, 3]);
    expect(cut.error).toBeGreaterThan(
      lowRankCode(samples, { components: 2, ...precise }, createRng(2)).error,
    );
  });

  it('is larger the less it is penalised, and nearer to the samples', () => {
    const [free, held] = [0.01, 0.3].map((penalty) =>
      lowRankCode(samples, { components: 2, penalty, ...precise }, createRng(2)),
    );
    const size = ({ code }: LowRankCode) => code.values.reduce((sum, rate) => sum + rate * rate, 0);
    expect(size(free!)).toBeGreaterThan(size(held!));
    expect(free!.error).toBeLessThan(held!.error);
  });

  it('names what it cannot take', () => {
    expect(() => lowRankCode(samples, { components: 1, penalty: -1 }, createRng(1))).toThrow(
      'lowRankCode: penalty must be at least 0, got -1',
    );
    expect(() =>
      lowRankCode(ndArray(new Float64Array(6).fill(2), [3, 2]), { components: 1 }, createRng(1)),
    ).toThrow('lowRankCode: samples must vary, got constant ones');
    const run = (components: number) => () => lowRankCode(samples, { components }, createRng(1));
    expect(run(6)).toThrow('lowRankCode: components must be an integer in 1 .. 5, got 6');
    expect(run(0)).toThrow('got 0');
    expect(() => lowRankCode(parkMiller(1, [4]), { components: 1 }, createRng(1))).toThrow(
      /lowRankCode: samples must be/,
    );
    const { transform } = lowRankCode(samples, { components: 1 }, createRng(1));
    expect(() => transform(parkMiller(1, [2, 4]))).toThrow(
      'lowRankCode.transform: samples must be [1 or more, 5], got [2,4]',
    );
  });
});
