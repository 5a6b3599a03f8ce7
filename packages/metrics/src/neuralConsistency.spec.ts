import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ndArray, readNpz, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/consistency.json';
import { largestDifference, parkMiller } from './_fixtures';
import { trialExample } from './_trials.fixture';
import type { MapFitter } from './LinearMap';
import { neuralConsistency, type ConsistencyTerms, type NeuralConsistencyOptions } from './neuralConsistency';
import type { ConsistencyForm } from './noiseCorrection';
import { columnCorrelations } from './pearson';
import { oneToOne } from './percentileMap';
import { pls } from './pls';
import { ridge } from './ridge';

const shared = process.env['GOAL_DRIVEN_SHARED'];
const read = (file: string) => readFileSync(join(shared!, 'fixtures', 'metrics', file));
type Expected = Record<string, Record<keyof ConsistencyTerms, number[][][]>>;
const ridge1: MapFitter = (x, y) => ridge(x, y, { alpha: 1 });
const plsOf =
  (components: number): MapFitter =>
  (x, y) =>
    pls(x, y, { components });
const { Ms, S, T } = trialExample();
const base = { map: ridge1, halves: 1, splits: 1, trainFraction: 0.5, seed: 1234 };
const NAMES = ['r_xy', 'r_xx', 'r_xx_sb', 'r_yy', 'r_yy_sb', 'denom_sb', 'r_xy_n_sb'] as const;

function expectTerms(
  terms: ConsistencyTerms,
  expected: Record<string, number[][][]>,
  tolerance: number,
): void {
  for (const name of NAMES) {
    expect(largestDifference(terms[name].values, expected[name]!.flat(2))).toBeLessThan(tolerance);
    const sizes = [expected[name]!.length, expected[name]![0]!.length, expected[name]![0]![0]!.length];
    expect(terms[name].shape).toEqual(sizes);
  }
}

/** Terms of the only half and split, [term][site]. */
const rows = (terms: ConsistencyTerms) => NAMES.map((name) => [...terms[name].values]);

