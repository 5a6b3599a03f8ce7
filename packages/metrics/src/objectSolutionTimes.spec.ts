import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import golden from '../goldens/behaviour.json';
import { mapped, parkMiller, table, vector } from './_fixtures';
import { objectSolutionTimes } from './objectSolutionTimes';
import { solutionTimeConsistency } from './solutionTimeConsistency';

const columnOf = (...values: number[]) => ndArray(Float64Array.from(values), [values.length, 1]);
const times = vector(70, 80, 90, 100);
const known = (values: readonly (number | null)[]) => vector(...values.map((value) => value ?? NaN));

describe('objectSolutionTimes', () => {
  it('draws the line from the bin before, from the highest value below, or not at all', () => {
    const course = columnOf(0.2, 0.9, 0.5, 1.6);
    const of = (interpolation: 'previousBin' | 'highestBelow' | 'none') =>
      objectSolutionTimes(course, vector(1.2), { times, interpolation }).times[0];
    expect(of('highestBelow')).toBeCloseTo(88.5714285714, 9);
    expect(of('previousBin')).toBeCloseTo(96.3636363636, 9);
    expect(of('none')).toBe(100);
    expect(objectSolutionTimes(course, vector(1.2), { times }).times[0]).toBe(of('previousBin'));
    expect(objectSolutionTimes(course, vector(1.2)).times[0]).toBeCloseTo(2.63636363636, 10);
  });

  it('agrees with the solved lines of SciPy (goldens/behaviour.py)', () => {
    const course = mapped(parkMiller(305, [12, 40]), (v) => 3 * v * v);
    const criterion = mapped(parkMiller(306, [40]), (v) => 1 + 2 * v);
    const clock = vector(...Array.from({ length: 12 }, (_, bin) => 70 + 10 * bin));
    for (const interpolation of ['previousBin', 'highestBelow'] as const) {
      const wanted = golden.solution[interpolation];
      const result = objectSolutionTimes(course, criterion, { times: clock, interpolation });
      wanted.forEach((time, image) => {
        if (time === null) expect(result.times[image]).toBeNaN();
        else expect(Math.abs(result.times[image]! - time)).toBeLessThan(1e-9);
        expect(result.timesteps[image]! < 0).toBe(time === null);
      });
      expect(result.solved).toBe(wanted.filter((time) => time !== null).length);
      expect(result.neverSolved).toBe(40 - result.solved);
    }
  });

  it('is the time of the first bin for what is solved there, and exact where the criterion is met exactly', () => {
    const performance = table([
      [2, 0, 1],
      [1, 1, 1],
      [0, 2, 1],
    ]);
    const result = objectSolutionTimes(performance, vector(1, 1, 1), { times: vector(5, 7, 9) });
    expect([...result.times]).toEqual([5, 7, 5]);
    expect([...result.timesteps]).toEqual([0, 1, 0]);
    expect([result.solved, result.neverSolved, result.withoutCriterion]).toEqual([3, 0, 0]);
  });

  it('tells images never solved from images without a criterion', () => {
    const performance = table([
      [0, 0, 9],
      [0.5, 3, 9],
    ]);
    const result = objectSolutionTimes(performance, vector(1, 2, NaN));
    expect([...result.times]).toEqual([NaN, 2 / 3, NaN]);
    expect([...result.timesteps]).toEqual([-1, 1, -1]);
    expect([result.solved, result.neverSolved, result.withoutCriterion]).toEqual([1, 1, 1]);
  });

  it('draws no line from a bin without a value', () => {
    const of = (interpolation: 'previousBin' | 'highestBelow', ...course: number[]) =>
      objectSolutionTimes(columnOf(...course), vector(1), { times, interpolation }).times[0];
    expect(of('previousBin', NaN, NaN, NaN, 2)).toBe(100);
    expect(of('previousBin', 0, 0, NaN, 2)).toBe(100);
    expect(of('highestBelow', NaN, 0, NaN, 2)).toBe(90);
    expect(of('highestBelow', NaN, NaN, NaN, 2)).toBe(100);
  });

  it('does not change when bins are added after all is solved, and never exceeds the first bin that meets it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (course, criterion) => {
          const of = (values: number[], interpolation: 'previousBin' | 'highestBelow' | 'none') =>
            objectSolutionTimes(columnOf(...values), vector(criterion), { interpolation });
          const coarse = of(course, 'none').times[0]!;
          for (const interpolation of ['previousBin', 'highestBelow'] as const) {
            const { times: found, solved } = of(course, interpolation);
            if (solved === 0) continue;
            expect(of([...course, -9, 9], interpolation).times).toEqual(found);
            expect(found[0]).toBeLessThanOrEqual(coarse + 1e-12);
            if (interpolation === 'previousBin') expect(found[0]).toBeGreaterThanOrEqual(coarse - 1 - 1e-12);
          }
        },
      ),
      { seed: 2 },
    );
  });

  it('names what does not fit', () => {
    const course = columnOf(0, 1);
    expect(() => objectSolutionTimes(course, vector(1, 2))).toThrow(
      'criterion must have the 1 images of performance, got 2',
    );
    expect(() => objectSolutionTimes(vector(1), vector(1))).toThrow(
      /performance must be \[timesteps, images\] .* got \[1\] and \[1\]/,
    );
    expect(() => objectSolutionTimes(course, course)).toThrow(/got \[2,1\] and \[2,1\]/);
    expect(() => objectSolutionTimes(columnOf(), vector(1))).toThrow(/images of performance/);
    expect(() => objectSolutionTimes(columnOf(0, Infinity), vector(1))).toThrow(
      'performance must be finite or NaN, got Infinity at flat index 1',
    );
    expect(() => objectSolutionTimes(course, vector(-Infinity))).toThrow(/criterion must be finite or NaN/);
    expect(() => objectSolutionTimes(course, vector(1), { times: vector(1) })).toThrow(
      'times must be one per timestep of 2, got 1',
    );
    expect(() => objectSolutionTimes(course, vector(1), { times: vector(1, 1) })).toThrow(
      'times must ascend, got 1 after 1',
    );
    expect(() => objectSolutionTimes(course, vector(1), { interpolation: 'spline' as 'none' })).toThrow(
      /interpolation must be previousBin, highestBelow or none, got spline/,
    );
  });
});

