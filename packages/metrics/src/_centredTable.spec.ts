import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { NdArray } from '@goal-driven/core/arrays';
import { parkMiller, table } from './_fixtures';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** Fresh copies of the modules: with `compiled` '0' plain loops do all. */
async function fresh(compiled = '1') {
  vi.resetModules();
  vi.stubEnv('GOAL_DRIVEN_COMPILED', compiled);
  const [kernels, centredTable, matrix, projections] = await Promise.all([
    import('./_kernels'),
    import('./_centredTable'),
    import('./_matrix'),
    import('./_projection'),
  ]);
  expect(kernels.kernels() === undefined).toBe(compiled === '0'); // reads the environment
  return { ...centredTable, ...matrix, ...projections };
}

const seen = (values: NdArray, seed: number, scaled: boolean) => {
  const width = values.shape[1]!;
  const means = parkMiller(seed, [width]).values.map((value) => 100 * value);
  return scaled
    ? { table: values, means, factors: parkMiller(seed + 1, [width]).values.map((v) => v + 1) }
    : { table: values, means };
};

const farthest = (a: Float64Array, b: ArrayLike<number>) =>
  a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), a.length === b.length ? 0 : NaN);

describe('a table seen from its means', () => {
  it('is (table - means) factors: [[1, 2], [3, 6]] from 2 and 1, times 1 and 10', async () => {
    const { materialised, centredTimes, productsOfRows, productsOfColumns, centredFirstTransposed } =
      await fresh();
    const x = {
      table: table([
        [1, 2],
        [3, 6],
      ]),
      means: Float64Array.of(2, 1),
      factors: Float64Array.of(1, 10),
    };
    expect([...materialised(x).values]).toEqual([-1, 10, 1, 50]);
    expect([...x.table.values]).toEqual([1, 2, 3, 6]);
    expect([...centredTimes(x, table([[3], [1]])).values]).toEqual([7, 53]);
    expect([...centredFirstTransposed(x, table([[1], [2]])).values]).toEqual([1, 110]);
    expect([...productsOfColumns(x, x).values]).toEqual([2, 40, 40, 2600]);
    expect([...productsOfRows(x, x).values]).toEqual([101, 499, 499, 2501]);
    const other = { table: table([[5, 5]]), means: Float64Array.of(4, 3) };
    expect([...productsOfRows(x, other).values]).toEqual([19, 101]);
    expect([...productsOfRows(other, x).values]).toEqual([19, 101]);
  });

  it('gives the products of its copy, to the bit where they are compiled', async () => {
    const modules = await fresh();
    const [a, b, c] = [parkMiller(1, [90, 70]), parkMiller(2, [90, 80]), parkMiller(3, [85, 70])];
    for (const scaled of [false, true]) {
      const [x, y, z] = [seen(a, 10, scaled), seen(b, 20, scaled), seen(c, 30, scaled)];
      const [cx, cy, cz] = [x, y, z].map(modules.materialised) as [NdArray, NdArray, NdArray];
      const pairs = [
        [modules.centredTimes(x, modules.transpose(c)), modules.multiply(cx, modules.transpose(c))],
        [modules.centredFirstTransposed(x, b), modules.multiplyFirstTransposed(cx, b)],
        [modules.productsOfColumns(x, y), modules.multiplyFirstTransposed(cx, cy)],
        [modules.productsOfColumns(x, x), modules.multiplyFirstTransposed(cx, cx)],
        [modules.productsOfRows(x, z), modules.multiplyTransposed(cx, cz)],
        [modules.productsOfRows(x, x), modules.multiplyTransposed(cx, cx)],
      ] as const;
      for (const [own, wanted] of pairs) expect(own).toEqual(wanted);
    }
  });

  it('gives them also by loops, whatever the sizes', async () => {
    const modules = await fresh('0');
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
    );
    fc.assert(
      fc.property(sizes, fc.boolean(), ([m, n, k], scaled) => {
        const [x, y] = [seen(parkMiller(m, [m, k]), 10, scaled), seen(parkMiller(n, [n, k]), 20, scaled)];
        const w = seen(parkMiller(n, [m, n]), 40, scaled);
        const [cx, cy, cw] = [x, y, w].map(modules.materialised) as [NdArray, NdArray, NdArray];
        const b = parkMiller(k, [k, n]);
        const close = (own: NdArray, wanted: NdArray) => {
          expect(own.shape).toEqual(wanted.shape);
          expect(farthest(own.values, wanted.values)).toBeLessThan(1e-9);
        };
        close(modules.centredTimes(x, b), modules.multiply(cx, b));
        close(modules.productsOfRows(x, y), modules.multiplyTransposed(cx, cy));
        close(modules.productsOfColumns(x, w), modules.multiplyFirstTransposed(cx, cw));
        close(modules.centredFirstTransposed(x, w.table), modules.multiplyFirstTransposed(cx, w.table));
      }),
      { numRuns: 60 },
    );
  });
});

describe('projection', () => {
  it('is the scores of rows and the products of columns with them', async () => {
    const { projection } = await fresh();
    const x = {
      table: table([
        [1, 2],
        [3, 6],
      ]),
      means: Float64Array.of(2, 1),
      factors: Float64Array.of(1, 10),
    };
    const { scores, sums } = projection(x, Float64Array.of(3, 1));
    expect([...scores]).toEqual([7, 53]); // of [-1, 10] and [1, 50]
    expect([...sums]).toEqual([46, 2720]);
  });

  it('is the same by the kernel and by loops, for odd widths, rows left over and several blocks', async () => {
    const [compiled, loops] = [await fresh(), await fresh('0')];
    for (const [rows, width] of [
      [401, 61],
      [200, 500],
      [3, 40_001],
    ] as const) {
      for (const scaled of [false, true]) {
        const x = seen(parkMiller(rows, [rows, width]), 10, scaled);
        const weights = parkMiller(7, [width]).values.map((value) => value - 0.5);
        const [own, wanted] = [compiled.projection(x, weights), loops.projection(x, weights)];
        const scale = Math.max(...wanted.scores.map(Math.abs));
        expect(own.scores).not.toEqual(wanted.scores); // else one of the two ways was not taken
        expect(farthest(own.scores, wanted.scores)).toBeLessThan(1e-11 * scale);
        const largest = wanted.sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0);
        expect(farthest(own.sums, wanted.sums)).toBeLessThan(1e-11 * largest);
        const copy = loops.materialised(x);
        const direct = loops.multiply(copy, { values: weights, shape: [width, 1] });
        expect(farthest(wanted.scores, direct.values)).toBeLessThan(1e-11 * scale);
      }
    }
  });
});
