import { describe, expect, it } from 'vitest';
import { checkThrift } from './_checkThrift';

const checks =
  (...bytes: number[]) =>
  () =>
    checkThrift(Uint8Array.from(bytes), 0);

describe('checkThrift', () => {
  it('takes structs of every type', () => {
    // Fields 1 to 7: true, a byte, a number, a double, a text, a list of two truths, a struct.
    const fields = [0x11, 0x13, 9, 0x15, 0x80, 1, 0x17, ...Array<number>(8).fill(0), 0x18, 2, 97, 98];
    expect(checks(...fields, 0x19, 0x21, 1, 2, 0x1c, 0, 0)).not.toThrow();
    expect(checks(0x05, 40, 2, 0)).not.toThrow(); // a field whose number is told
  });

  it('believes no length, says the byte', () => {
    expect(checks(0x19, 0xf5, 0xff, 0xff, 0xff, 0x0f, 2, 0)).toThrow(
      'metadata that must have lists of possible lengths at byte 6 of it',
    );
    expect(checks(0x18, 9, 97)).toThrow('must end before the file does at byte 2');
    expect(checks(0x15)).toThrow('must end before the file does');
    expect(checks(0x15, ...Array<number>(11).fill(255))).toThrow('must have numbers of 64 bits');
    expect(checks(0x1b, 0)).toThrow('must be of known types');
  });

  it('is bounded in depth and in number', () => {
    expect(checks(...Array<number>(40).fill(0x1c))).toThrow('must be less nested');
    expect(checks(...Array<number>(80).fill(0x19))).toThrow('possible lengths');
    const many = new Uint8Array(2 ** 19);
    many.set([0x19, 0xfc, 0x80, 0x80, 0x1e]); // 491,520 empty structs
    expect(() => checkThrift(many, 0)).toThrow('must have a possible number of elements');
  });
});
