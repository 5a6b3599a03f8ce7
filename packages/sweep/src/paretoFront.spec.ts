import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominates, paretoFront } from './paretoFront';

describe('paretoFront', () => {
  it('holds what nothing dominates, equal vectors all, NaN never', () => {
    const vectors = [
      [1, 5],
      [2, 2],
      [5, 1],
      [3, 3],
      [2, 2],
      [NaN, 0],
      [1, 6],
      [5, 2],
    ];
    expect(paretoFront(vectors)).toEqual([0, 1, 2, 4]);
    expect(paretoFront([])).toEqual([]);
    expect(paretoFront([[3], [1], [2], [1]])).toEqual([1, 3]);
    expect(
      paretoFront([
        [-Infinity, 1],
        [0, Infinity],
        [0, 0],
      ]),
    ).toEqual([0, 2]);
  });

  it('holds exactly the vectors that none dominates, for any vectors', () => {
    const vector = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(vector, { maxLength: 30 }), (vectors) => {
        const expected = vectors.flatMap((one, at) =>
          vectors.some((other) => dominates(other, one)) ? [] : [at],
        );
        expect(paretoFront(vectors)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses vectors of different lengths', () => {
    expect(() => paretoFront([[1, 2], [1]])).toThrow(/vectors must have one length, got 2 and 1/);
  });
});

describe('dominates', () => {
  it('needs to be smaller somewhere and larger nowhere', () => {
    expect([dominates([1, 2], [1, 3]), dominates([1, 2], [1, 2]), dominates([0, 3], [1, 2])]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