describe('solutionTimeConsistency', () => {
  const model = known(golden.solution.previousBin);
  const reference = known(golden.reference);

  it('agrees with SciPy over the images that both solve (goldens/behaviour.py)', () => {
    const result = solutionTimeConsistency(model, reference);
    expect(result.raw).toBeCloseTo(golden.solutionSpearman, 13);
    expect(result).toMatchObject({
      n: golden.solutionBoth,
      ceiling: 1,
      ceiled: result.raw,
      form: 'uncorrected',
    });
    expect([result.solvedByModel, result.solvedByReference]).toEqual([36, 35]);
    expect(result.fractionSolved).toBe(35 / 35);
  });

  it('counts what one side alone solves', () => {
    const result = solutionTimeConsistency(vector(1, 2, NaN, 4, NaN), vector(3, 9, 5, NaN, NaN));
    expect(result).toMatchObject({ raw: 1, n: 2, solvedByModel: 3, solvedByReference: 3 });
    expect(result.fractionSolved).toBeCloseTo(2 / 3, 15);
    const none = solutionTimeConsistency(vector(1, NaN), vector(NaN, NaN));
    expect([none.raw, none.fractionSolved, none.n]).toEqual([NaN, NaN, 0]);
    expect(solutionTimeConsistency(vector(1, NaN), vector(1, 2)).raw).toBeNaN();
    expect(solutionTimeConsistency(vector(1, 2), vector(1, 1)).raw).toBeNaN();
  });

  it('divides by a ceiling that is given, or by the agreement of halves', () => {
    const a = vector(1, 2, 3, 4, 5);
    const b = vector(1, 3, 2, 5, 4);
    const given = solutionTimeConsistency(a, b, { ceiling: 0.79 });
    expect(given).toMatchObject({ raw: 0.8, ceiling: 0.79, form: 'givenCeiling' });
    expect(given.ceiled).toBeCloseTo(0.8 / 0.79, 14);
    const halves = table([
      [1, 2],
      [2, 1],
      [3, 3],
      [4, 4],
      [NaN, 5],
    ]);
    const split = solutionTimeConsistency(a, b, { halves });
    expect(split.form).toBe('splitHalf');
    expect(split.ceiling).toBeCloseTo((2 * 0.8) / 1.8, 14);
    expect(split.ceiled).toBeCloseTo(0.9, 14);
    const opposite = table([
      [1, 3],
      [2, 2],
      [3, 1],
      [4, 0],
      [5, -1],
    ]);
    expect(solutionTimeConsistency(a, b, { halves: opposite }).ceiling).toBeNaN();
    expect(solutionTimeConsistency(a, b, { halves: opposite }).ceiled).toBeNaN();
  });

  it('names what does not fit', () => {
    const a = vector(1, 2);
    expect(() => solutionTimeConsistency(a, vector(1))).toThrow(/reference must be \[2\] .* got \[1\]/);
    expect(() => solutionTimeConsistency(vector(), vector())).toThrow(/at least one image/);
    expect(() => solutionTimeConsistency(a, a, { halves: a })).toThrow(/halves must be \[2,2\]/);
    expect(() => solutionTimeConsistency(a, vector(1, Infinity))).toThrow(
      'reference must be finite or NaN, got Infinity at flat index 1',
    );
    expect(() => solutionTimeConsistency(a, a, { ceiling: 0 })).toThrow(/must be in \(0, 1\].* got 0$/);
    expect(() => solutionTimeConsistency(a, a, { ceiling: 1.1 })).toThrow(/got 1.1/);
    const halves = table([
      [1, 2],
      [2, 1],
    ]);
    expect(() => solutionTimeConsistency(a, a, { ceiling: 0.5, halves })).toThrow('got 0.5 with halves');
  });
});
