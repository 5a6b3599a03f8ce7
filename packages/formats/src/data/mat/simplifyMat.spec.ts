import { describe, expect, it } from 'vitest';
import type { MatValue } from './MatValue';
import { matRows, simplifyMat } from './simplifyMat';

const double = (shape: number[], ...values: number[]): MatValue => ({
  kind: 'numeric',
  class: 'double',
  shape,
  values: Float64Array.from(values),
});
const text = (shape: number[], letters: string): MatValue & { kind: 'char' } => ({
  kind: 'char',
  shape,
  values: Uint16Array.from(letters, (letter) => letter.charCodeAt(0)),
});

describe('simplifyMat', () => {
  it('takes the axes of length 1 away', () => {
    expect(simplifyMat(double([1, 1], 3))).toBe(3);
    expect(simplifyMat(double([1, 2], 3, 4))).toEqual({ values: Float64Array.of(3, 4), shape: [2] });
    expect(simplifyMat(double([2, 1, 2], 1, 2, 3, 4))).toMatchObject({ shape: [2, 2] });
    expect(simplifyMat(double([0, 0]))).toEqual({ values: new Float64Array(0), shape: [0, 0] });
    expect(simplifyMat({ kind: 'logical', shape: [1, 1], values: Uint8Array.of(1) })).toBe(true);
    expect(simplifyMat(text([1, 3], 'abc'))).toBe('abc');
    expect(simplifyMat(text([0, 0], ''))).toBe('');
    expect(simplifyMat(text([2, 2], 'abcd'))).toEqual(['ab', 'cd']);
    expect(matRows(text([1, 2], 'ab'))).toEqual(['ab']);
  });

  it('makes a struct a record, and nests cells by axis', () => {
    const struct: MatValue = {
      kind: 'struct',
      shape: [1, 1],
      fields: ['__proto__', 'b'],
      values: [
        Object.fromEntries([
          ['__proto__', double([1, 1], 1)],
          ['b', text([1, 1], 'x')],
        ]),
      ],
    };
    const simple = simplifyMat(struct) as { readonly [field: string]: unknown };
    expect(Object.entries(simple)).toEqual([
      ['__proto__', 1],
      ['b', 'x'],
    ]);
    expect(Object.getPrototypeOf(simple)).toBe(Object.prototype);
    const ones = [1, 2, 3, 4].map((value) => double([1, 1], value));
    expect(simplifyMat({ kind: 'cell', shape: [2, 2], values: ones })).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(simplifyMat({ kind: 'cell', shape: [1, 4], values: ones })).toEqual([1, 2, 3, 4]);
    expect(simplifyMat({ kind: 'cell', shape: [1, 1], values: ones.slice(0, 1) })).toEqual([1]);
  });

  it('keeps real and imaginary parts apart', () => {
    const complex = { ...double([1, 1], 1), imaginary: Float64Array.of(2) } as MatValue;
    expect(simplifyMat(complex)).toEqual({
      real: { values: Float64Array.of(1), shape: [] },
      imaginary: { values: Float64Array.of(2), shape: [] },
    });
  });
});
