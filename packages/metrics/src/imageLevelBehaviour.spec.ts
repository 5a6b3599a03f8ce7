import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/behaviour.json';
import { largestDifference, mapped, parkMiller, table, vector } from './_fixtures';
import { behaviouralConsistency } from './behaviouralConsistency';
import { choiceShares } from './choiceShares';
import { i1, oneVersusRestI1 } from './i1';
import { i2, i2OfShares } from './i2';

const probabilities = table([
  [0.7, 0.2, 0.1],
  [0.5, 0.3, 0.2],
  [0.25, 0.6, 0.15],
  [0.1, 0.8, 0.1],
  [0.2, 0.2, 0.6],
  [0.3, 0.35, 0.35],
]);
const objects = vector(0, 0, 1, 1, 2, 2);
/** NaN as the number that stands for it in goldens. */
const marked = ({ values }: NdArray) => values.map((value) => (Number.isNaN(value) ? 99 : value));

const images = 15;
const truth = vector(...Array.from({ length: images }, (_, image) => image % 3));
const model = mapped(
  parkMiller(301, [images, 3]),
  (v, at) => v + (at % 3 === Math.floor(at / 3) % 3 ? 0.5 : 0),
);
const trialsOf = (rows: readonly (readonly number[])[]) => ({
  images: vector(...rows.map(([image]) => image!)),
  distractors: vector(...rows.map(([, distractor]) => distractor!)),
  choices: vector(...rows.map(([, , choice]) => choice!)),
});
const human = trialsOf(golden.human);

