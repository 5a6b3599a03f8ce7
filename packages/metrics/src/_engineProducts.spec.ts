import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useDoubleProducts, type DoubleProducts } from '@goal-driven/core/arrays';
import { engineFor } from './_engineProducts';
import { parkMiller } from './_fixtures';
import { across, multiply, multiplyFirstTransposed, plain } from './_matrix';
import { productsOfColumns } from './_centredTable';
import type { Change, Operand } from './_operands';
import { multiplyInto } from './_products';
import { cka } from './cka';

/** An engine by the definition, which counts what it is asked. */
function loops() {
  const asked: Parameters<DoubleProducts['multiply']>[3][] = [];
  const engine: DoubleProducts = {
    name: 'loops',
    multiply(to, a, b, size) {
      asked.push(size);
      const { rows, columns, depth, diagonal = -Infinity, accumulate = false } = size;
      const [aRow, aColumn] = a.transposed ? [1, a.stride] : [a.stride, 1];
      const [bRow, bColumn] = b.transposed ? [1, b.stride] : [b.stride, 1];
      for (let i = 0; i < rows; i++) {
        for (let j = Math.max(0, diagonal + i); j < columns; j++) {
          let sum = accumulate ? to.values[i * to.stride + j]! : 0;
          for (let k = 0; k < depth; k++)
            sum += a.values[i * aRow + k * aColumn]! * b.values[k * bRow + j * bColumn]!;
          to.values[i * to.stride + j] = sum;
        }
      }
    },
  };
  return { engine, asked };
}

/** Computes on the loops, then on the compiled kernel. */
function both<T>(compute: () => T) {
  const { engine, asked } = loops();
  useDoubleProducts(engine);
  asked.length = 0; // its check
  const byEngine = compute();
  useDoubleProducts(undefined);
  return { byEngine, byKernel: compute(), asked };
}

/** Largest difference, relative to the largest entry. */
const farthest = (a: Float64Array, b: Float64Array) => {
  const most = (of: (at: number) => number) => b.reduce((max, _, at) => Math.max(max, Math.abs(of(at))), 0);
  expect(a).toHaveLength(b.length);
  return most((at) => a[at]! - b[at]!) / most((at) => b[at]!);
};

/** Of sums of at most 6,000 products, in another order. */
const ROUNDING = 1e-12;

afterEach(() => useDoubleProducts(undefined));

