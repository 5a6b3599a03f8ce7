import { describe, expect, it } from 'vitest';
import { snappy } from './_snappy';

const text = (...bytes: number[]) => Buffer.from(snappy(Uint8Array.from(bytes), 'x', 100)).toString('latin1');
const letters = (word: string) => [...Buffer.from(word)];

describe('snappy', () => {
  it('is as by the description of the format', () => {
    expect(text(0)).toBe('');
    expect(text(3, 2 << 2, ...letters('abc'))).toBe('abc');
    // a literal of 2, a copy of 7 from 2 back (which overlaps itself), a copy of 2 with an offset of 2 bytes
    expect(text(11, 1 << 2, ...letters('ab'), (3 << 2) | 1, 2, (1 << 2) | 2, 9, 0)).toBe('ababababaab');
    // a literal whose length has a byte of its own
    expect(text(61, 60 << 2, 60, ...letters('x'.repeat(61)))).toBe('x'.repeat(61));
    // a copy with an offset of 4 bytes
    expect(text(4, 1 << 2, ...letters('ab'), (1 << 2) | 3, 2, 0, 0, 0)).toBe('abab');
  });

  it('says of a broken block what is wrong, and at which byte', () => {
    expect(() => text(3, 1 << 2, ...letters('ab'))).toThrow(
      'x must uncompress to 3 bytes, got 2 at byte 104',
    );
    expect(() => text(1, 1 << 2, ...letters('ab'))).toThrow(
      'x must uncompress to 1 bytes, got more at byte 102',
    );
    expect(() => text(4, 1 << 2, ...letters('ab'), (1 << 2) | 2, 3, 0)).toThrow(
      'copy from within itself, got 3 bytes back of 2',
    );
    expect(() => text(4, 1 << 2, 97)).toThrow('x must hold 2 more bytes, got 1 at byte 102');
    expect(() => text(0xff, 0xff, 0xff, 0x7f, 0)).toThrow('have a possible length for its 5 bytes');
  });
});