describe('i2 and i1', () => {
  it('give the printed values', () => {
    const wanted = [
      99, 1.597028941, 1.520140058, 99, 1.150958631, 0.9357395, 1.069794387, 99, 1.160260598, 1.74903965, 99,
      1.539279713, 1.497127041, 1.687383088, 99, 0.9191959064, 1.012893337, 99,
    ];
    expect(largestDifference(marked(i2(probabilities, objects)), wanted)).toBeLessThan(1e-9);
    const perImage = [1.5585845, 1.043349065, 1.115027492, 1.644159682, 1.592255064, 0.9660446219];
    expect(largestDifference(i1(probabilities, objects).values, perImage)).toBeLessThan(1e-9);
    expect(i1(probabilities, objects).shape).toEqual([6]);
  });

  it('give the printed normalised values', () => {
    const wanted = [
      99, 0.2230351549, 0.2922002792, 99, -0.2230351549, -0.2922002792, -0.3396226319, 99, -0.1895095576,
      0.3396226319, 99, 0.1895095576, 0.2889655675, 0.3372448751, 99, -0.2889655675, -0.3372448751, 99,
    ];
    const normalised = { normalised: true };
    expect(largestDifference(marked(i2(probabilities, objects, normalised)), wanted)).toBeLessThan(1e-9);
    const perImage = [0.2576177171, -0.2576177171, -0.2645660947, 0.2645660947, 0.3131052213, -0.3131052213];
    expect(largestDifference(i1(probabilities, objects, normalised).values, perImage)).toBeLessThan(1e-9);
  });

  it('give I1 of images of unequal numbers per object', () => {
    const rows = table([
      [0.7, 0.2, 0.1],
      [0.4, 0.35, 0.25],
      [0.2, 0.6, 0.2],
      [0.1, 0.3, 0.6],
    ]);
    expect(
      largestDifference(i1(rows, vector(0, 0, 1, 2)).values, [1.82856, 1.059547, 1.090035, 1.416112]),
    ).toBeLessThan(6e-7);
  });

  it('agree with SciPy on more images (goldens/behaviour.py)', () => {
    expect(largestDifference(marked(i2(model, truth)), golden.i2)).toBeLessThan(1e-12);
    expect(largestDifference(i1(model, truth, { normalised: true }).values, golden.i1n)).toBeLessThan(1e-12);
  });

  it('are indifferent to the scale of each row, and 0 for a model that knows nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const rows = parkMiller(seed, [6, 3]);
        const scaled = mapped(rows, (v, at) => v * (1 + Math.floor(at / 3)));
        expect(largestDifference(marked(i2(scaled, objects)), [...marked(i2(rows, objects))])).toBeLessThan(
          1e-11,
        );
        expect(
          largestDifference(
            i1(
              mapped(rows, () => 0.2),
              objects,
            ).values,
            Array(6).fill(0),
          ),
        ).toBe(0);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('clip at the limit, and are undefined where there is nothing to compare', () => {
    const certain = table([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    const scores = i2(certain, vector(0, 1));
    expect([...marked(scores)]).toEqual([99, 5, 99, 5, 99, 99]);
    expect([...i1(certain, vector(0, 1), { limit: 2 }).values]).toEqual([2, 2]);
    const silent = table([
      [0, 0, 1],
      [0.5, 0.5, 0.5],
    ]);
    expect(i2(silent, vector(0, 1)).values[1]).toBeNaN();
    expect(i1(table([[0.5]]), vector(0)).values[0]).toBeNaN();
  });

  it('name what does not fit', () => {
    expect(() => i2(probabilities, vector(0, 1))).toThrow(
      'i2: objects must name the object of each of 6 images, got 2',
    );
    expect(() => i1(probabilities, vector(0, 0, 1, 1, 2, 3))).toThrow(
      'objects must be whole numbers in 0 .. 2, got 3 at 5',
    );
    expect(() => i1(probabilities, vector(0, 0, 1, 1, 2, -1))).toThrow('got -1 at 5');
    expect(() => i1(probabilities, vector(0, 0, 0.5, 1, 2, 2))).toThrow('got 0.5 at 2');
    expect(() =>
      i2(
        mapped(probabilities, (v) => -v),
        objects,
      ),
    ).toThrow('i2: probabilities must not be negative, got -0.7 at flat index 0');
    expect(() =>
      i2OfShares(
        mapped(probabilities, (v) => v + 0.5),
        objects,
      ),
    ).toThrow('i2OfShares: shares must be in 0 .. 1 or NaN, got 1.2 at flat index 0');
    expect(() =>
      i2OfShares(
        mapped(probabilities, (v) => v - 0.2),
        objects,
      ),
    ).toThrow(/flat index 2/);
    expect(() => i2OfShares(vector(0.5), objects)).toThrow('shares must be [images, objects], got [1]');
  });
});

describe('oneVersusRestI1', () => {
  it('gives the printed values, which are not those of i1', () => {
    const wanted = [1.525234992, 1.024171281, 1.104971549, 1.641837518, 1.588117084, 0.9618504078];
    expect(largestDifference(oneVersusRestI1(probabilities, objects).values, wanted)).toBeLessThan(1e-9);
  });

  it('clips at the limit, and is undefined without images of other objects', () => {
    const certain = table([
      [1, 0],
      [0, 1],
    ]);
    expect([...oneVersusRestI1(certain, vector(0, 1)).values]).toEqual([5, 5]);
    expect([...oneVersusRestI1(certain, vector(0, 1), { limit: 3 }).values]).toEqual([3, 3]);
    expect(oneVersusRestI1(table([[0.6, 0.4]]), vector(0)).values[0]).toBeNaN();
  });
});

describe('choiceShares', () => {
  it('counts how often a distractor won: 1 of 3, 0 of 1, and NaN for those never shown', () => {
    const trials = trialsOf([
      [0, 1, 1],
      [0, 1, 0],
      [0, 1, 0],
      [0, 2, 0],
      [1, 0, 0],
    ]);
    const shares = choiceShares(trials, vector(0, 2), { count: 3 });
    expect([...shares.values]).toEqual([NaN, 1 / 3, 0, 1, NaN, NaN]);
    expect(shares.shape).toEqual([2, 3]);
    expect([...choiceShares(trials, vector(0, 2), { count: 3, chosen: [0, 1] }).values]).toEqual([
      NaN,
      0.5,
      NaN,
      NaN,
      NaN,
      NaN,
    ]);
  });

  it('refuses trials that are none', () => {
    const of = (...row: number[]) => choiceShares(trialsOf([row]), vector(0, 2), { count: 3 });
    expect(() => of(0, 0, 0)).toThrow("a distractor must not be the image's object, got 0 in trial 0");
    expect(() => of(0, 1, 2)).toThrow('a choice must be 0 or 1 in trial 0, got 2');
    expect(() => of(2, 1, 1)).toThrow('images must be whole numbers in 0 .. 1, got 2 at 0');
    expect(() => of(0, 3, 0)).toThrow('distractors must be whole numbers in 0 .. 2, got 3 at 0');
    expect(() => of(0, 1, 3)).toThrow(/choices must be whole numbers/);
    const uneven = { ...trialsOf([[0, 1, 1]]), choices: vector(1, 0) };
    expect(() => choiceShares(uneven, vector(0, 2), { count: 3 })).toThrow(
      'choices must have the 1 trials of images, got 2',
    );
  });
});

describe('behaviouralConsistency', () => {
  it('agrees with NumPy halves and SciPy, for a fixed model (goldens/behaviour.py)', () => {
    for (const form of ['i1', 'i2', 'i1n', 'i2n'] as const) {
      const rows = golden.consistency[`${form} fixed`];
      const result = behaviouralConsistency(model, human, { objects: truth, form });
      expect(
        largestDifference(
          result.correlations,
          rows.map(([r]) => r!),
        ),
      ).toBeLessThan(1e-12);
      expect(
        largestDifference(
          result.observerReliability,
          rows.map(([, r]) => r!),
        ),
      ).toBeLessThan(1e-12);
      expect([...result.modelReliability]).toEqual([1, 1]);
      const mean = (f: (row: number[]) => number) => (f(rows[0]!) + f(rows[1]!)) / 2;
      expect(result.raw).toBeCloseTo(
        mean(([r]) => r!),
        12,
      );
      expect(result.ceiling).toBeCloseTo(
        mean(([, r]) => Math.sqrt(r!)),
        12,
      );
      expect(result.ceiled).toBeCloseTo(
        mean(([r, h]) => r! / Math.sqrt(h!)),
        12,
      );
      expect([result.form, result.undefinedRepetitions]).toEqual(['halfNumerator', 0]);
      expect(result.n).toBe(form.startsWith('i1') ? 15 : 30);
    }
    expect(behaviouralConsistency(model, human, { objects: truth })).toEqual(
      behaviouralConsistency(model, human, {
        objects: truth,
        form: 'i2n',
        seed: 0,
        halves: 2,
        limit: 5,
      }),
    );
  });

  it('corrects for the noise of a model of trials, and counts halves without reliability', () => {
    const noisy = trialsOf(golden.modelTrials);
    for (const form of ['i1', 'i2n'] as const) {
      const rows = golden.consistency[`${form} trials`];
      const result = behaviouralConsistency(noisy, human, { objects: truth, form, count: 3 });
      expect(
        largestDifference(
          result.correlations,
          rows.map(([r]) => r!),
        ),
      ).toBeLessThan(1e-12);
      expect(
        largestDifference(
          result.modelReliability,
          rows.map(([, , r]) => r!),
        ),
      ).toBeLessThan(1e-12);
      const known = rows.filter(([, h, m]) => h! > 0 && m! > 0);
      const ceilings = known.map(([, h, m]) => Math.sqrt(h! * m!));
      expect(result.undefinedRepetitions).toBe(2 - known.length);
      expect(result.ceiling).toBeCloseTo(ceilings.reduce((sum, c) => sum + c, 0) / known.length, 12);
      const scores = known.map(([r], at) => r! / ceilings[at]!);
      expect(result.ceiled).toBeCloseTo(scores.reduce((sum, s) => sum + s, 0) / known.length, 12);
    }
    expect(golden.consistency['i1 trials'][1]![1]).toBeLessThan(0);
  });

  it('follows its seed and limit', () => {
    const of = (options: object) => behaviouralConsistency(model, human, { objects: truth, ...options });
    expect(of({ seed: 3 })).toEqual(of({ seed: 3 }));
    expect(of({ seed: 3 }).raw).not.toBe(of({ seed: 4 }).raw);
    expect(of({ limit: 0.5 }).raw).not.toBe(of({}).raw);
    expect(of({ halves: 3 }).correlations).toHaveLength(3);
  });

  it('says what it needs', () => {
    expect(() => behaviouralConsistency(human, human, { objects: truth })).toThrow(
      'count must be given for a model of trials, got none',
    );
    expect(() => behaviouralConsistency(probabilities, human, { objects: truth })).toThrow(
      'model must be [15 images, objects], got [6,3]',
    );
    expect(() => behaviouralConsistency(vector(1), human, { objects: vector(0) })).toThrow(/got \[1\]/);
    expect(() => behaviouralConsistency(model, human, { objects: truth, count: 4 })).toThrow(
      'count must be the 3 objects of the model, got 4',
    );
    expect(() => behaviouralConsistency(model, trialsOf([[0, 1, 1]]), { objects: truth })).toThrow(
      'trials must be at least 2, got 1',
    );
    expect(() => behaviouralConsistency(model, human, { objects: truth, form: 'o2' as 'i2' })).toThrow(
      /form must be i1, i2, i1n or i2n, got o2/,
    );
    expect(() => behaviouralConsistency(model, human, { objects: truth, halves: 0 })).toThrow(
      /halves must be an integer of at least 1, got 0/,
    );
    expect(() =>
      behaviouralConsistency(
        mapped(model, () => NaN),
        human,
        { objects: truth },
      ),
    ).toThrow(DataError);
  });
});
