import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultThreads } from './defaultThreads';
import { EngineError } from './EngineError';
import { engineStatus } from './engineStatus';
import {
  loadDoubleProducts,
  type DoubleProducts,
  type DoubleProductSize,
  type DoubleTable,
} from './loadDoubleProducts';

const { next: missing } = await engineStatus();

/** Values in -1 .. 1 with digits beyond float32. */
const waves = (count: number, phase: number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => Math.sin(0.7 * at + phase));

const steps = ({ stride, transposed }: DoubleTable) =>
  transposed ? ([1, stride] as const) : ([stride, 1] as const);

/** By the definition. */
function expected(
  to: DoubleTable,
  a: DoubleTable,
  b: DoubleTable,
  { rows, columns, depth, diagonal = -Infinity, accumulate = false }: DoubleProductSize,
): Float64Array {
  const values = to.values.slice();
  const [[aRow, aColumn], [bRow, bColumn]] = [steps(a), steps(b)];
  for (let i = 0; i < rows; i++) {
    for (let j = Math.max(0, diagonal + i); j < columns; j++) {
      let sum = accumulate ? values[i * to.stride + j]! : 0;
      for (let k = 0; k < depth; k++)
        sum += a.values[i * aRow + k * aColumn]! * b.values[k * bRow + j * bColumn]!;
      values[i * to.stride + j] = sum;
    }
  }
  return values;
}

/** Largest difference; infinite for NaN. */
const farthest = (a: Float64Array, b: Float64Array): number =>
  a.reduce(
    (most, value, at) => (Math.abs(value - b[at]!) <= most ? most : Math.abs(value - b[at]!) || Infinity),
    0,
  );

