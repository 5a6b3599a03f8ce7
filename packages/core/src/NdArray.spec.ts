import { describe, expect, it } from 'vitest';
import { ShapeError } from './errors';
import { ndArray, sizeOf } from './NdArray';

describe('ndArray', () => {
  it('keeps values and shape, of any element type', () => {
    const values = Int16Array.of(1, 2, 3, 4, 5, 6);
    expect(ndArray(values, [2, 3])).toEqual({ values, shape: [2, 3] });
    expect(ndArray(Float64Array.of(7), []).shape).toEqual([]);
    expect(ndArray(new Float32Array(0), [0, 5]).values).toHaveLength(0);
  });

  it('counts a scalar as one element', () => expect(sizeOf([])).toBe(1));

  it('refuses a shape that does not fit its values, or is none', () => {
    const values = Float64Array.of(1, 2, 3, 4);
    expect(() => ndArray(values, [3, 2])).toThrow('ndArray: shape [3,2] must hold 6 values, got 4');
    for (const shape of [[-2, -2], [1.5, 4], [NaN]]) expect(() => ndArray(values, shape)).toThrow(ShapeError);
  });
});
