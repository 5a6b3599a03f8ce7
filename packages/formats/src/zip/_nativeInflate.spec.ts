import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nativeInflate } from './_nativeInflate';

const text = Buffer.from('second '.repeat(999));

describe('nativeInflate', () => {
  it.each([
    ['zlib', deflateSync(text)],
    ['raw', deflateRawSync(text)],
  ] as const)('gives what a whole stream of %s inflates to, and nothing of any other', (format, packed) => {
    const bytes = nativeInflate(packed, text.length, format)!;
    expect(Buffer.from(bytes).equals(text)).toBe(true);
    expect(bytes.buffer.byteLength).toBe(text.length);
    for (const size of [0, 1, text.length - 1, text.length + 1])
      expect(nativeInflate(packed, size, format)).toBeUndefined();
    expect(nativeInflate(packed.subarray(0, -1), text.length, format)).toBeUndefined();
    expect(nativeInflate(Buffer.concat([packed, Buffer.of(0)]), text.length, format)).toBeUndefined();
  });

  it('leaves a wrong checksum to the reader that says so', () => {
    const packed = deflateSync(text);
    packed[packed.length - 1]! ^= 1;
    expect(nativeInflate(packed, text.length, 'zlib')).toBeUndefined();
  });
});