describe.skipIf(missing !== undefined)(`products of doubles (else: ${missing ?? ''})`, () => {
  let products: DoubleProducts;
  beforeAll(async () => {
    products = await loadDoubleProducts();
  });

  it('need no backend of tfjs', () => {
    expect(tf.findBackendFactory('torch')).toBeNull();
    expect(products.name).toMatch(/^LibTorch \d+\.\d+/);
    expect(products.threads).toBe(defaultThreads());
  });

  it('[[1, 2], [3, 4]] [[5], [6]] is [[17], [39]]', () => {
    const to = new Float64Array(2);
    const [a, b] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6)];
    const size = { rows: 2, columns: 1, depth: 2 };
    products.multiply({ values: to, stride: 1 }, { values: a, stride: 2 }, { values: b, stride: 1 }, size);
    expect([...to]).toEqual([17, 39]);
    const turned = { values: a, stride: 2, transposed: true };
    const sum = { ...size, accumulate: true };
    products.multiply({ values: to, stride: 1 }, turned, { values: b, stride: 2, transposed: true }, sum);
    expect([...to]).toEqual([17 + 1 * 5 + 3 * 6, 39 + 2 * 5 + 4 * 6]);
  });

  const table = fc.record({ margin: fc.integer({ min: 0, max: 4 }), transposed: fc.boolean() });
  it('are those of the definition, however tables lie, added up or not, from any diagonal on', () => {
    fc.assert(
      fc.property(
        ...([
          fc.integer({ min: 1, max: 300 }),
          fc.integer({ min: 1, max: 300 }),
          fc.integer({ min: 1, max: 90 }),
          fc.option(fc.integer({ min: -320, max: 320 }), { nil: undefined }),
          fc.boolean(),
          table,
          table,
        ] as const),
        (rows, columns, depth, diagonal, accumulate, ofA, ofB) => {
          const laid = (height: number, width: number, phase: number, { margin, transposed }: typeof ofA) => {
            const stride = (transposed ? height : width) + margin;
            const values = waves((transposed ? width : height) * stride - margin, phase);
            return { values, stride, transposed };
          };
          const [a, b] = [laid(rows, depth, 1, ofA), laid(depth, columns, 2, ofB)];
          const to = { values: waves(rows * (columns + 3) - 3, 3), stride: columns + 3 };
          const size = { rows, columns, depth, accumulate, ...(diagonal !== undefined && { diagonal }) };
          const wanted = expected(to, a, b, size);
          products.multiply(to, a, b, size);
          // 91 terms of at most 1
          expect(farthest(to.values, wanted)).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of symmetric tables leave what lies left of the diagonal, also what is not a number', () => {
    const n = 300;
    const a = { values: waves(n * 40, 1), stride: 40 };
    const to = { values: new Float64Array(n * n).fill(NaN), stride: n };
    const size = { rows: n, columns: n, depth: 40, diagonal: 0 };
    const whole = { values: new Float64Array(n * n), stride: n };
    products.multiply(whole, a, { ...a, transposed: true }, { rows: n, columns: n, depth: 40 });
    products.multiply(to, a, { ...a, transposed: true }, size);
    to.values.forEach((value, at) => {
      if (at % n < Math.floor(at / n)) expect(value).toBeNaN();
      else if (!(Math.abs(value - whole.values[at]!) < 1e-12)) expect([at, value]).toBe(whole.values[at]);
    });
  });

  it('of a table with its own transpose are those of the definition, right of the diagonal alone', () => {
    fc.assert(
      fc.property(
        ...([
          fc.integer({ min: 1, max: 200 }),
          fc.integer({ min: 1, max: 90 }),
          fc.integer({ min: -2, max: 2 }),
          fc.boolean(),
          table,
        ] as const),
        (n, depth, diagonal, accumulate, { margin, transposed }) => {
          const stride = (transposed ? n : depth) + margin;
          const a = { values: waves((transposed ? depth : n) * stride, 1), stride, transposed };
          const to = { values: waves(n * (n + 2), 3), stride: n + 2 };
          const size = { rows: n, columns: n, depth, accumulate, diagonal };
          const wanted = expected(to, a, { ...a, transposed: !transposed }, size);
          products.multiply(to, a, { ...a, transposed: !transposed }, size);
          expect(farthest(to.values, wanted)).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('without depth are zeros, or what was there; without rows or columns nothing', () => {
    const none = { values: new Float64Array(0), stride: 5 };
    const to = { values: Float64Array.of(1, 2, 3, 4), stride: 2 };
    products.multiply(to, none, none, { rows: 2, columns: 2, depth: 0, accumulate: true });
    expect([...to.values]).toEqual([1, 2, 3, 4]);
    products.multiply(to, none, none, { rows: 0, columns: 2, depth: 0 });
    products.multiply(to, none, none, { rows: 2, columns: 0, depth: 0 });
    expect([...to.values]).toEqual([1, 2, 3, 4]);
    products.multiply(to, none, none, { rows: 2, columns: 2, depth: 0 });
    expect([...to.values]).toEqual([0, 0, 0, 0]);
  });

  it('keep infinities and what is not a number where these belong', () => {
    const to = { values: new Float64Array(4), stride: 2 };
    const a = { values: Float64Array.of(Infinity, 1, NaN, 1), stride: 2 };
    products.multiply(
      to,
      a,
      { values: Float64Array.of(1, 0, 0, 1), stride: 2 },
      { rows: 2, columns: 2, depth: 2 },
    );
    expect(to.values[0]).toBe(Infinity);
    expect(to.values[2]).toBeNaN();
  });

  it('have the same bits whenever they are computed on as many threads', async () => {
    const a = { values: waves(200 * 300, 1), stride: 300 };
    const compute = () => {
      const to = { values: new Float64Array(200 * 200), stride: 200 };
      products.multiply(to, a, { ...a, transposed: true }, { rows: 200, columns: 200, depth: 300 });
      return to.values;
    };
    for (const threads of [1, 2]) {
      expect((await loadDoubleProducts({ threads })).threads).toBe(threads);
      expect(compute()).toEqual(compute());
    }
  });

  describe('refuse', () => {
    const values = (count: number) => ({ values: new Float64Array(count), stride: 4 });
    const size = { rows: 4, columns: 4, depth: 4 };
    const [to, a, b] = [values(16), values(16), values(16)];
    const shared = new Float64Array(40);
    const cases: [string, () => void, RegExp][] = [
      [
        'too few values of a',
        () => products.multiply(to, values(15), b, size),
        /a must have 16 values, got 15/,
      ],
      [
        'too few values of b',
        () => products.multiply(to, a, values(0), size),
        /b must have 16 values, got 0/,
      ],
      [
        'a product that is too small',
        () => products.multiply(values(15), a, b, size),
        /the product must have 16/,
      ],
      [
        'rows closer than they are long',
        () => products.multiply(to, { ...a, stride: 3 }, b, size),
        /\[4, 4, 4\], \[4, 3, 4\]\): the stride of a must be at least 4, got 3/,
      ],
      [
        'a size below 0',
        () => products.multiply(to, a, b, { ...size, rows: -1 }),
        /must be three integers in/,
      ],
      ['a size that is no integer', () => products.multiply(to, a, b, { ...size, depth: 0.5 }), /integers/],
      [
        'sizes beyond memory',
        () => products.multiply(to, a, b, { ...size, rows: 2 ** 31 }),
        /in \[0, 2\^31\)/,
      ],
      [
        'sizes whose product overflows',
        () => products.multiply({ ...to, stride: 2 ** 31 - 1 }, a, b, { ...size, rows: 2 ** 31 - 1 }),
        /the product must have \d{19} values, got 16/,
      ],
      [
        'a diagonal out of range',
        () => products.multiply(to, a, b, { ...size, diagonal: 2 ** 40 }),
        /a diagonal must be in/,
      ],
      [
        'a diagonal that is no integer',
        () => products.multiply(to, a, b, { ...size, diagonal: NaN }),
        /argument 8 must be an integer/,
      ],
      [
        'numbers that are no doubles',
        () => products.multiply(to, { ...a, values: new Float32Array(16) as never }, b, size),
        /a must be in a Float64Array/,
      ],
      ['no array', () => products.multiply(to, { ...a, values: [1, 2] as never }, b, size), /a typed array/],
      [
        'a stride that is text',
        () => products.multiply(to, { ...a, stride: '4' as never }, b, size),
        /array of numbers/,
      ],
      [
        'a product that lies where a factor does',
        () =>
          products.multiply(
            { values: shared.subarray(15), stride: 4 },
            { values: shared.subarray(0, 16), stride: 4 },
            b,
            size,
          ),
        /the product must not lie where a or b does/,
      ],
      [
        'an array whose memory went to another thread',
        () => {
          const gone = values(16);
          structuredClone(gone.values.buffer, { transfer: [gone.values.buffer] });
          products.multiply(to, gone, b, size);
        },
        /a must have 16 values, got 0/,
      ],
    ];
    it.each(cases)('%s', (_, multiply, message) => {
      expect(multiply).toThrow(EngineError);
      expect(multiply).toThrow(message);
      expect(multiply).toThrow(/^torch\.doubleProduct\(/);
    });

    it('threads out of range', async () => {
      await expect(loadDoubleProducts({ threads: 5000 })).rejects.toThrow(
        'torch.setThreads(): threads must be 1 to 1024, got 5000',
      );
      await expect(loadDoubleProducts({ threads: 0 })).rejects.toThrow(EngineError);
    });

    it('and take a product beside a factor in the same memory', () => {
      const table = { values: shared.subarray(0, 16), stride: 4 };
      products.multiply({ values: shared.subarray(16), stride: 4 }, table, table, size);
      expect(shared.every((value) => value === 0)).toBe(true);
    });
  });
});

it('an engine that is not built is an error that says what brings it', async () => {
  vi.stubEnv('GOAL_DRIVEN_CACHE', mkdtempSync(join(tmpdir(), 'no-engine-')));
  await expect(loadDoubleProducts()).rejects.toThrow(
    /^loadAddon: .*To bring it: .*goal-driven engine build$/,
  );
  vi.unstubAllEnvs();
});
