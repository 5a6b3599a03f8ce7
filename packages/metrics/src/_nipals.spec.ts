import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { parkMiller, product, table } from './_fixtures';
import { columnMeans, minusRow, multiplyTransposed } from './_matrix';
import { uncentred } from './_centredTable';
import { nipals } from './_nipals';
import { pls } from './pls';
import { rowBasis } from './_rowBasis';

const centred = (matrix: NdArray) => minusRow(matrix, columnMeans(matrix));

/** The iteration over samples, as scikit-learn writes it, on a centred source and target. */
function literal(source: NdArray, target: NdArray, components: number, [tolerance, most]: [number, number]) {
  const [n, p, q] = [source.shape[0]!, source.shape[1]!, target.shape[1]!];
  const x = Array.from({ length: n }, (_, i) => [...source.values.slice(i * p, (i + 1) * p)]);
  const y = Array.from({ length: n }, (_, i) => [...target.values.slice(i * q, (i + 1) * q)]);
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const turned = (m: number[][], v: number[]) =>
    m[0]!.map((_, j) => m.reduce((sum, row, i) => sum + row[j]! * v[i]!, 0));
  const times = (m: number[][], v: number[]) => m.map((row) => dot(row, v));
  const found = {
    weights: [] as number[][],
    sources: [] as number[][],
    targets: [] as number[][],
    iterations: [] as number[],
  };
  for (let a = 0; a < components; a++) {
    const first = y[0]!.findIndex((_, j) => y.some((row) => Math.abs(row[j]!) > 2.3e-15));
    if (first < 0) break;
    let u = y.map((row) => row[first]!);
    let [w, old, rounds] = [[] as number[], x[0]!.map(() => 100), 0];
    for (;;) {
      rounds++;
      w = turned(x, u);
      const length = Math.sqrt(dot(w, w));
      w = w.map((value) => value / length);
      const t = times(x, w);
      const c = turned(y, t).map((value) => value / dot(t, t));
      if (
        q === 1 ||
        w.reduce((sum, value, i) => sum + (value - old[i]!) ** 2, 0) < tolerance ||
        rounds === most
      )
        break;
      u = times(y, c).map((value) => value / dot(c, c));
      old = w;
    }
    const t = times(x, w);
    const power = dot(t, t);
    const [load, weight] = [turned(x, t).map((v) => v / power), turned(y, t).map((v) => v / power)];
    x.forEach((row, i) => load.forEach((value, j) => (row[j]! -= t[i]! * value)));
    y.forEach((row, i) => weight.forEach((value, j) => (row[j]! -= t[i]! * value)));
    found.weights.push(w);
    found.sources.push(load);
    found.targets.push(weight);
    found.iterations.push(rounds);
  }
  return found;
}

/** Largest difference of rows, each up to its sign. */
function farthest(rows: NdArray, wanted: number[][]): number {
  const width = rows.shape[1]!;
  return Math.max(
    ...wanted.map((row, a) => {
      const own = [...rows.values.slice(a * width, (a + 1) * width)];
      const sign = Math.sign(row.reduce((sum, value, i) => sum + value * own[i]!, 0));
      return Math.max(...row.map((value, i) => Math.abs(value - sign * own[i]!)));
    }),
  );
}

