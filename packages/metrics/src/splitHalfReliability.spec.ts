import { describe, expect, it, vi } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/consistency.json';
import { largestDifference, parkMiller } from './_fixtures';
import { trialExample } from './_trials.fixture';
import { spearmanBrown } from './spearmanBrown';
import { reliabilityModes, splitHalfReliability } from './splitHalfReliability';

const { T } = trialExample();

describe('splitHalfReliability', () => {
  it('gives the correlation of the halves and that after Spearman-Brown', () => {
    const { raw, corrected, reliability, spread, n, mode } = splitHalfReliability(T, {
      halves: 1,
      seed: 1234,
    });
    expect(largestDifference(raw.values, [0.992131491419221, 0.973112828606359])).toBeLessThan(1e-12);
    expect(largestDifference(corrected.values, [0.996050206216471, 0.98637322153917])).toBeLessThan(1e-12);
    expect(reliability).toEqual(corrected.values);
    expect([...spread]).toEqual([0, 0]);
    expect([n, mode, raw.shape]).toEqual([2, 'splitHalf', [1, 2]]);
  });

  it('is the mean of corrected values over halves, not the corrected mean', () => {
    const { raw, reliability } = splitHalfReliability(T, { halves: 100, seed: 1234 });
    const mean = [0, 1].map(
      (site) => raw.values.filter((_, at) => at % 2 === site).reduce((sum, r) => sum + r, 0) / 100,
    );
    expect(largestDifference(mean, [0.98937734559, 0.962981235976])).toBeLessThan(1e-11);
    expect(largestDifference(reliability, [0.994656631465, 0.98108661294])).toBeLessThan(1e-11);
  });

  for (const seeding of ['perHalf', 'oneStream'] as const) {
    it.each(reliabilityModes)(
      `agrees with NumPy in mode %s, seeding ${seeding} (goldens/consistency.py)`,
      (mode) => {
        const expected = golden.reliability[mode][seeding];
        const pairwise = !['splitHalf', 'bootstrapAgainstMean'].includes(mode);
        // Modes that pair all draws make as many as the root of what is asked for.
        const { raw, corrected } = splitHalfReliability(T, {
          mode,
          seeding,
          seed: 5,
          halves: pairwise ? 17 : 4,
        });
        expect(raw.shape).toEqual([pairwise ? 16 : 4, 2]);
        expect(largestDifference(raw.values, expected.raw.flat())).toBeLessThan(1e-12);
        expect(largestDifference(corrected.values, expected.corrected.flat())).toBeLessThan(1e-12);
      },
    );
  }

  it('agrees with mouse-vision', () => {
    const trials = ndArray(
      Float64Array.from({ length: 144 }, (_, at) => {
        const [t, i, u] = [Math.floor(at / 24), Math.floor(at / 2) % 12, at % 2];
        return Math.sin(0.9 * i * (u + 1) + 0.4 * u) + 0.5 * Math.sin(2.3 * t + 1.7 * i * (u + 2) + 0.6 * u);
      }),
      [6, 12, 2],
    );
    const { corrected } = splitHalfReliability(trials, { halves: 3, seed: 0 });
    const expected = [0.9614093, 0.963307, 0.8686837, 0.8929475, 0.8756728, 0.8889343];
    expect(largestDifference(corrected.values, expected)).toBeLessThan(1e-7);
  });

  it('reports the deviation over halves', () => {
    const { corrected, reliability, spread } = splitHalfReliability(T, { halves: 3, seed: 0 });
    const values = [0, 2, 4].map((at) => corrected.values[at]!);
    const variance = values.reduce((sum, value) => sum + (value - reliability[0]!) ** 2, 0) / 3;
    expect(spread[0]).toBeCloseTo(Math.sqrt(variance), 14);
  });

  it('tends to the reliability by which the noise was made', () => {
    const [stimuli, trials] = [4000, 4];
    const signal = parkMiller(81, [stimuli]);
    const noise = parkMiller(82, [trials, stimuli]);
    // Equal variances of signal and of noise in one trial: the mean of four has a reliability of 4 / 5.
    const responses = ndArray(
      noise.values.map((value, at) => value + signal.values[at % stimuli]!),
      [trials, stimuli, 1],
    );
    const { reliability } = splitHalfReliability(responses, { halves: 6, seed: 0 });
    expect(Math.abs(reliability[0]! - 0.8)).toBeLessThan(0.01);
  });

  it('is indifferent to the gain and offset of a site (law)', () => {
    const scaled = ndArray(
      T.values.map((value, at) => (at % 2 === 0 ? 3 * value + 1 : -value)),
      T.shape,
    );
    const [a, b] = [T, scaled].map((trials) => splitHalfReliability(trials, { halves: 3, seed: 2 }).raw);
    expect(largestDifference(a!.values, [...b!.values])).toBeLessThan(1e-12);
  });

  it('reports negative reliabilities as they are', () => {
    const opposite = ndArray(
      T.values.map((value, at) => ([1, 2, 5].includes(Math.floor(at / 20)) ? value : 1 - value)),
      T.shape,
    );
    const { raw, corrected, undefinedSites } = splitHalfReliability(opposite, { halves: 1, seed: 1234 });
    expect(raw.values.every((r) => r < -0.9)).toBe(true);
    expect(corrected.values[0]).toBeCloseTo(spearmanBrown(raw.values[0]!), 12);
    expect(corrected.values[0]).toBeLessThan(-9);
    expect(undefinedSites).toBe(0);
  });

  it('leaves a half that was not recorded out, of that site alone, and counts it', () => {
    const gap = ndArray(
      T.values.map((value, at) => (at % 20 === 1 && at > 60 ? NaN : value)), // stimulus 0 of site 1, trials 3 ..
      T.shape,
    );
    const result = splitHalfReliability(gap, { halves: 20, seed: 0 });
    const missing = [...result.corrected.values].filter(Number.isNaN).length;
    expect(missing).toBeGreaterThan(0);
    expect(missing).toBeLessThan(20);
    expect(result.undefinedHalves).toBe(missing);
    expect(result.undefinedSites).toBe(0);
    const whole = splitHalfReliability(T, { halves: 20, seed: 0 });
    expect(result.reliability[0]).toBe(whole.reliability[0]);
    const known = result.corrected.values.filter((value, at) => at % 2 === 1 && !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    expect(result.reliability[1]).toBeCloseTo(mean, 12);
  });

  it('is NaN and counted for a site that does not vary', () => {
    const silent = ndArray(
      T.values.map((value, at) => (at % 2 ? 0.7 : value)),
      T.shape,
    );
    const result = splitHalfReliability(silent, { halves: 2, seed: 0 });
    expect(result.reliability[1]).toBeNaN();
    expect(result.spread[1]).toBeNaN();
    expect([result.undefinedSites, result.undefinedHalves]).toEqual([1, 2]);
  });

  it('tells how far it is, and stops where it is told to', () => {
    const onProgress = vi.fn();
    splitHalfReliability(T, { halves: 9, seed: 0, mode: 'bootstrap', onProgress });
    expect(onProgress.mock.calls).toEqual([1, 2, 3].map((done) => [done, 3]));
    const signal = AbortSignal.abort(new Error('enough'));
    expect(() => splitHalfReliability(T, { halves: 9, seed: 0, signal })).toThrow('enough');
  });

  it.each([
    [parkMiller(1, [1, 10, 2]), {}, 'trials must be [trials >= 2, stimuli >= 2, sites], got [1,10,2]'],
    [parkMiller(1, [4, 1, 2]), {}, 'got [4,1,2]'],
    [parkMiller(1, [4, 10]), {}, 'got [4,10]'],
    [ndArray(new Float64Array(0), [4, 10, 0]), {}, 'got [4,10,0]'],
    [T, { halves: 0 }, 'halves must be an integer of at least 1, got 0'],
    [T, { seed: -1 }, 'seed must be an integer of at least 0, got -1'],
    [
      T,
      { mode: 'half' },
      'mode must be splitHalf, subsampleHalf, subsampleHalfWithReplacement, bootstrap, boot',
    ],
    [T, { seeding: 'none' }, 'seeding must be perHalf or oneStream, got "none"'],
  ] as [NdArray, object, string][])('names what does not fit (%#)', (trials, options, message) => {
    expect(() => splitHalfReliability(trials, { halves: 2, seed: 0, ...options } as never)).toThrow(message);
  });
});
