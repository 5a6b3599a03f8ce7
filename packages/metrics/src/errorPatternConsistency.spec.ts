import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/errorPatterns.json';
import { largestDifference, mapped, parkMiller, table, vector } from './_fixtures';
import { errorPatternConsistency } from './errorPatternConsistency';

const [truth, bias] = [parkMiller(701, [20]), parkMiller(702, [20])];
const missing = parkMiller(704, [7, 20]).values;
const human = mapped(parkMiller(703, [7, 20]), (v, at) =>
  missing[at]! < 0.15 ? NaN : truth.values[at % 20]! + 0.3 * bias.values[at % 20]! + 0.4 * (v - 0.5),
);
const model = mapped(
  parkMiller(705, [4, 20]),
  (v, at) => 0.8 * truth.values[at % 20]! + 0.3 * bias.values[at % 20]! + 0.2 * (v - 0.5),
);
const fixed = ndArray(model.values.slice(0, 20), [20]);

describe('errorPatternConsistency', () => {
  it('agrees with NumPy halves and SciPy lines (goldens/errorPatterns.py)', () => {
    for (const [name, from] of Object.entries({ fixed, trials: model })) {
      const rows = golden[name as 'fixed' | 'trials'];
      const result = errorPatternConsistency(from, human, { truth, halves: 3, seed: 3 });
      const mean = (f: (row: number[]) => number) => rows.reduce((sum, row) => sum + f(row), 0) / 3;
      expect(result.raw).toBeCloseTo(
        mean(([raw]) => raw!),
        12,
      );
      expect(result.ceiling).toBeCloseTo(
        mean(([, ceiling]) => ceiling!),
        12,
      );
      expect(result.ceiled).toBeCloseTo(
        mean(([raw, ceiling]) => raw! / ceiling!),
        12,
      );
      const scores = rows.map(([raw, ceiling]) => raw! / ceiling!);
      expect(largestDifference(result.scores, scores)).toBeLessThan(1e-11);
      expect(result).toMatchObject({ form: 'halfNumerator', undefinedHalves: 0, n: 20 });
    }
  });

  it('is indifferent to a linear readout of either, and knows nothing of the truth they share', () => {
    const of = (from: NdArray) => errorPatternConsistency(from, human, { truth, halves: 2 }).ceiled;
    const moved = mapped(fixed, (v, at) => 3 * v - 5 * truth.values[at]! + 2);
    expect(of(moved)).toBeCloseTo(of(fixed), 9);
    const opposite = mapped(fixed, (_, at) => truth.values[at]! - 0.3 * bias.values[at]!);
    expect(of(opposite)).toBeLessThan(-0.5);
    expect(errorPatternConsistency(fixed, human, { truth }).scores).toHaveLength(10);
  });

  it('has no score where halves of the reference disagree', () => {
    const opposed = table([
      [1, 0, 3, 2, 5, 4],
      [-1, 2, 1, 4, 3, 6],
    ]);
    const result = errorPatternConsistency(vector(1, 0, 3, 3, 5, 4), opposed, {
      truth: vector(0, 1, 2, 3, 4, 5),
      halves: 2,
    });
    expect([result.ceiled, result.ceiling, result.undefinedHalves]).toEqual([NaN, NaN, 2]);
  });

  it('names what does not fit', () => {
    const of = (from: NdArray, reference: NdArray, options: object = {}) =>
      errorPatternConsistency(from, reference, { truth, ...options });
    expect(() => of(vector(1, 2), human)).toThrow(
      'model must be [20 conditions] or [trials >= 2, 20], got [2]',
    );
    expect(() => of(parkMiller(1, [1, 20]), human)).toThrow(/got \[1,20\]/);
    expect(() => of(parkMiller(1, [2, 2, 20]), human)).toThrow(/got \[2,2,20\]/);
    expect(() => of(fixed, fixed)).toThrow('reference must be [trials >= 2, 20 conditions], got [20]');
    expect(() => of(fixed, parkMiller(1, [1, 20]))).toThrow(/got \[1,20\]/);
    expect(() => of(fixed, parkMiller(1, [3, 19]))).toThrow(/got \[3,19\]/);
    expect(() => of(fixed, human, { halves: 0 })).toThrow(/halves must be an integer of at least 1, got 0/);
    expect(() => of(fixed, human, { truth: human })).toThrow(/truth must have 1 axes/);
    expect(() =>
      of(
        mapped(fixed, () => Infinity),
        human,
      ),
    ).toThrow(/y must be finite/);
  });
});
