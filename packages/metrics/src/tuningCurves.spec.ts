import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import golden from '../goldens/tuningCurves.json';
import { largestDifference, parkMiller, vector } from './_fixtures';
import { headDirectionTuning, wrapAngle } from './headDirectionTuning';
import { speedTuning } from './speedTuning';
import { tuningCurves } from './tuningCurves';

const angles = ndArray(
  parkMiller(1, [300]).values.map((u) => 4 * Math.PI * u - 5),
  [300],
);
const activity = ndArray(
  parkMiller(2, [300, 2]).values.map((u) => u * u),
  [300, 2],
);
const speeds = ndArray(
  parkMiller(3, [300]).values.map((u) => 0.6 * u),
  [300],
);

describe('tuningCurves', () => {
  it('averages in bins closed on the left, the last one on both sides, and drops what is outside', () => {
    const { curves, occupancy, dropped } = tuningCurves(
      vector(0, 1, 2, 0.5, -0.1, 2.1, 1.9),
      vector(1, 2, 4, 3, 100, 100, 6),
      Float64Array.of(0, 1, 2),
    );
    expect(curves).toEqual(vector(2, 4));
    expect(occupancy).toEqual(vector(2, 3));
    expect(dropped).toBe(2);
  });

  it('has a curve per unit, NaN in a bin without a sample', () => {
    const two = ndArray(Float64Array.of(1, 10, 3, 30), [2, 2]);
    const { curves } = tuningCurves(vector(0.5, 2.5), two, Float64Array.of(0, 1, 2, 3));
    expect(curves).toEqual(ndArray(Float64Array.of(1, NaN, 3, 10, NaN, 30), [2, 3]));
  });

  it('says what it needs', () => {
    const edges = Float64Array.of(0, 1);
    expect(() => tuningCurves(vector(1, 2), vector(1), edges)).toThrow(
      /activity must be \[2\] or \[2, units\] .* got \[1\]/,
    );
    expect(() => tuningCurves(activity, activity, edges)).toThrow(ShapeError);
    expect(() => tuningCurves(ndArray(new Float64Array(0), [0]), vector(), edges)).toThrow(
      /at least one, got \[0\]/,
    );
    expect(() => tuningCurves(vector(1), parkMiller(1, [1, 1, 1]), edges)).toThrow(ShapeError);
    expect(() => tuningCurves(vector(NaN), vector(1), edges)).toThrow(/variable must be finite/);
    expect(() => tuningCurves(vector(1), vector(Infinity), edges)).toThrow(DataError);
    for (const wrong of [[0], [0, 0], [1, 0], [NaN, 1], [0, NaN]]) {
      expect(() => tuningCurves(vector(1), vector(1), Float64Array.from(wrong))).toThrow(
        /two or more ascending numbers/,
      );
    }
  });
});

describe('headDirectionTuning', () => {
  it('agrees to 1e-12 with SciPy (goldens/tuningCurves.py)', () => {
    const { curves, occupancy, dropped } = headDirectionTuning(angles, activity, { bins: 12 });
    expect(curves.shape).toEqual([2, 12]);
    expect(largestDifference(curves.values, golden.headDirection)).toBeLessThan(1e-12);
    expect(occupancy.values.reduce((a, b) => a + b, 0)).toBe(300);
    expect(dropped).toBe(0);
    expect(headDirectionTuning(angles, activity).curves.shape).toEqual([2, 20]);
  });

  it('counts samples of moderate speed alone, the ends of the range among them', () => {
    const headings = vector(0.1, 0.1, 0.1, 0.1, 0.1);
    const rates = vector(1, 2, 4, 8, 16);
    const slow = vector(0.019, 0.02, 0.3, 0.8, 0.81);
    const { curves, dropped } = headDirectionTuning(headings, rates, { bins: 2, speeds: slow });
    expect([...curves.values]).toEqual([NaN, 14 / 3]);
    expect(dropped).toBe(2);
    const narrow = headDirectionTuning(headings, rates, { bins: 2, speeds: slow, speedRange: [0.3, 0.3] });
    expect([...narrow.curves.values]).toEqual([NaN, 4]);
  });

  it('wraps any angle to [-pi, pi)', () => {
    expect([0, 1, -1, Math.PI, -Math.PI, 3 * Math.PI].map(wrapAngle)).toEqual([
      0,
      1,
      -1,
      -Math.PI,
      -Math.PI,
      -Math.PI,
    ]);
    expect(wrapAngle(7)).toBeCloseTo(7 - 2 * Math.PI, 12);
    expect(wrapAngle(-7)).toBeCloseTo(2 * Math.PI - 7, 12);
    expect(wrapAngle(-Math.PI - 1e-17)).toBe(-Math.PI);
    expect(wrapAngle(-Math.PI - 2 ** -51)).toBeLessThan(Math.PI);
    expect([...headDirectionTuning(vector(Math.PI, -0.1), vector(1, 3), { bins: 2 }).curves.values]).toEqual([
      2,
      NaN,
    ]);
  });

  it('says what it needs', () => {
    expect(() => headDirectionTuning(vector(1), vector(1), { bins: 0 })).toThrow(
      /bins must be an integer of at least 1/,
    );
    expect(() => headDirectionTuning(vector(1), vector(1), { speeds: vector(1, 2) })).toThrow(
      /speeds must be \[1\] like headings/,
    );
    expect(() => headDirectionTuning(vector(1), vector(1), { speeds: vector(NaN) })).toThrow(DataError);
    const speedRange = [1, 0] as const;
    expect(() => headDirectionTuning(vector(1), vector(1), { speeds: vector(1), speedRange })).toThrow(
      ConfigError,
    );
    expect(() => headDirectionTuning(vector(1), vector(1, 2))).toThrow(
      /headDirectionTuning: activity must be \[1\]/,
    );
  });
});

describe('speedTuning', () => {
  it('agrees to 1e-12 with SciPy, faster samples dropped', () => {
    const { curves, dropped } = speedTuning(speeds, activity);
    expect(curves.shape).toEqual([2, 25]);
    expect(largestDifference(curves.values, golden.speed)).toBeLessThan(1e-12);
    expect(dropped).toBe(speeds.values.filter((speed) => speed > 0.5).length);
  });

  it('takes a whole number of bins', () => {
    expect(speedTuning(vector(0.05, 0.25), vector(1, 2), { binWidth: 0.1, highest: 0.3 }).curves).toEqual(
      vector(1, NaN, 2),
    );
    for (const [binWidth, highest] of [
      [0.03, 0.1],
      [-0.1, 0.3],
      [0.1, 0],
      [0.1, -0.3],
      [0, 1],
    ] as const) {
      expect(() => speedTuning(speeds, activity, { binWidth, highest })).toThrow(
        /highest must be a whole number of bins/,
      );
    }
  });
});
