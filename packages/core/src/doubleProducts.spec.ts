import { afterEach, describe, expect, it } from 'vitest';
import { doubleProducts, useDoubleProducts, type DoubleProducts } from './doubleProducts';
import { loopProducts as loops } from './doubleProducts.fixture';
import { NumericalError } from './errors';

afterEach(() => useDoubleProducts(undefined));

describe('useDoubleProducts', () => {
  it('takes an engine into use, until another or none is', () => {
    expect(doubleProducts()).toBeUndefined();
    const engine = loops();
    useDoubleProducts(engine);
    expect(doubleProducts()).toBe(engine);
    useDoubleProducts(undefined);
    expect(doubleProducts()).toBeUndefined();
  });

  it('takes what rounding does to a sum', () => {
    useDoubleProducts(loops((value) => value * (1 + 2 ** -51)));
    expect(doubleProducts()?.name).toBe('loops');
  });

  const wrong: [string, DoubleProducts][] = [
    ['has the digits of floats', loops(Math.fround)],
    [
      'is off by 1e-10 in one entry',
      loops((value, i, j) => (i === 139 && j === 131 ? value + 1e-10 : value)),
    ],
    ['gives what is not a number', loops((value, i) => (i === 70 ? NaN : value))],
    ['writes nothing', { name: 'loops', multiply: () => undefined }],
    [
      'does not add up',
      {
        name: 'loops',
        multiply: (to, a, b, size) => loops().multiply(to, a, b, { ...size, accumulate: false }),
      },
    ],
    [
      'cannot transpose',
      {
        name: 'loops',
        multiply: (to, a, b, size) => loops().multiply(to, { ...a, transposed: false }, b, size),
      },
    ],
    [
      'knows no diagonal',
      {
        name: 'loops',
        multiply: (to, a, b, { rows, columns, depth, accumulate = false }) =>
          loops().multiply(to, a, b, { rows, columns, depth, accumulate }),
      },
    ],
    [
      'writes behind the rows',
      {
        name: 'loops',
        multiply: (to, a, b, size) => {
          loops().multiply(to, a, b, size);
          to.values[to.stride - 1] = 0;
        },
      },
    ],
  ];
  it.each(wrong)('refuses an engine that %s, and keeps the one before', (_, engine) => {
    const before = loops();
    useDoubleProducts(before);
    expect(() => useDoubleProducts(engine)).toThrow(NumericalError);
    expect(() => useDoubleProducts(engine)).toThrow(
      /^useDoubleProducts: products of loops must be those of doubles to 1e-12, got .* in row \d+, column \d+$/,
    );
    expect(doubleProducts()).toBe(before);
  });
});