describe('products on an engine', () => {
  const operand = fc.record({
    turned: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1000 }),
    top: fc.integer({ min: 0, max: 3 }),
    left: fc.integer({ min: 0, max: 3 }),
    right: fc.integer({ min: 0, max: 3 }),
    change: fc.constantFrom('none', 'means', 'factors'),
  });
  const cases = fc.record({
    rows: fc.integer({ min: 90, max: 160 }),
    columns: fc.integer({ min: 90, max: 160 }),
    depth: fc.integer({ min: 250, max: 400 }),
    diagonal: fc.option(fc.integer({ min: -80, max: 80 }), { nil: undefined }),
    a: operand,
    b: operand,
  });
  type Drawn = typeof operand extends fc.Arbitrary<infer T> ? T : never;

  /** A part [rows, columns] of a larger table, or of its transpose. */
  const partOf = (
    { turned, seed, top, left, right, change }: Drawn,
    rows: number,
    columns: number,
  ): Operand => {
    const [lines, length] = turned ? [columns, rows] : [rows, columns];
    const width = left + length + right;
    const values = parkMiller(seed, [top + lines, width]).values.map((value) => value - 0.5);
    const [row, column] = turned ? [1, width] : [width, 1];
    const drawn: Change = {
      means: parkMiller(seed + 1, [width]).values,
      ...(change === 'factors' && { factors: parkMiller(seed + 2, [width]).values }),
    };
    return { values, start: top * width + left, row, column, ...(change !== 'none' && { change: drawn }) };
  };

  it('are those of the kernel, wherever the tables lie and whatever is changed', () => {
    fc.assert(
      fc.property(cases, ({ rows, columns, depth, diagonal, a, b }) => {
        const [left, right] = [partOf(a, rows, depth), partOf(b, depth, columns)];
        const size = { rows, columns, depth, ...(diagonal !== undefined && { diagonal }) };
        const { byEngine, byKernel, asked } = both(() => {
          const values = new Float64Array(5 + rows * (columns + 2)).fill(7);
          multiplyInto({ values, start: 5, row: columns + 2 }, left, right, size);
          return values;
        });
        expect(asked.length).toBeGreaterThan(0);
        expect(farthest(byEngine, byKernel)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 15 },
    );
  });

  it('are asked for once where the tables go as they are, of half where they are symmetric', () => {
    const a = parkMiller(3, [400, 120]);
    const { byEngine, byKernel, asked } = both(() => multiplyFirstTransposed(a, a));
    expect(asked).toEqual([{ rows: 120, columns: 120, depth: 400, accumulate: false, diagonal: 0 }]);
    expect(farthest(byEngine.values, byKernel.values)).toBeLessThan(ROUNDING);
    expect(both(() => multiplyFirstTransposed(a, parkMiller(4, [400, 50]))).asked).toEqual([
      { rows: 120, columns: 50, depth: 400, accumulate: false },
    ]);
  });

  it('take a changed table in blocks of the depth, which add up', () => {
    const a = parkMiller(3, [6000, 200]);
    const x = { table: a, means: parkMiller(4, [200]).values };
    const { byEngine, byKernel, asked } = both(() => productsOfColumns(x, x));
    expect(asked.map(({ depth, accumulate }) => [depth, accumulate])).toEqual([
      [5242, false],
      [758, true],
    ]);
    expect(farthest(byEngine.values, byKernel.values)).toBeLessThan(ROUNDING);
  });

  it('stay with the kernel where they are small', () => {
    const { asked } = both(() => multiply(parkMiller(1, [100, 100]), parkMiller(2, [100, 199])));
    expect(asked).toEqual([]);
    useDoubleProducts(loops().engine);
    expect(engineFor({ rows: 100, columns: 100, depth: 199 })).toBeUndefined();
    expect(engineFor({ rows: 100, columns: 100, depth: 200 })?.name).toBe('loops');
  });

  it('go to the engine at any size where there is no kernel', async () => {
    vi.resetModules();
    vi.stubEnv('GOAL_DRIVEN_COMPILED', '0');
    const [arrays, { isLargeProduct }, matrix] = await Promise.all([
      import('@goal-driven/core/arrays'),
      import('./_products'),
      import('./_matrix'),
    ]);
    const size = { rows: 80, columns: 80, depth: 40 };
    expect(isLargeProduct(size)).toBe(false);
    const { engine, asked } = loops();
    arrays.useDoubleProducts(engine);
    asked.length = 0;
    expect(isLargeProduct(size)).toBe(true);
    const [a, b] = [parkMiller(1, [80, 40]), parkMiller(2, [40, 80])];
    const product = matrix.multiply(a, b);
    expect(asked).toHaveLength(1);
    arrays.useDoubleProducts(undefined);
    expect(farthest(product.values, matrix.multiply(a, b).values)).toBeLessThan(ROUNDING);
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it('do not outlast the engine: the bits are those of before', () => {
    const [x, y] = [parkMiller(1, [400, 120]), parkMiller(2, [400, 110])];
    const before = cka(x, y);
    const { byEngine, byKernel, asked } = both(() => cka(x, y));
    expect(asked).toHaveLength(3);
    expect(byKernel).toBe(before);
    expect(Math.abs(byEngine - before)).toBeLessThan(1e-13);
    expect(before).toBeGreaterThan(0);
  });

  it('never change what they are of', () => {
    const a = parkMiller(5, [200, 120]);
    const kept = a.values.slice();
    both(() =>
      multiplyInto(
        { values: new Float64Array(120 * 120), start: 0, row: 120 },
        { ...across(a), change: { means: parkMiller(6, [120]).values } },
        plain(a),
        { rows: 120, columns: 120, depth: 200 },
      ),
    );
    expect(a.values).toEqual(kept);
  });
});
