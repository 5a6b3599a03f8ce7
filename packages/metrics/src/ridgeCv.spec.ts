import { describe, expect, it, vi } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/ridgeCv.json';
import { largestDifference, parkMiller, product, table } from './_fixtures';
import { takeRows } from './_matrix';
import { ridge, ridgePath } from './ridge';
import { ridgeCv } from './ridgeCv';

/** The regressions of goldens/ridgeCv.py: n above, below and next to p. */
function problem({ n, p, q }: { n: number; p: number; q: number }): { x: NdArray; y: NdArray } {
  const x = parkMiller(n, [n, p]);
  const weights = parkMiller(p, [3, q]).values.map((value) => value - 0.5);
  const first = ndArray(
    x.values.filter((_, at) => at % p < 3),
    [n, 3],
  );
  const noise = parkMiller(q, [n, q]).values;
  const signal = product(first, ndArray(weights, [3, q]));
  const levels = [0.05, 0.5, 2, 1];
  return {
    x,
    y: ndArray(
      signal.values.map((value, at) => value + levels[(at % q) % 4]! * (noise[at]! - 0.5)),
      [n, q],
    ),
  };
}

const relative = (a: ArrayLike<number>, b: readonly number[]) =>
  largestDifference(a, b) / Math.max(...b.map(Math.abs));
const { alphas } = golden;