describe('neuralConsistency', () => {
  const maps: Record<string, MapFitter> = { pls5: plsOf(5), ridge1 };

  for (const [map, fit] of Object.entries(maps)) {
    for (const [kind, source] of [
      ['model', 'features'],
      ['animal', 'source'],
    ] as const) {
      const claim = `agrees with brainmodel_utils to 1e-6, ${map} from ${kind}, every term, half, split and site`;
      it.skipIf(shared === undefined)(claim, () => {
        const inputs = readNpz(read('consistency_inputs.npz')) as Record<string, NdArray>;
        const expected = JSON.parse(String(read('consistency_expected.json'))) as Expected;
        const options = { ...base, map: fit, linearInTarget: map === 'ridge1', halves: 3, splits: 2 };
        const { test } = neuralConsistency(inputs[source]!, inputs.target!, options);
        expectTerms(test, expected[`${map}_${kind}`]!, 1e-6);
      });
    }
  }

  it('agrees with brainmodel_utils to 1e-9 on train and test', () => {
    const order = ['r_xy', 'r_xx', 'r_xx_sb', 'r_yy', 'r_yy_sb', 'denom_sb', 'r_xy_n_sb'];
    expect(order).toEqual(NAMES);
    const expected = {
      test: [
        0.891070462126, 0.975882135809, 0.987793875073, 0.988657214915, 0.994296259305, 0.991039734294,
        0.899126877855, 0.739445979639, 0.88344847813, 0.938118019567, 0.995653102558, 0.99782181711,
        0.967509497084, 0.76427774804,
      ],
      train: [
        0.946920677535, 0.999355636531, 0.999677714431, 0.997935091958, 0.998966478916, 0.999322033399,
        0.947563093665, 0.839368758086, 0.998452506127, 0.999225653916, 0.948982307319, 0.973823419285,
        0.986442772254, 0.850904666439,
      ],
      model: [
        0.857439785136, 0.996619393692, 0.998306834883, 0.988657214915, 0.994296259305, 0.996299529039,
        0.86062450111, 0.732400374228, 0.952108051464, 0.97546654833, 0.995653102558, 0.99782181711,
        0.986580865304, 0.742362233026,
      ],
    };
    const animal = neuralConsistency(S, T, base);
    const model = neuralConsistency(Ms, T, base);
    for (const [terms, values] of [
      [animal.test, expected.test],
      [animal.train, expected.train],
      [model.test, expected.model],
    ] as const) {
      const bySite = [0, 1].flatMap((site) => rows(terms).map((row) => row[site]!));
      expect(largestDifference(bySite, values)).toBeLessThan(1e-9);
    }
    expect(animal.form).toBe('fullNumerator');
  });

  it('gives the numbers of the two other forms on the same halves', () => {
    const seeding = 'sameSeed';
    const half = neuralConsistency(S, T, { ...base, form: 'halfNumerator', seeding }).test;
    expect(largestDifference(half.r_xy.values, [0.8430080537, 0.794711309247])).toBeLessThan(1e-9);
    expect(largestDifference(half.r_xy_n_sb.values, [0.850629923836, 0.821398975041])).toBeLessThan(1e-9);
    const ratio = neuralConsistency(S, T, { ...base, form: 'ratio', seeding }).test;
    const q = ratio.r_xy.values.map((value, site) => value / ratio.denom_sb.values[site]!);
    expect(largestDifference(q, [0.858242801855, 0.847353746873])).toBeLessThan(1e-9);
    expect(largestDifference(ratio.r_xy_n_sb.values, [0.923714383285, 0.917370317739])).toBeLessThan(1e-9);
  });

  it("agrees with mouse-vision's own routine, from its seeds to its scores", () => {
    const expected = {
      halfNumerator: {
        animal: [
          0.868107092088, 0.794091573856, 0.843906992879, 0.689139574012, 0.8834415053, 0.641190776961,
        ],
        model: [0.848819020055, 0.770912458298, 0.839523792315, 0.7082609759, 0.838012373548, 0.639849148793],
      },
      ratio: {
        animal: [
          0.932063820183, 0.901384811199, 0.919101694721, 0.818988455955, 0.940798244888, 0.790104142952,
        ],
        model: [
          0.920061107175, 0.877136940979, 0.913611330792, 0.830716948841, 0.912782224552, 0.787913739485,
        ],
      },
    };
    for (const [form, sources] of Object.entries(expected)) {
      const score = (source: NdArray) =>
        neuralConsistency(source, T, { ...base, form: form as ConsistencyForm, halves: 3, seed: 0 }).test
          .r_xy_n_sb.values;
      expect(largestDifference(score(S), sources.animal)).toBeLessThan(1e-9);
      expect(largestDifference(score(Ms), sources.model)).toBeLessThan(1e-9);
    }
  });

  it('agrees with mouse-vision over one unit, ridge and PLS, from a model and from an animal', () => {
    const formula = (trials: number, units: number, value: (t: number, i: number, u: number) => number) =>
      ndArray(
        Float64Array.from({ length: trials * 12 * units }, (_, at) =>
          value(Math.floor(at / (12 * units)), Math.floor(at / units) % 12, at % units),
        ),
        [trials, 12, units],
      );
    const response = (t: number, i: number, u: number) =>
      Math.sin(0.9 * i * (u + 1) + 0.4 * u) + 0.5 * Math.sin(2.3 * t + 1.7 * i * (u + 2) + 0.6 * u);
    const target = formula(6, 2, response);
    const model = formula(
      1,
      5,
      (_, i, f) => Math.sin(0.63 * i * (f + 1) + 0.3 * f) + 0.3 * Math.cos(1.3 * i + f),
    );
    const features = ndArray(model.values, [12, 5]);
    const animal = formula(6, 3, (t, i, u) =>
      u < 2
        ? Math.cos(1.1 * i * (u + 1) + 0.2 * u) + 0.4 * Math.cos(1.9 * t + 0.8 * i * (u + 1))
        : response(t, i, 0),
    );
    const score = (source: NdArray, map: MapFitter) => [
      ...neuralConsistency(source, target, { ...base, map, form: 'halfNumerator', halves: 3, seed: 0 }).test
        .r_xy_n_sb.values,
    ];
    const expectScores = (actual: number[], expected: number[], tolerance: number) =>
      expected.forEach((value, index) => {
        if (Number.isNaN(value)) expect(actual[index]).toBeNaN();
        else expect(Math.abs(actual[index]! - value)).toBeLessThan(tolerance);
      });
    const fromModel = [-0.3771389, -0.6826014, -0.2668713, -1.0120683, -0.1072284, -0.5946448];
    expectScores(score(features, ridge1), fromModel, 1e-7);
    const oneUnit = [-0.5992182, 0.4815345, -0.5118911, 0.2958329, -0.4470545, 0.5669925];
    expectScores(score(features, oneToOne), oneUnit, 1e-7);
    const latent = [-0.4055482, -0.3533133, -0.4195949, -0.7365662, -0.2597255, -0.3072461];
    expectScores(score(features, plsOf(2)), latent, 1e-4);
    expectScores(score(animal, oneToOne), [1.0536012, NaN, 0.9961139, NaN, 1.0051085, NaN], 1e-7);
    expectScores(score(animal, plsOf(2)), [0.7886728, NaN, 0.7705472, NaN, 0.830599, NaN], 1e-4);
  });

  it.each(Object.entries(golden.consistency))(
    'agrees with scikit-learn on train and test: %s (goldens/consistency.py)',
    (name, expected) => {
      const [form, seeding, kind, map] = name.split(' ') as [ConsistencyForm, 'sameSeed', string, string];
      const source = name.includes('model') ? Ms : S;
      const options: NeuralConsistencyOptions = {
        ...base,
        halves: 3,
        splits: 2,
        seed: 7,
        ...(name === 'spearman' ? { correlation: 'spearman' } : { form }),
        ...(kind && seeding !== ('units' as string) ? { seeding } : {}),
        ...(seeding === ('units' as string)
          ? { sourceUnits: { count: 2, subsets: 2 }, seeding: 'oneGenerator' }
          : {}),
        ...(map === 'pls' ? { map: plsOf(2) } : { linearInTarget: true }),
      };
      const result = neuralConsistency(source, T, options);
      expectTerms(result.test, expected.test, 1e-9);
      expectTerms(result.train, expected.train, 1e-9);
    },
  );

  it.each([
    ['of few features', Ms, ridge1],
    ['of more features than stimuli', parkMiller(3, [10, 15]), ridge1],
    ['without coefficients', Ms, (x, y) => ({ predict: ridge1(x, y).predict })],
  ] as [string, NdArray, MapFitter][])(
    'fits a map that is linear in its target once per split, to the same numbers: %s',
    (_, source, fit) => {
      const map = vi.fn(fit);
      const options = { ...base, map, halves: 3, splits: 4 };
      const apart = neuralConsistency(source, T, options);
      expect(map).toHaveBeenCalledTimes(4 + 4 * 3 * 2);
      map.mockClear();
      const together = neuralConsistency(source, T, { ...options, linearInTarget: true });
      expect(map).toHaveBeenCalledTimes(4);
      for (const part of ['train', 'test'] as const)
        for (const name of NAMES)
          expect(largestDifference(together[part][name].values, [...apart[part][name].values])).toBeLessThan(
            1e-11,
          );
    },
  );

  it('takes splits in turn where what serves all halves would be larger than the source', () => {
    const source = parkMiller(3, [10, 4]);
    const order: string[] = [];
    const map: MapFitter = (x, y) => {
      order.push('fit');
      return ridge1(x, y);
    };
    const options = { ...base, map, halves: 2, splits: 3, linearInTarget: true };
    neuralConsistency(source, T, { ...options, onProgress: () => order.push('half') });
    expect(order.join(' ')).toBe('fit half half fit half half fit half half');
  });

  it('fits full averages once per split, and not at all where the form has none', () => {
    const map = vi.fn(ridge1);
    neuralConsistency(S, T, { ...base, map, halves: 3, splits: 2 });
    expect(map).toHaveBeenCalledTimes(2 + 2 * 3 * 2);
    map.mockClear();
    neuralConsistency(S, T, { ...base, map, halves: 3, splits: 2, form: 'halfNumerator' });
    expect(map).toHaveBeenCalledTimes(2 * 3 * 2);
  });

  it('is the plain correlation where trials are alike (law)', () => {
    const repeated = (means: NdArray) =>
      ndArray(
        Float64Array.from(
          { length: 4 * means.values.length },
          (_, at) => means.values[at % means.values.length]!,
        ),
        [4, ...means.shape],
      );
    const means = parkMiller(5, [12, 2]);
    const source = parkMiller(6, [12, 3]);
    const { test } = neuralConsistency(source, repeated(means), { ...base, splits: 2 });
    expect(largestDifference(test.r_xy_n_sb.values, [...test.r_xy.values])).toBeLessThan(1e-12);
    expect(test.r_yy.values.every((value) => Math.abs(value - 1) < 1e-12)).toBe(true);
  });

  it('takes a map for each split', () => {
    const strong: MapFitter = (x, y) => ridge(x, y, { alpha: 50 });
    const options = { ...base, splits: 2 };
    const mixed = neuralConsistency(Ms, T, { ...options, map: [ridge1, strong] }).test.r_xy_n_sb.values;
    const [one, other] = [ridge1, strong].map(
      (map) => neuralConsistency(Ms, T, { ...options, map }).test.r_xy_n_sb.values,
    );
    expect([...mixed]).toEqual([...one!.slice(0, 2), ...other!.slice(2)]);
    expect(() => neuralConsistency(Ms, T, { ...options, map: [ridge1] })).toThrow(
      'map must be one, or one for each of 2 splits, got 1',
    );
  });

  it('takes splits as they are given', () => {
    const [train, test] = [
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9],
    ];
    const { splits: _, trainFraction: __, ...rest } = base;
    const result = neuralConsistency(Ms, T, {
      ...rest,
      splits: [
        { train, test },
        { train: test, test: train },
      ],
    });
    expect(result.test.r_yy.shape).toEqual([1, 2, 2]);
    // The reliability over the test stimuli of one split is that over the training stimuli of the other.
    expect(result.test.r_yy.values.slice(0, 2)).toEqual(result.train.r_yy.values.slice(2));
  });

  it('does not depend on what is beside a site, the map being of single sites (law)', () => {
    const alone = ndArray(
      T.values.filter((_, index) => index % 2 === 1),
      [6, 10, 1],
    );
    const both = neuralConsistency(S, T, { ...base, halves: 2 }).test.r_xy_n_sb.values;
    const one = neuralConsistency(S, alone, { ...base, halves: 2 }).test.r_xy_n_sb.values;
    expect(largestDifference(one, [both[1]!, both[3]!])).toBeLessThan(1e-12);
  });

  it('tells how far it is, and stops where it is told to', () => {
    const onProgress = vi.fn();
    neuralConsistency(Ms, T, { ...base, halves: 2, splits: 3, onProgress });
    expect(onProgress.mock.calls).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
    const controller = new AbortController();
    const map = vi.fn(ridge1);
    const run = () =>
      neuralConsistency(S, T, {
        ...base,
        map,
        halves: 5,
        signal: controller.signal,
        onProgress: (done) => done === 2 && controller.abort(new Error('enough')),
      });
    expect(run).toThrow('enough');
    expect(map).toHaveBeenCalledTimes(1 + 2 * 2);
  });
});

