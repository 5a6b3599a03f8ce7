import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import golden from '../goldens/tuningCurves.json';
import { parkMiller } from './_fixtures';
import { spatialCoherence } from './spatialCoherence';

const holes = new Set(golden.holes);
const map = ndArray(
  parkMiller(4, [9, 11]).values.map((rate, bin) => (holes.has(bin) ? NaN : rate)),
  [9, 11],
);

describe('spatialCoherence', () => {
  it('is perfect where each bin has the mean of its neighbours', () => {
    // Along a line the ends have one neighbour: 0 3 3 0 has means 3 1.5 1.5 3, in perfect opposition.
    const line = ndArray(Float64Array.of(0, 3, 3, 0), [1, 4]);
    expect(spatialCoherence(line, { transform: 'none' })).toBe(-1);
    expect(spatialCoherence(line)).toBe(-Infinity);
  });

  it('agrees to 1e-12 with NumPy and SciPy around holes (goldens/tuningCurves.py)', () => {
    const plain = (neighbours: 'visited' | 'zeroFilled') =>
      spatialCoherence(map, { transform: 'none', neighbours });
    expect(Math.abs(plain('visited') - golden.coherence)).toBeLessThan(1e-12);
    expect(Math.abs(plain('zeroFilled') - golden.coherenceZeroFilled)).toBeLessThan(1e-12);
    expect(spatialCoherence(map)).toBe(Math.atanh(plain('visited')));
  });

  it('does not count bins without a visited neighbour', () => {
    const lonely = ndArray(Float64Array.of(1, 4, 2, NaN, 100), [1, 5]);
    const without = ndArray(Float64Array.of(1, 4, 2), [1, 3]);
    expect(spatialCoherence(lonely)).toBe(spatialCoherence(without));
  });

  it('is indifferent to gain, and has no value for a constant map or a single bin', () => {
    const louder = ndArray(
      map.values.map((rate) => 8 * rate),
      map.shape,
    );
    expect(spatialCoherence(louder)).toBeCloseTo(spatialCoherence(map), 12);
    expect(spatialCoherence(ndArray(new Float64Array(9).fill(0.7), [3, 3]))).toBeNaN();
    expect(spatialCoherence(ndArray(Float64Array.of(1, NaN), [1, 2]))).toBeNaN();
  });

  it('says what it needs', () => {
    expect(() => spatialCoherence(parkMiller(1, [3]))).toThrow(ShapeError);
    expect(() => spatialCoherence(ndArray(Float64Array.of(1, Infinity), [1, 2]))).toThrow(DataError);
    expect(() => spatialCoherence(map, { transform: 'z' as 'none' })).toThrow(
      /transform must be fisher or none, got z/,
    );
    expect(() => spatialCoherence(map, { neighbours: 'all' as 'visited' })).toThrow(ConfigError);
  });
});
