import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ConfigError, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import golden from '../goldens/tuningCurves.json';
import { parkMiller, vector } from './_fixtures';
import { wrapAngle } from './headDirectionTuning';
import { meanVector, meanVectors } from './meanVector';
import { rayleighTest } from './rayleighTest';

const curve = vector(1, 2, 6, 9, 6, 2, 1, 0, 0, 0);

describe('meanVector', () => {
  it('gives the printed length and direction, plain and corrected', () => {
    const { length, direction } = meanVector(curve, { start: 0 });
    expect(Math.abs(length - 0.715786589676)).toBeLessThan(1e-11);
    expect(Math.abs((direction * 180) / Math.PI - 126)).toBeLessThan(1e-9);
    const corrected = meanVector(curve, { start: 0, corrected: true });
    expect(Math.abs(corrected.length - 0.72769780711)).toBeLessThan(1e-10);
    expect(corrected.direction).toBe(direction);
  });

  it('begins at -pi unless told otherwise', () => {
    expect(meanVector(vector(0, 0, 1, 0)).direction).toBeCloseTo(Math.PI / 4, 12);
    expect(meanVector(vector(0, 0, 1, 0)).length).toBeCloseTo(1, 12);
    expect(meanVector(vector(1, 0), { start: Math.PI / 2 }).direction).toBe(-Math.PI);
  });

  it('turns with the curve, is indifferent to gain, within 0 and 1', () => {
    const rates = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 5, maxLength: 12 });
    fc.assert(
      fc.property(rates, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, gain) => {
        fc.pre(values.some((value) => value > 1e-6));
        const { length, direction } = meanVector(vector(...values));
        fc.pre(length > 1e-3);
        expect(length).toBeLessThanOrEqual(1);
        const turned = meanVector(vector(values.at(-1)!, ...values.slice(0, -1)));
        expect(Math.abs(turned.length - length)).toBeLessThan(1e-9);
        const off = wrapAngle(turned.direction - direction - (2 * Math.PI) / values.length);
        expect(Math.abs(off)).toBeLessThan(1e-8);
        expect(Math.abs(meanVector(vector(...values.map((v) => gain * v))).length - length)).toBeLessThan(
          1e-9,
        );
      }),
    );
  });

  it('does all curves at once, bins without samples left out', () => {
    const { lengths, directions } = meanVectors(ndArray(Float64Array.of(0, 3, 0, 0, NaN, 3, NaN, 3), [2, 4]));
    expect(lengths.values[0]).toBeCloseTo(1, 12);
    expect(lengths.values[1]).toBeCloseTo(0, 12);
    expect(directions.values[0]).toBeCloseTo(-Math.PI / 4, 12);
    expect(meanVector(vector(...new Array<number>(10).fill(2))).length).toBeLessThan(1e-15);
  });

  it('has no value for a silent curve or a negative rate', () => {
    for (const values of [
      [0, 0, 0],
      [NaN, NaN],
      [1, -0.1, 2],
    ]) {
      const { length, direction } = meanVector(vector(...values));
      expect([length, direction]).toEqual([NaN, NaN]);
    }
  });

  it('says what it needs', () => {
    expect(() => meanVector(parkMiller(1, [2, 2]))).toThrow(
      /meanVector: curve must be \[bins\], got \[2,2\]/,
    );
    expect(() => meanVectors(parkMiller(1, [1, 2, 2]))).toThrow(ShapeError);
    expect(() => meanVectors(ndArray(new Float64Array(0), [0]))).toThrow(
      /must be \[curves, bins\] or \[bins\], got \[0\]/,
    );
    expect(() => meanVector(vector(1, Infinity))).toThrow(/got Infinity in bin 1 of curve 0/);
    expect(() => meanVector(vector(1, Infinity))).toThrow(DataError);
    expect(() => meanVector(curve, { start: NaN })).toThrow(ConfigError);
  });
});

describe('rayleighTest', () => {
  const centres = vector(...Array.from({ length: 10 }, (_, bin) => ((18 + 36 * bin) * Math.PI) / 180));

  it('gives the printed z and p-value of a curve of counts', () => {
    const { z, pValue, n, length } = rayleighTest(centres, curve);
    expect(n).toBe(27);
    expect(Math.abs(length - 0.715786589676)).toBeLessThan(1e-11);
    expect(Math.abs(z - 13.833462)).toBeLessThan(1e-6);
    expect(Math.abs(pValue - 1.2787887e-7)).toBeLessThan(1e-14);
  });

  it('takes an angle as often as its weight says', () => {
    const plain = rayleighTest(vector(0.3, 0.3, 2, 5, 5, 5));
    const weighted = rayleighTest(vector(0.3, 2, 5), vector(2, 1, 3));
    expect(weighted.n).toBe(plain.n);
    expect(weighted.pValue).toBeCloseTo(plain.pValue, 12);
    expect(weighted.z).toBeCloseTo(plain.z, 12);
  });

  it('finds nothing in even angles, and one direction for sure', () => {
    expect(rayleighTest(centres).pValue).toBeCloseTo(1, 12);
    const same = rayleighTest(vector(...new Array<number>(20).fill(1)));
    expect(same.length).toBe(1);
    expect(same.pValue).toBeCloseTo(Math.exp(9 - 41), 20);
  });

  it('knows the mean direction that SciPy knows (goldens/tuningCurves.py)', () => {
    const angles = parkMiller(1, [300]).values.map((u) => wrapAngle(4 * Math.PI * u - 5));
    const [x, y] = [Math.cos, Math.sin].map((f) => angles.reduce((sum, angle) => sum + f(angle), 0) / 300);
    expect(Math.atan2(y!, x!)).toBeCloseTo(golden.circularMean, 12);
    expect(rayleighTest(ndArray(angles, [300])).length).toBeCloseTo(Math.hypot(x!, y!), 12);
  });

  it('says what it needs', () => {
    expect(() => rayleighTest(centres, vector(1))).toThrow(/weights must be \[10\] like angles, got \[1\]/);
    expect(() => rayleighTest(vector(1, 2), vector(1, -1))).toThrow(
      /must not be negative, and one must be positive/,
    );
    expect(() => rayleighTest(vector(1, 2), vector(0, 0))).toThrow(DataError);
    expect(() => rayleighTest(vector())).toThrow(ShapeError);
  });
});
