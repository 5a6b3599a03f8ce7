import { createRng, ShapeError } from '@goal-driven/core/arrays';
import { expect, it } from 'vitest';
import { intervalOverAnimals, summariseFits } from './summariseFits';

const of = (specimen: number, ceiled: number[]) => ({
  specimen,
  ceiled: Float64Array.from(ceiled),
  raw: Float64Array.from(ceiled, (value) => value / 2),
  ceiling: Float64Array.from(ceiled, (_, unit) => 0.5 + unit / 10),
});

it('summariseFits takes the median over the units of all animals, and their standard error', () => {
  const summary = summariseFits([of(1, [0.1, NaN, 0.4]), of(2, [0.2, 0.9])]);
  // 0.1, 0.4, 0.2, 0.9: mean 0.4, squares 0.09 + 0 + 0.04 + 0.25 = 0.38.
  expect(summary).toMatchObject({ n: 4, undefinedUnits: 1 });
  expect(summary.ceiled).toBeCloseTo(0.3, 14);
  expect(summary.raw).toBeCloseTo(0.15, 14);
  expect(summary.ceiling).toBeCloseTo(0.55, 14); // of 0.5, 0.7, 0.5, 0.6
  expect(summary.sem).toBeCloseTo(Math.sqrt(0.38 / 3 / 4), 14);
});

it('summariseFits is NaN of nothing, and refuses no animals', () => {
  expect(summariseFits([of(1, [NaN])])).toMatchObject({ n: 0, ceiled: NaN, sem: NaN, undefinedUnits: 1 });
  expect(summariseFits([of(1, [0.5])]).sem).toBeNaN();
  expect(() => summariseFits([])).toThrow(ShapeError);
});

it('intervalOverAnimals draws whole animals: of two, the bounds are theirs', () => {
  const animals = [of(1, [0.1, 0.1, 0.1]), of(2, [0.7])];
  // One animal alone has a share of a quarter each; both together have the median 0.1.
  const interval = intervalOverAnimals(animals, createRng(1), { resamples: 200 });
  expect(interval).toEqual([0.1, 0.7]);
  expect(intervalOverAnimals([animals[1]!, animals[1]!], createRng(1), { resamples: 20 })).toEqual([
    0.7, 0.7,
  ]);
});
