import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeSteps, torchConvolution, torchDenseOf } from './WeightStep';

const counted = (shape: number[]) => ({
  values: Float32Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, (_, i) => i),
  shape,
});
const sizes = (axes: number) =>
  fc.array(fc.integer({ min: 1, max: 4 }), { minLength: axes, maxLength: axes });

describe('takeSteps', () => {
  it('puts channels last in the first linear layer after an image', () => {
    // Two channels of 1 x 2 pixels, one output: [c0p0, c0p1, c1p0, c1p1] becomes [p0c0, p0c1, p1c0, p1c1].
    const { values, shape } = takeSteps(counted([1, 4]), torchDenseOf(2, 1, 2));
    expect(shape).toEqual([4, 1]);
    expect([...values]).toEqual([0, 2, 1, 3]);
  });

  it('reorders gates along an axis', () => {
    const { values } = takeSteps(counted([2, 6]), [{ blocks: [1, 0, 2], axis: -1 }]);
    expect([...values]).toEqual([2, 3, 0, 1, 4, 5, 8, 9, 6, 7, 10, 11]);
  });

  it('is undone by the inverse permutation', () => {
    fc.assert(
      fc.property(sizes(4), (shape) => {
        const there = takeSteps(counted(shape), torchConvolution);
        expect(takeSteps(there, [{ permute: [3, 2, 0, 1] }])).toEqual(counted(shape));
      }),
    );
  });

  it('computes as a convolution of PyTorch does: each element is where its axes say', () => {
    fc.assert(
      fc.property(sizes(4), ([o, i, h, w]) => {
        const { values } = takeSteps(counted([o!, i!, h!, w!]), torchConvolution);
        const at = ((h! - 1) * w! + 0) * i! * o! + 0 * o! + (o! - 1);
        expect(values[at]).toBe(((o! - 1) * i! * h! + (h! - 1)) * w!);
      }),
    );
  });

  it.each([
    [[2, 3], [{ permute: [0] }], 'must have 1 axes, got [2,3]'],
    [[2, 3], [{ reshape: [4, -1] }], 'must have as many elements, got [2,3]'],
    [[2, 3], [{ blocks: [1, 0], axis: 1 }], 'axis 1 must fall into 2 equal parts, got [2,3]'],
    [[2, 3], [{ blocks: [0], axis: 2 }], 'axis 2 must fall into 1 equal parts'],
  ])('refuses %j with %j', (shape, steps, message) => {
    expect(() => takeSteps(counted(shape), steps)).toThrow(message);
  });
});
