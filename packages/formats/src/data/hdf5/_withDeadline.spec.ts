import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DeadlineError, withDeadline } from './_withDeadline';

/** `(func (export "forever") (loop (br 0)))` in WebAssembly. */
const forever = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
  ...[7, 11, 1, 7, ...new TextEncoder().encode('forever'), 0, 0],
  ...[10, 9, 1, 7, 0, 3, 0x40, 0x0c, 0, 0x0b, 0x0b],
);

describe('withDeadline', () => {
  it('returns what the call returns, and throws what it throws', () => {
    expect(withDeadline(() => 7, 10)).toBe(7);
    expect(withDeadline(() => undefined, 10)).toBeUndefined();
    const error = new RangeError('of the call');
    expect(() =>
      withDeadline(() => {
        throw error;
      }, 10),
    ).toThrow(error);
  });

  it('stops WebAssembly that goes round in circles, and works on after', () => {
    const call = runInThisContext(
      '(bytes) => new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.forever',
    )(forever) as () => void;
    expect(() => withDeadline(call, 0.05)).toThrow(
      new DeadlineError('a call that had not returned after 0.05 s'),
    );
    expect(withDeadline(() => 'on', 10)).toBe('on');
  });
});
