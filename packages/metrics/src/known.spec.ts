import { describe, expect, it } from 'vitest';
import { bothKnown, correlationOfKnown, meanOfKnown, medianOfKnown } from './known';

const of = (...values: number[]) => Float64Array.from(values);

describe('what is known', () => {
  it('has a mean and a median without what is not', () => {
    expect(meanOfKnown([1, NaN, 2, 6])).toBe(3);
    expect(meanOfKnown(new Set([4]))).toBe(4);
    expect(medianOfKnown([9, NaN, 1, 2, NaN])).toBe(2);
    expect(medianOfKnown([9, 1, NaN, 2, 3])).toBe(2.5);
    expect(medianOfKnown([5])).toBe(5);
  });

  it('has neither where nothing is', () => {
    expect([meanOfKnown([]), meanOfKnown([NaN]), medianOfKnown([]), medianOfKnown([NaN, NaN])]).toEqual([
      NaN,
      NaN,
      NaN,
      NaN,
    ]);
  });

  it('keeps infinite numbers', () => {
    expect([meanOfKnown([1, Infinity]), medianOfKnown([1, -Infinity, 2])]).toEqual([Infinity, 1]);
  });

  it('of two variables is what both have, in order', () => {
    expect(bothKnown(of(1, NaN, 3, 4, NaN), of(5, 6, NaN, 8, NaN))).toEqual([of(1, 4), of(5, 8)]);
  });

  it('correlates over what both have, and says how much that is', () => {
    expect(correlationOfKnown(of(1, 2, NaN, 3, 9), of(2, 3, 7, 4, NaN))).toEqual({ r: 1, n: 3 });
    expect(correlationOfKnown(of(1, 2), of(2, 1))).toEqual({ r: -1, n: 2 });
    expect(correlationOfKnown(of(1, NaN), of(2, 1))).toEqual({ r: NaN, n: 1 });
    expect(correlationOfKnown(of(NaN), of(2))).toEqual({ r: NaN, n: 0 });
    expect(correlationOfKnown(of(1, 1, NaN), of(2, 3, 4))).toEqual({ r: NaN, n: 2 });
  });
});