describe('neuralConsistency at its edges', () => {
  const sized = (trials: number, value: (trial: number, stimulus: number, site: number) => number) =>
    ndArray(
      Float64Array.from({ length: trials * 20 }, (_, at) =>
        value(Math.floor(at / 20), Math.floor(at / 2) % 10, at % 2),
      ),
      [trials, 10, 2],
    );
  const at = (trial: number, stimulus: number, site: number) => T.values[(trial * 10 + stimulus) * 2 + site]!;

  it('leaves a presentation that was not recorded out of its averages', () => {
    const gap = sized(6, (t, i, u) => (t === 2 && i === 3 && u === 0 ? NaN : at(t, i, u)));
    const filled = sized(6, (t, i, u) => {
      if (!(t === 2 && i === 3 && u === 0)) return at(t, i, u);
      // Its half holds trials 2, 1 and 5: their mean does not change by the mean of the two others.
      return (at(1, i, u) + at(5, i, u)) / 2;
    });
    const half = { ...base, form: 'halfNumerator', seeding: 'sameSeed' } as const;
    const [a, b] = [neuralConsistency(Ms, gap, half).test, neuralConsistency(Ms, filled, half).test];
    expect(largestDifference(a.r_xy_n_sb.values, [...b.r_xy_n_sb.values])).toBeLessThan(1e-12);
  });

  it('skips a half without a recorded trial, all sites of it, and says which', () => {
    // Stimulus 0 of site 1 was recorded in trials 0 .. 2 alone; of seeds 0 .. 19, one puts them in one half.
    const target = sized(6, (t, i, u) => (i === 0 && u === 1 && t > 2 ? NaN : at(t, i, u)));
    const { test, train, skippedHalves } = neuralConsistency(Ms, target, { ...base, halves: 20, seed: 0 });
    expect(skippedHalves.length).toBeGreaterThan(0);
    expect(skippedHalves.length).toBeLessThan(20);
    for (let half = 0; half < 20; half++) {
      for (const terms of [test, train]) {
        for (const name of ['r_xy', 'r_yy'] as const) {
          const values = terms[name].values.slice(2 * half, 2 * half + 2);
          expect([...values].map(Number.isNaN)).toEqual(Array(2).fill(skippedHalves.includes(half)));
        }
      }
    }
  });

  it('has no score for a site that does not vary, and leaves the other alone', () => {
    const target = sized(6, (t, i, u) => (u === 1 ? 0.7 : at(t, i, u)));
    for (const linearInTarget of [true, false]) {
      const { test, train } = neuralConsistency(Ms, target, { ...base, linearInTarget });
      for (const name of NAMES) {
        expect(test[name].values[1]).toBeNaN();
        expect(train[name].values[1]).toBeNaN();
        expect(test[name].values[0]).toBeGreaterThan(0.5);
      }
    }
  });

  it('has no score for a site that does not vary in training, however much it does in test', () => {
    const train = [0, 1, 2, 3, 4, 5];
    const test = [6, 7, 8, 9];
    const target = sized(6, (t, i, u) => (u === 1 && i < 6 ? 0.7 : at(t, i, u)));
    for (const linearInTarget of [true, false]) {
      const result = neuralConsistency(Ms, target, { ...base, splits: [{ train, test }], linearInTarget });
      expect(result.test.r_xy.values[1]).toBeNaN();
      expect(result.test.r_xx.values[1]).toBeNaN();
      expect(result.test.r_yy.values[1]).toBeGreaterThan(0.5);
    }
  });

  it('has no score for a site whose prediction is NaN, and leaves the other alone', () => {
    const failing: MapFitter = (x, y) => ({
      predict: (samples) => {
        const { values, shape } = ridge1(x, y).predict(samples);
        return ndArray(
          values.map((value, index) => (index === 7 ? NaN : value)), // stimulus 3 of site 1
          shape,
        );
      },
    });
    const splits = [{ train: [0, 1, 2, 3, 4, 5], test: [6, 7, 8, 9] }];
    for (const correlation of ['pearson', 'spearman'] as const) {
      const given = { ...base, splits, correlation };
      const { train, test } = neuralConsistency(Ms, T, { ...given, map: failing });
      const whole = neuralConsistency(Ms, T, given);
      expect([train.r_xy.values[1], train.r_xx.values[1], train.r_xy_n_sb.values[1]]).toEqual([
        NaN,
        NaN,
        NaN,
      ]);
      expect(train.r_xy.values[0]).toBe(whole.train.r_xy.values[0]);
      expect(test).toEqual(whole.test);
    }
  });

  it('gives weight to no source unit that does not vary', () => {
    const dead = ndArray(
      Float64Array.from({ length: 40 }, (_, index) =>
        index % 4 === 3 ? 0.7 : Ms.values[Math.floor(index / 4) * 3 + (index % 4)]!,
      ),
      [10, 4],
    );
    for (const map of [ridge1, plsOf(2)]) {
      const expected = neuralConsistency(Ms, T, { ...base, map }).test.r_xy_n_sb.values;
      const { r_xy_n_sb } = neuralConsistency(dead, T, { ...base, map }).test;
      expect(largestDifference(r_xy_n_sb.values, [...expected])).toBeLessThan(1e-12);
    }
  });

  it('is NaN, never an infinite or negative ceiling, where reliability is at most 0', () => {
    // Trials of either sign: the halves of seed 1234, trials 2, 1, 5 and 0, 4, 3, are opposite.
    const target = sized(6, (t, i, u) => ([1, 2, 5].includes(t) ? 1 : -1) * (u === 0 ? i : (i * 7) % 10));
    const noisy = sized(6, (t, i, u) => target.values[(t * 10 + i) * 2 + u]! + 0.01 * at(t, i, u));
    for (const form of ['fullNumerator', 'halfNumerator', 'ratio'] as const) {
      const { test } = neuralConsistency(Ms, noisy, { ...base, form, seeding: 'sameSeed' });
      expect(test.r_yy.values.every((value) => value < -0.9)).toBe(true);
      for (const name of ['denom_sb', 'r_xy_n_sb'] as const)
        expect([...test[name].values]).toEqual([NaN, NaN]);
    }
  });

  it('has no correlation over one stimulus', () => {
    const { test, train } = neuralConsistency(Ms, T, { ...base, trainFraction: 0.9 });
    expect([...test.r_xy.values, ...test.r_yy.values]).toEqual([NaN, NaN, NaN, NaN]);
    expect(train.r_xy.values.every(Number.isFinite)).toBe(true);
  });

  it('puts the odd trial into the second half', () => {
    const odd = sized(3, at);
    // Seed 0 shuffles three trials to 2, 1, 0: the halves are trial 2, and trials 1 and 0.
    const { test } = neuralConsistency(Ms, odd, {
      ...base,
      seed: 0,
      splits: [{ train: [0, 1, 2], test: [3, 4, 5, 6, 7, 8, 9] }],
    });
    const half = (trials: number[]) =>
      ndArray(
        Float64Array.from({ length: 14 }, (_, index) => {
          const [stimulus, site] = [3 + Math.floor(index / 2), index % 2];
          return trials.reduce((sum, trial) => sum + at(trial, stimulus, site), 0) / trials.length;
        }),
        [7, 2],
      );
    const expected = columnCorrelations(half([2]), half([1, 0])).values;
    expect(largestDifference(test.r_yy.values, [...expected])).toBeLessThan(1e-12);
  });

  it.each([
    ['source', parkMiller(1, [5, 2]), T, {}, 'source must have the 10 stimuli of target, got 5'],
    [
      'rank',
      parkMiller(1, [10]),
      T,
      {},
      'source must be [stimuli, features] or [trials, stimuli, sites], got [10]',
    ],
    ['no units', ndArray(new Float64Array(0), [10, 0]), T, {}, 'or [trials, stimuli, sites], got [10,0]'],
    ['target', Ms, Ms, {}, 'target must be [trials, stimuli, sites], got [10,3]'],
    [
      'one trial',
      Ms,
      parkMiller(1, [1, 10, 2]),
      {},
      'trials must be [trials >= 2, stimuli, sites], got [1,10,2]',
    ],
    ['form', Ms, T, { form: 'plain' }, 'form must be fullNumerator, halfNumerator, ratio, got "plain"'],
    ['seeding', Ms, T, { seeding: 'none' }, 'seeding must be sameSeed or oneGenerator, got "none"'],
    ['correlation', Ms, T, { correlation: 'tau' }, 'correlation must be pearson or spearman, got "tau"'],
    ['halves', Ms, T, { halves: 0 }, 'halves must be an integer of at least 1, got 0'],
    ['seed', Ms, T, { seed: -1 }, 'seed must be an integer of at least 0, got -1'],
    ['splits', Ms, T, { splits: 0.5 }, 'splits must be an integer of at least 1, got 0.5'],
    ['no splits', Ms, T, { splits: [] }, 'splits must hold at least one split, got none'],
    [
      'fraction',
      Ms,
      T,
      { trainFraction: 0 },
      'trainFraction must leave at least 1 of 10 stimuli on either side, got 0',
    ],
    ['all', Ms, T, { trainFraction: 1 }, 'on either side, got 1'],
    ['absent', Ms, T, { trainFraction: undefined }, 'on either side, got undefined'],
    [
      'empty part',
      Ms,
      T,
      { splits: [{ train: [0, 1], test: [] }] },
      'splits[0] must have stimuli on either side',
    ],
    ['twice', Ms, T, { splits: [{ train: [0, 1], test: [1] }] }, 'each once, got 1 twice'],
    [
      'beyond',
      Ms,
      T,
      { splits: [{ train: [0, 1], test: [10] }] },
      'must name stimuli 0 .. 9, each once, got 10',
    ],
    ['below', Ms, T, { splits: [{ train: [0, -1], test: [2] }] }, 'each once, got -1'],
    ['between', Ms, T, { splits: [{ train: [0, 1.5], test: [2] }] }, 'each once, got 1.5'],
    [
      'count',
      Ms,
      T,
      { sourceUnits: { count: 4, subsets: 1 } },
      'sourceUnits.count must be at most the 3 units of source, got 4',
    ],
    [
      'no count',
      Ms,
      T,
      { sourceUnits: { count: 0, subsets: 1 } },
      'sourceUnits.count must be an integer of at least 1, got 0',
    ],
    [
      'subsets',
      Ms,
      T,
      { sourceUnits: { count: 2, subsets: 0 } },
      'sourceUnits.subsets must be an integer of at least 1',
    ],
    [
      'components',
      Ms,
      T,
      { map: plsOf(3), trainFraction: 0.3 },
      'pls: components must be an integer in 1 .. 2',
    ],
  ] as [string, NdArray, NdArray, object, string][])(
    'names what does not fit: %s',
    (_, source, target, options, message) => {
      expect(() => neuralConsistency(source, target, { ...base, ...options } as never)).toThrow(message);
    },
  );

  it('names the stimulus and site that were never recorded', () => {
    const target = sized(6, (t, i, u) => (i === 4 && u === 1 ? NaN : at(t, i, u)));
    expect(() => neuralConsistency(Ms, target, base)).toThrow(
      'the mean over trials of target must be finite, got NaN at stimulus 4, site 1',
    );
    const source = sized(6, (t, i, u) => (i === 7 && u === 0 ? Infinity : at(t, i, u)));
    expect(() => neuralConsistency(source, T, base)).toThrow(
      'of source must be finite, got Infinity at stimulus 7, site 0',
    );
  });
});
