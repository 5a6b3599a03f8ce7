import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c } from './run/crc32c';
import { crc32, slicedCrc } from './slicedCrc';

const digits = new TextEncoder().encode('123456789');

/** By the definition, a bit at a time. */
function byBits(polynomial: number, bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  }
  return ~crc >>> 0;
}

describe('slicedCrc', () => {
  it('gives the check values of CRC-32 and of CRC-32C', () => {
    expect(crc32(digits)).toBe(0xcbf43926);
    expect(crc32c(digits)).toBe(0xe3069283);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it('is the remainder by its definition, wherever the bytes lie', () => {
    const bytes = fc.uint8Array({ maxLength: 70 });
    fc.assert(
      fc.property(bytes, fc.nat(8), fc.integer(), (content, offset, polynomial) => {
        const part = content.subarray(offset);
        expect(slicedCrc(polynomial)(part)).toBe(byBits(polynomial, part));
      }),
    );
  });
});