describe('nipals on covariances', () => {
  const sizes = fc.record({
    n: fc.integer({ min: 8, max: 30 }),
    p: fc.integer({ min: 6, max: 20 }),
    q: fc.integer({ min: 1, max: 25 }),
    seed: fc.integer({ min: 1, max: 999 }),
  });

  it('takes the rounds of the iteration over samples, to its weights and loadings', () => {
    fc.assert(
      fc.property(sizes, ({ n, p, q, seed }) => {
        const [x, y] = [centred(parkMiller(seed, [n, p])), centred(parkMiller(seed + 1, [n, q]))];
        const wanted = literal(x, y, 4, [1e-6, 500]);
        const latent = nipals(uncentred(x), y, { components: 4, tolerance: 1e-6, maxIterations: 500 });
        expect(latent.iterations).toEqual(wanted.iterations);
        expect(farthest(latent.weights, wanted.weights)).toBeLessThan(1e-9);
        expect(farthest(latent.sourceLoadings, wanted.sources)).toBeLessThan(1e-9);
        expect(farthest(latent.targetLoadings, wanted.targets)).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('also with a tolerance near rounding and with few rounds, on either side', () => {
    for (const [p, q] of [
      [7, 12],
      [12, 7],
    ] as const) {
      for (const [tolerance, most] of [
        [1e-18, 5000],
        [1e-6, 3],
      ] as const) {
        const [x, y] = [centred(parkMiller(3, [20, p])), centred(parkMiller(4, [20, q]))];
        const wanted = literal(x, y, 3, [tolerance, most]);
        const latent = nipals(uncentred(x), y, { components: 3, tolerance, maxIterations: most });
        expect(latent.iterations).toEqual(wanted.iterations);
        expect(farthest(latent.weights, wanted.weights)).toBeLessThan(1e-9);
      }
    }
  });

  it('keeps its digits where components fall off by ten thousand', () => {
    // Sources and targets of four directions, each a hundred times fainter than the last.
    const falling = (seed: number, columns: number) => {
      const scores = parkMiller(50, [25, 4]).values.map((value, at) => (value - 0.5) * 100 ** -(at % 4));
      return centred(
        product(
          ndArray(scores, [25, 4]),
          ndArray(
            parkMiller(seed, [4, columns]).values.map((v) => v - 0.5),
            [4, columns],
          ),
        ),
      );
    };
    const [x, y] = [falling(51, 9), falling(52, 6)];
    const wanted = literal(x, y, 3, [1e-6, 500]);
    const latent = nipals(uncentred(x), y, { components: 3, tolerance: 1e-6, maxIterations: 500 });
    expect(latent.iterations).toEqual(wanted.iterations);
    expect(farthest(latent.weights, wanted.weights)).toBeLessThan(1e-8);
  });

  it('stops where nothing is left of the target, or nothing that the source explains', () => {
    const line = table([[0], [1], [2], [4]]);
    expect(
      pls(
        table([
          [0, 1],
          [1, 0],
          [2, 5],
          [4, 2],
        ]),
        table([[3], [3], [3], [3]]),
        { components: 2 },
      ).iterations,
    ).toEqual([]);
    const flat = pls(
      table([
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
      line,
      { components: 1 },
    );
    expect(flat.iterations).toEqual([]);
    expect([...flat.predict(table([[9, 9]])).values]).toEqual([7 / 4]);
    expect([...flat.coefficients.values]).toEqual([0, 0]);
    const exact = pls(
      table([
        [0, 0],
        [1, 0],
        [2, 0],
        [4, 0],
      ]),
      line,
      { components: 2 },
    );
    expect(exact.iterations).toEqual([1]);
    expect(exact.predict(table([[3, 7]])).values[0]).toBeCloseTo(3, 13);
  });
});

describe('pls where features outnumber samples', () => {
  it('is the same in a basis of the rows as in the features', () => {
    const [x, y] = [parkMiller(8, [20, 90]), parkMiller(9, [20, 6])];
    const [cx, cy] = [centred(x), centred(y)];
    const wanted = literal(cx, cy, 5, [1e-6, 500]);
    const map = pls(x, y, { components: 5 });
    expect(map.iterations).toEqual(wanted.iterations);
    const direct = nipals(uncentred(centred(x)), centred(y), {
      components: 5,
      tolerance: 1e-6,
      maxIterations: 500,
    });
    expect(direct.iterations).toEqual(wanted.iterations);
    const { basis, coordinates } = rowBasis(centred(x));
    const turned = nipals(uncentred(coordinates), centred(y), {
      components: 5,
      tolerance: 1e-6,
      maxIterations: 500,
    });
    expect(turned.iterations).toEqual(wanted.iterations);
    expect(farthest(product(turned.weights, basis), wanted.weights)).toBeLessThan(1e-10);
    expect(farthest(direct.weights, wanted.weights)).toBeLessThan(1e-10);
    const fitted = map.predict(x).values.map((value, at) => value - columnMeans(y)[at % 6]!);
    const residual = cy.values.map((value, at) => value - fitted[at]!);
    // What is left is orthogonal to the scores: the map has used up its five directions.
    const first = product(cx, ndArray(Float64Array.from(wanted.weights[0]!), [90, 1])).values;
    for (let target = 0; target < 6; target++) {
      const overlap = first.reduce((sum, score, i) => sum + score * residual[i * 6 + target]!, 0);
      expect(Math.abs(overlap)).toBeLessThan(1e-11);
    }
  });
});

describe('rowBasis', () => {
  it('gives orthonormal rows and coordinates that make up the table, without those that others span', () => {
    for (const [n, p] of [
      [5, 9],
      [60, 70],
      [101, 130],
    ] as const) {
      const rows = parkMiller(n, [n, p]);
      rows.values.copyWithin(p, 0, p); // the second row is the first
      const whole = rows.values.slice();
      const { basis, coordinates } = rowBasis(rows);
      expect(basis.shape).toEqual([n - 1, p]);
      expect(coordinates.shape).toEqual([n, n - 1]);
      const back = product(coordinates, basis).values;
      back.forEach((value, at) => expect(Math.abs(value - whole[at]!)).toBeLessThan(1e-13));
      multiplyTransposed(basis, basis).values.forEach((value, at) =>
        expect(Math.abs(value - (at % n === 0 ? 1 : 0))).toBeLessThan(1e-14),
      );
    }
  });

  it('drops rows of zeros', () => {
    const { basis, coordinates } = rowBasis(
      table([
        [0, 0, 0],
        [0, 3, 4],
      ]),
    );
    expect([...basis.values]).toEqual([0, 0.6, 0.8]);
    expect([...coordinates.values]).toEqual([0, 5]);
  });
});
