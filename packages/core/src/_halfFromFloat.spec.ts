import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfFromFloat, LARGEST_HALF } from './_halfFromFloat';
import { elementTypes } from './_elementTypes';

/** The number that 16 bits are. */
function floatOf(bits: number): number {
  const [value] = elementTypes.f2.read(Uint8Array.of(bits & 0xff, bits >> 8), true, 'half');
  return Number(value);
}

describe('halfFromFloat', () => {
  it('gives the bits that the standard gives', () => {
    expect([1, -2, 0, -0, 0.5, LARGEST_HALF].map(halfFromFloat)).toEqual([
      0x3c00, 0xc000, 0, 0x8000, 0x3800, 0x7bff,
    ]);
    expect([2 ** -24, 2 ** -14, 2 ** -14 - 2 ** -24].map(halfFromFloat)).toEqual([1, 0x400, 0x3ff]);
    expect([Infinity, -Infinity, NaN].map(halfFromFloat)).toEqual([0x7c00, 0xfc00, 0x7e00]);
  });

  it('takes the even one of two that are as near, and the nearest otherwise', () => {
    expect(halfFromFloat(1 + 2 ** -11)).toBe(0x3c00);
    expect(halfFromFloat(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(halfFromFloat(Math.fround(1 + 2 ** -11 + 2 ** -20))).toBe(0x3c01);
    expect(halfFromFloat(2 ** -25)).toBe(0);
    expect(halfFromFloat(3 * 2 ** -25)).toBe(2);
    expect(halfFromFloat(2 - 2 ** -12)).toBe(0x4000); // into the next exponent
    expect(halfFromFloat(65519)).toBe(0x7bff);
    expect(halfFromFloat(65520)).toBe(0x7c00);
    expect(halfFromFloat(-1e30)).toBe(0xfc00);
    expect(halfFromFloat(65536)).toBe(0x7c00);
  });

  it('gives back the bits of every half-precision number', () => {
    const wrong = Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => {
      const value = floatOf(bits);
      return !Number.isNaN(value) && halfFromFloat(value) !== bits;
    });
    expect(wrong).toEqual([]);
  });

  it('is never further than half a spacing away', () => {
    const within = fc.float({ min: -LARGEST_HALF, max: LARGEST_HALF, noNaN: true });
    fc.assert(
      fc.property(within, (value) => {
        const spacing = 2 ** Math.max(-24, Math.floor(Math.log2(Math.abs(value))) - 10);
        expect(Math.abs(floatOf(halfFromFloat(value)) - value)).toBeLessThanOrEqual(spacing / 2);
      }),
    );
  });
});
