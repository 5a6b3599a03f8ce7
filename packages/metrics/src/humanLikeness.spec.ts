import { describe, expect, it } from 'vitest';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import golden from '../goldens/behaviour.json';
import { largestDifference, mapped, parkMiller, table, vector } from './_fixtures';
import { humanLikeness } from './humanLikeness';

const rng = createRng(9);
const wanted = parkMiller(310, [30]);
const asked = parkMiller(312, [9, 30]).values;
const people = mapped(parkMiller(311, [9, 30]), (v, at) =>
  asked[at]! > 0.2 ? Number(v < wanted.values[at % 30]!) : NaN,
);
const jitter = parkMiller(313, [30]).values;
const model = mapped(wanted, (v, at) => Math.min(1, Math.max(0, v + 0.5 * (jitter[at]! - 0.5))));

describe('humanLikeness', () => {
  it('agrees with NumPy halves, SciPy and scikit-learn, people not asked left out (goldens/behaviour.py)', () => {
    const result = humanLikeness(model, people, { rng, halves: 10, seed: 5, resamples: 50 });
    const { likeness } = golden;
    expect(result.raw).toBeCloseTo(likeness.raw, 13);
    expect(result.ceiling).toBeCloseTo(likeness.ceiling, 13);
    expect(result.ceiled).toBeCloseTo(likeness.ceiled, 13);
    expect(result.rootMeanSquaredError).toBeCloseTo(likeness.rmse, 13);
    expect(largestDifference(result.modelKappas, likeness.modelKappas)).toBeLessThan(1e-13);
    expect(largestDifference(result.humanKappas, likeness.humanKappas)).toBeLessThan(1e-13);
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(result.meanModelKappa).toBeCloseTo(mean(likeness.modelKappas), 13);
    expect(result.meanHumanKappa).toBeCloseTo(mean(likeness.humanKappas), 13);
    expect(result).toMatchObject({ form: 'fullNumerator', undefinedHalves: 0, people: 9, n: 30 });
  });

  it('finds about 1 for a model that knows what moves people', () => {
    const many = createRng(1).uniform(40 * 200);
    const truth = createRng(2).uniform(200);
    const crowd = ndArray(
      many.map((u, at) => Number(u < truth[at % 200]!)),
      [40, 200],
    );
    const { ceiled, raw, ceiling } = humanLikeness(ndArray(truth, [200]), crowd, {
      rng,
      resamples: 2,
      halves: 20,
    });
    expect(raw).toBeLessThan(ceiled);
    expect(Math.abs(ceiled - 1)).toBeLessThan(0.02);
    expect(ceiling).toBeLessThan(1);
  });

  it('has intervals about its values, the same for the same rng', () => {
    const of = (level?: number) =>
      humanLikeness(model, people, { rng, halves: 1, resamples: 300, ...(level ? { level } : {}) });
    const { intervals, raw, meanModelKappa } = of();
    expect(of()).toEqual(of());
    expect(intervals.raw[0]).toBeLessThan(raw);
    expect(intervals.raw[1]).toBeGreaterThan(raw - 0.05);
    expect(intervals.meanModelKappa[0]).toBeLessThan(meanModelKappa);
    expect(intervals.meanModelKappa[1]).toBeGreaterThan(meanModelKappa);
    expect(intervals.meanModelKappa[1] - intervals.meanModelKappa[0]).toBeGreaterThan(0.1);
    expect(of(0.5).intervals.raw[1]).toBeLessThan(intervals.raw[1]);
    expect(of(0.5).intervals.raw[0]).toBeGreaterThan(intervals.raw[0]);
  });

  it('moves with the threshold in its answers alone', () => {
    const of = (threshold: number) =>
      humanLikeness(model, people, { rng, threshold, halves: 2, resamples: 2 });
    expect(of(0.2).raw).toBe(of(0.8).raw);
    expect(of(0.2).meanModelKappa).not.toBe(of(0.8).meanModelKappa);
    const even = humanLikeness(
      vector(0.5, 0.4),
      table([
        [1, 0],
        [1, 0],
      ]),
      { rng, halves: 1, resamples: 2 },
    );
    expect([...even.modelKappas]).toEqual([1, 1]);
  });

  it('has no ceiling where people do not agree, and no correlation for a constant model', () => {
    const opposed = table([
      [1, 0, 1, 0],
      [0, 1, 0, 1],
    ]);
    const result = humanLikeness(vector(0.1, 0.9, 0.2, 0.7), opposed, { rng, halves: 3, resamples: 2 });
    expect([result.ceiling, result.ceiled, result.undefinedHalves]).toEqual([NaN, NaN, 3]);
    expect([...result.humanKappas]).toEqual([-1]);
    const flat = humanLikeness(
      mapped(model, () => 0.5),
      people,
      { rng, halves: 2, resamples: 2 },
    );
    expect([flat.raw, flat.ceiled]).toEqual([NaN, NaN]);
    expect(flat.intervals.raw).toEqual([NaN, NaN]);
    expect(flat.ceiling).toBeGreaterThan(0);
    const apart = table([
      [1, NaN, 0, 1],
      [NaN, 0, NaN, NaN],
    ]);
    expect(
      humanLikeness(vector(1, 0, 0, 1), apart, { rng, halves: 1, resamples: 2 }).humanKappas[0],
    ).toBeNaN();
  });

  it('names what does not fit', () => {
    const few = { rng, halves: 1, resamples: 2 };
    expect(() => humanLikeness(model, ndArray(people.values.slice(0, 30), [1, 30]), few)).toThrow(
      'people must be [people >= 2, 30 stimuli], got [1,30]',
    );
    expect(() => humanLikeness(vector(0.5), people, few)).toThrow(/1 stimuli\], got \[9,30\]/);
    expect(() => humanLikeness(vector(0.5), vector(1), few)).toThrow(/got \[1\]/);
    expect(() =>
      humanLikeness(
        mapped(model, (v) => v + 1),
        people,
        few,
      ),
    ).toThrow(/model must be in 0 .. 1/);
    expect(() =>
      humanLikeness(
        mapped(model, (v) => v - 1),
        people,
        few,
      ),
    ).toThrow(/model must be in 0 .. 1/);
    expect(() =>
      humanLikeness(
        model,
        mapped(people, () => 0.5),
        few,
      ),
    ).toThrow('people must hold 0, 1 and NaN, got 0.5 at flat index 0');
    expect(() =>
      humanLikeness(
        vector(1, 0),
        table([
          [1, NaN],
          [0, NaN],
        ]),
        few,
      ),
    ).toThrow('a stimulus must be judged by someone, got none at stimulus 1');
    expect(() => humanLikeness(model, people, { ...few, threshold: 2 })).toThrow(
      'threshold must be in 0 .. 1, got 2',
    );
    expect(() => humanLikeness(model, people, { ...few, halves: 0 })).toThrow(
      /halves must be an integer of at least 1/,
    );
    expect(() => humanLikeness(model, people, { ...few, resamples: 1 })).toThrow(
      /resamples must be .* at least 2/,
    );
    expect(() => humanLikeness(model, people, { ...few, level: 2 })).toThrow(/level must be between 0 and 1/);
  });
});
