import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ndArray, RandomState, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/consistency.json';
import { largestDifference, parkMiller, product } from './_fixtures';
import { noisyTrials, trialExample } from './_trials.fixture';
import type { ConsistencyForm } from './noiseCorrection';
import { compareRdms } from './compareRdms';
import { rdm } from './rdm';
import { rsaConsistency } from './rsaConsistency';

const { Ms, S } = trialExample();
const wide = noisyTrials(product(Ms, parkMiller(31, [3, 4])), 32, 6);
const shared = process.env['GOAL_DRIVEN_SHARED'];
const TERMS = ['r_xy', 'r_xx', 'r_xx_sb', 'r_yy', 'r_yy_sb', 'denom_sb', 'r_xy_n_sb'] as const;

describe('rsaConsistency', () => {
  it.each(Object.entries(golden.rsa))('agrees with NumPy: %s (goldens/consistency.py)', (name, expected) => {
    const [form, kind] = name.split(' ') as [ConsistencyForm, string];
    const source = kind === 'model' ? Ms : S;
    const result = rsaConsistency(source, wide, { form, halves: 3, seed: 0 });
    for (const term of TERMS) {
      expect(result.terms[term].shape).toEqual([3]);
      expect(largestDifference(result.terms[term].values, expected[term])).toBeLessThan(1e-10);
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / 3;
    expect(result.raw).toBeCloseTo(mean(expected.r_xy), 10);
    expect(result.ceiling).toBeCloseTo(mean(expected.denom_sb), 10);
    expect(result.ceiled).toBeCloseTo(mean(expected.r_xy_n_sb), 10);
    expect([result.form, result.n, result.undefinedHalves]).toEqual([form, 3, 0]);
  });

  it('agrees with mouse-vision, form halfNumerator by default', () => {
    const target = ndArray(
      Float64Array.from({ length: 144 }, (_, at) => {
        const [t, i, u] = [Math.floor(at / 24), Math.floor(at / 2) % 12, at % 2];
        return Math.sin(0.9 * i * (u + 1) + 0.4 * u) + 0.5 * Math.sin(2.3 * t + 1.7 * i * (u + 2) + 0.6 * u);
      }),
      [6, 12, 2],
    );
    const features = ndArray(
      Float64Array.from({ length: 60 }, (_, at) => {
        const [i, f] = [Math.floor(at / 5), at % 5];
        return Math.sin(0.63 * i * (f + 1) + 0.3 * f) + 0.3 * Math.cos(1.3 * i + f);
      }),
      [12, 5],
    );
    const { terms, form } = rsaConsistency(features, target, { halves: 3, seed: 0 });
    expect(form).toBe('halfNumerator');
    const expected = [0.0398803, -0.1699483, -0.1699483];
    expect(largestDifference(terms.r_xy_n_sb.values, expected)).toBeLessThan(1e-7);
  });

  it.skipIf(shared === undefined)('rests on similarities of RDMs that agree with brainmodel_utils', () => {
    // The reference compares features with the responses before noise: the next draws of the same generator.
    const state = new RandomState(7);
    const features = ndArray(state.randn(60 * 40), [60, 40]);
    const responses = product(features, ndArray(state.randn(40 * 7), [40, 7]));
    const file = readFileSync(join(shared!, 'fixtures', 'metrics', 'consistency_expected.json'), 'utf8');
    const { rsa_pearson: expected } = JSON.parse(file);
    expect(compareRdms(rdm(features), rdm(responses))).toBeCloseTo(expected, 12);
  });

  it('is 1 between responses without noise and themselves, in every form (law)', () => {
    const repeated = ndArray(
      Float64Array.from({ length: 4 * 30 }, (_, at) => Ms.values[at % 30]!),
      [4, 10, 3],
    );
    for (const form of ['fullNumerator', 'halfNumerator', 'ratio'] as const) {
      for (const source of [Ms, repeated])
        expect(rsaConsistency(source, repeated, { form, halves: 2, seed: 0 }).ceiled).toBeCloseTo(1, 10);
    }
  });

  it('is indifferent to the order of sites, to one gain, and to offsets per stimulus (law)', () => {
    const changed = ndArray(
      wide.values.map((_, at) => {
        const stimulus = Math.floor(at / 4) % 10;
        return 3 * wide.values[at - (at % 4) + (3 - (at % 4))]! + stimulus;
      }),
      wide.shape,
    );
    const options = { halves: 2, seed: 0 };
    expect(rsaConsistency(S, changed, options).ceiled).toBeCloseTo(
      rsaConsistency(S, wide, options).ceiled,
      10,
    );
  });

  it('compares by other distances and similarities, and seeds halves as asked', () => {
    const options = { halves: 1, seed: 3 } as const;
    const plain = rsaConsistency(S, wide, { ...options, form: 'fullNumerator' });
    const asked = { distance: 'euclidean', similarity: 'spearman' } as const;
    const other = rsaConsistency(S, wide, { ...options, ...asked, form: 'fullNumerator' });
    const mean = (trials: NdArray) => {
      const size = trials.values.length / 6;
      const values = Float64Array.from({ length: size }, (_, at) =>
        [0, 1, 2, 3, 4, 5].reduce((sum, t) => sum + trials.values[t * size + at]! / 6, 0),
      );
      return rdm(ndArray(values, trials.shape.slice(1)), { distance: 'euclidean' });
    };
    expect(other.raw).toBeCloseTo(compareRdms(mean(S), mean(wide), { similarity: 'spearman' }), 10);
    const reseeded = rsaConsistency(S, wide, { ...options, form: 'fullNumerator', seeding: 'oneGenerator' });
    expect(reseeded.raw).toBe(plain.raw);
    expect(reseeded.terms.r_xx.values[0]).not.toBe(plain.terms.r_xx.values[0]);
    expect(reseeded.terms.r_yy.values[0]).toBe(plain.terms.r_yy.values[0]);
  });

  it('is NaN and counted for a half that is not finite, or has a stimulus without a distance', () => {
    // Stimulus 0 was recorded in trials 0 .. 2 alone.
    const gap = ndArray(
      wide.values.map((value, at) => (at % 40 < 4 && at >= 120 ? NaN : value)),
      wide.shape,
    );
    const result = rsaConsistency(Ms, gap, { halves: 20, seed: 0 });
    expect(result.undefinedHalves).toBeGreaterThan(0);
    expect(result.undefinedHalves).toBeLessThan(20);
    const known = result.terms.r_xy_n_sb.values.filter((value) => !Number.isNaN(value));
    expect(known.length).toBe(20 - result.undefinedHalves);
    expect(result.ceiled).toBeCloseTo(known.reduce((sum, value) => sum + value, 0) / known.length, 12);
    const flat = ndArray(
      wide.values.map((value, at) => (at % 40 < 4 ? 0.7 : value)),
      wide.shape,
    );
    const undefinedRow = rsaConsistency(Ms, flat, { halves: 2, seed: 0, similarity: 'spearman' });
    expect([undefinedRow.raw, undefinedRow.ceiled, undefinedRow.undefinedHalves]).toEqual([NaN, NaN, 2]);
  });

  it('tells how far it is, and stops where it is told to', () => {
    const onProgress = vi.fn();
    rsaConsistency(Ms, wide, { halves: 2, seed: 0, onProgress });
    expect(onProgress.mock.calls).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const signal = AbortSignal.abort(new Error('enough'));
    expect(() => rsaConsistency(Ms, wide, { halves: 2, seed: 0, signal })).toThrow('enough');
  });

  it.each([
    [parkMiller(1, [9, 3]), wide, {}, 'source must have the 10 stimuli of target, got 9'],
    [parkMiller(1, [2, 3]), parkMiller(1, [4, 2, 3]), {}, 'at least 3 stimuli, got [4,2,3]'],
    [Ms, wide, { form: 'none' }, 'rsaConsistency: form must be'],
    [Ms, wide, { halves: 0 }, 'rsaConsistency: halves must be an integer of at least 1'],
    [Ms, wide, { similarity: 'none' }, 'similarity must be pearson'],
  ] as [NdArray, NdArray, object, string][])(
    'names what does not fit (%#)',
    (source, target, options, message) => {
      expect(() => rsaConsistency(source, target, { halves: 1, seed: 0, ...options } as never)).toThrow(
        message,
      );
    },
  );
});