describe('ridgeCv', () => {
  it('leaves one out by hand: x = y = 0, 1, 2 with alpha 2 errs by 1.2, 0 and -1.2', () => {
    // Without 0: x = 1, 2 centred -1/2, 1/2; slope 0.5 / 2.5 = 0.2; at 0: 1.5 - 1.5 0.2 = 1.2.
    const line = table([[0], [1], [2]]);
    const { errors, alpha } = ridgeCv(line, line, { alphas: [2] });
    expect(errors.values[0]).toBeCloseTo((1.44 + 0 + 1.44) / 3, 12);
    expect([...alpha]).toEqual([2]);
  });

  for (const { leaveOneOut, generalised, folds, perTarget, ...size } of golden.cases) {
    const { x, y } = problem(size);
    const name = `[${size.n}, ${size.p}] -> ${size.q}`;

    it(`agrees with scikit-learn's RidgeCV, one alpha or one for each target, ${name}`, () => {
      const one = ridgeCv(x, y, { alphas });
      leaveOneOut.errors.forEach((row, a) =>
        expect(relative(one.errors.values.subarray(a * size.q, (a + 1) * size.q), row)).toBeLessThan(1e-9),
      );
      expect([...one.alpha]).toEqual(Array.from({ length: size.q }, () => leaveOneOut.alpha));
      expect(relative(one.coefficients.values, leaveOneOut.coefficients)).toBeLessThan(1e-9);
      expect(relative(one.intercept, leaveOneOut.intercept)).toBeLessThan(1e-9);
      const each = ridgeCv(x, y, { alphas, perTarget: true });
      expect([...each.alpha]).toEqual(leaveOneOut.alphas);
      expect(relative(each.coefficients.values, leaveOneOut.coefficientsEach)).toBeLessThan(1e-9);
    });

    it(`agrees with the hat matrix on generalised cross-validation, ${name}`, () => {
      const { errors } = ridgeCv(x, y, { alphas: alphas.slice(1), validation: 'generalised' });
      expect(relative(errors.values, generalised.flat())).toBeLessThan(1e-9);
    });

    it(`agrees with scikit-learn's Ridge on each of four folds, ${name}`, () => {
      const told = vi.fn();
      const cv = ridgeCv(x, y, { alphas, validation: 4, perTarget: true, onProgress: told });
      expect(relative(cv.errors.values, folds.flat())).toBeLessThan(1e-8);
      expect(told.mock.calls).toEqual([
        [1, 4],
        [2, 4],
        [3, 4],
        [4, 4],
      ]);
      cv.alpha.forEach((alpha, target) => {
        const errors = folds.map((row) => row[target]!);
        expect(alpha).toBe(alphas[errors.indexOf(Math.min(...errors))]);
      });
      const whole = ridge(x, y, { alpha: cv.alpha });
      expect(relative(cv.coefficients.values, [...whole.coefficients.values])).toBeLessThan(1e-12);
    });

    it(`takes a penalty for each target, as scikit-learn's Ridge, ${name}`, () => {
      const map = ridge(x, y, { alpha: perTarget.alpha });
      expect(relative(map.coefficients.values, perTarget.coefficients)).toBeLessThan(1e-9);
    });

    it(`has a path that is ridge at each alpha, ${name}`, () => {
      const path = ridgePath(x, y, { alphas });
      expect(path).toHaveLength(alphas.length);
      path.forEach((map, a) => {
        const alone = ridge(x, y, { alpha: alphas[a]! });
        expect(relative(map.predict(x).values, [...alone.predict(x).values])).toBeLessThan(1e-8);
      });
    });
  }

  it('is leave-one-out where each split leaves one out', () => {
    for (const size of [
      { n: 12, p: 4, q: 2 },
      { n: 8, p: 15, q: 2 },
    ]) {
      const { x, y } = problem(size);
      const all = Array.from({ length: size.n }, (_, index) => index);
      const splits = all.map((left) => ({
        train: Int32Array.from(all.filter((index) => index !== left)),
        test: Int32Array.of(left),
      }));
      const shortcut = ridgeCv(x, y, { alphas }).errors.values;
      expect(
        relative(ridgeCv(x, y, { alphas, validation: splits }).errors.values, [...shortcut]),
      ).toBeLessThan(1e-8);
    }
  });

  it('predicts the same from weights of samples and from coefficients', () => {
    const { x, y } = problem({ n: 10, p: 60, q: 20 });
    const [few, many] = [parkMiller(3, [2, 60]), parkMiller(3, [400, 60])];
    const [before, after] = [ridge(x, y, { alpha: 1 }), ridge(x, y, { alpha: 1 })];
    const dual = before.predict(few).values;
    expect(after.coefficients.shape).toEqual([60, 20]);
    expect(largestDifference(after.predict(few).values, [...dual])).toBeLessThan(1e-12);
    expect(
      largestDifference(ridge(x, y, { alpha: 1 }).predict(many).values.slice(0, 40), [...dual]),
    ).toBeLessThan(1e-12);
    const byHand = product(few, after.coefficients).values.map(
      (value, at) => value + after.intercept[at % 20]!,
    );
    expect(largestDifference(byHand, [...dual])).toBeLessThan(1e-12);
  });

  it('does not mind where source and target lie, nor features that are constant', () => {
    const { x, y } = problem({ n: 10, p: 30, q: 2 });
    const moved = { values: x.values.map((value, at) => (at % 30 === 7 ? 5 : value + 100)), shape: x.shape };
    const still = { values: x.values.map((value, at) => (at % 30 === 7 ? 0 : value)), shape: x.shape };
    const errors = (source: NdArray, validation: 'leaveOneOut' | number) =>
      ridgeCv(source, y, { alphas, validation }).errors.values;
    for (const validation of ['leaveOneOut', 5] as const)
      expect(relative(errors(moved, validation), [...errors(still, validation)])).toBeLessThan(1e-8);
  });

  it('takes splits of unequal and unordered sides', () => {
    const { x, y } = problem({ n: 12, p: 5, q: 2 });
    const split = { train: Int32Array.of(3, 1, 9, 4, 11, 0, 7), test: Int32Array.of(2, 10) };
    const { errors } = ridgeCv(x, y, { alphas: [0.5], validation: [split] });
    const predicted = ridge(takeRows(x, split.train), takeRows(y, split.train), { alpha: 0.5 }).predict(
      takeRows(x, split.test),
    );
    const wanted = takeRows(y, split.test).values;
    const squares = predicted.values.map((value, at) => (value - wanted[at]!) ** 2);
    expect(
      largestDifference(errors.values, [(squares[0]! + squares[2]!) / 2, (squares[1]! + squares[3]!) / 2]),
    ).toBeLessThan(1e-13);
  });

  it('predicts the mean from a single training sample', () => {
    const { x, y } = problem({ n: 6, p: 9, q: 1 });
    const { errors } = ridgeCv(x, y, {
      alphas: [1],
      validation: [{ train: Int32Array.of(2), test: Int32Array.of(4) }],
    });
    expect(errors.values[0]).toBeCloseTo((y.values[2]! - y.values[4]!) ** 2, 13);
  });

  it('takes the first of equally good alphas', () => {
    const { x } = problem({ n: 8, p: 3, q: 1 });
    const flat = table(Array.from({ length: 8 }, () => [2]));
    expect([...ridgeCv(x, flat, { alphas: [3, 1, 2] }).alpha]).toEqual([3]);
  });

  it('names what does not fit', () => {
    const { x, y } = problem({ n: 8, p: 3, q: 2 });
    const run = (options: Partial<Parameters<typeof ridgeCv>[2]>) => () =>
      ridgeCv(x, y, { alphas: [1], ...options });
    expect(run({ alphas: [] })).toThrow(/ridgeCv: alphas must hold at least one, got none/);
    expect(run({ alphas: [1, -1] })).toThrow(/alpha must be greater than 0, got -1/);
    expect(run({ alphas: [Infinity] })).toThrow(/alpha must be greater than 0, got Infinity/);
    expect(run({ validation: 1 })).toThrow(/ridgeCv: folds must be an integer of at least 2, got 1/);
    expect(run({ validation: 9 })).toThrow(/folds must be at most the 8 samples, got 9/);
    expect(run({ validation: 2.5 })).toThrow(/got 2\.5/);
    expect(run({ validation: [] })).toThrow(/splits must be at least 1, got none/);
    const split = (train: number[], test: number[]) => [
      { train: Int32Array.from(train), test: Int32Array.from(test) },
    ];
    expect(run({ validation: split([0, 8], [1]) })).toThrow(/indices of 8 samples, got 8/);
    expect(run({ validation: split([0, 1], [-1]) })).toThrow(/indices of 8 samples, got -1/);
    expect(run({ validation: split([0, 1], []) })).toThrow(/split 0 must test some samples, got none/);
    expect(run({ validation: split([], [1]) })).toThrow(/split 0 must train on some samples, got none/);
    expect(run({ validation: 'loo' as never })).toThrow(
      /validation must be leaveOneOut, generalised, folds or splits, got loo/,
    );
    expect(() => ridgeCv(table([[1]]), table([[1]]), { alphas: [1] })).toThrow(
      /samples must be at least 2, got 1/,
    );
    expect(() => ridgePath(x, y, { alphas: [] })).toThrow(/ridgePath: alphas must hold at least one/);
    expect(() => ridge(x, y, { alpha: [1] })).toThrow(
      /alpha must be one or one for each of 2 targets, got 1/,
    );
    expect(() => ridge(x, y, { alpha: [1, NaN] })).toThrow(/greater than 0, got NaN/);
  });
});
