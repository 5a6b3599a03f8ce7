import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { NdArray } from '@goal-driven/core/arrays';
import { parkMiller, product, table } from './_fixtures';
import { multiplyFirstTransposed, multiplyTransposed } from './_matrix';
import { symmetricEigen } from './_symmetricEigen';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const symmetric = (seed: number, n: number, rank = n): NdArray => {
  const { values, shape } = parkMiller(seed, [n, rank]);
  const factors = { values: values.map((value) => value - 0.5), shape };
  return multiplyTransposed(factors, factors);
};

const largest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** How far `A v - lambda v` and `V^T V - 1` are from 0, in units of the largest eigenvalue and of 1. */
function defects(matrix: NdArray, { values, vectors }: ReturnType<typeof symmetricEigen>) {
  const n = values.length;
  const images = product(matrix, vectors).values.map(
    (value, at) => value - vectors.values[at]! * values[at % n]!,
  );
  const overlaps = multiplyFirstTransposed(vectors, vectors).values.map(
    (value, at) => value - (at % (n + 1) === 0 ? 1 : 0),
  );
  return { residual: largest(images) / (largest(values) || 1), overlap: largest(overlaps) };
}

describe('symmetricEigen', () => {
  it('solves [[2, 1], [1, 2]] by hand: 3 along (1, 1) and 1 along (1, -1)', () => {
    const { values, vectors } = symmetricEigen(
      table([
        [2, 1],
        [1, 2],
      ]),
    );
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(Math.abs(vectors.values[0]! + vectors.values[2]!)).toBeCloseTo(Math.SQRT2, 14);
    expect(vectors.values[1]! + vectors.values[3]!).toBeCloseTo(0, 14);
  });

  it('reads the upper half only', () => {
    expect(
      symmetricEigen(
        table([
          [2, 1],
          [99, 2],
        ]),
      ).values[0],
    ).toBeCloseTo(3, 14);
  });

  it('gives orthonormal vectors that the matrix stretches by the values, of any size and rank', () => {
    const sizes = fc.record({
      n: fc.integer({ min: 1, max: 40 }),
      rank: fc.integer({ min: 1, max: 40 }),
      seed: fc.integer({ min: 1, max: 99 }),
    });
    fc.assert(
      fc.property(sizes, ({ n, rank, seed }) => {
        const matrix = symmetric(seed, n, Math.min(n, rank));
        const eigen = symmetricEigen(matrix);
        const { residual, overlap } = defects(matrix, eigen);
        expect(residual).toBeLessThan(1e-14);
        expect(overlap).toBeLessThan(1e-13);
        for (let i = 1; i < n; i++) expect(eigen.values[i]! <= eigen.values[i - 1]!).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('does so at sizes that fill blocks of reflections and of rotations, with a null space', () => {
    for (const [n, rank] of [
      [150, 150],
      [121, 30],
    ] as const) {
      const matrix = symmetric(7, n, rank);
      const { residual, overlap } = defects(matrix, symmetricEigen(matrix));
      expect(residual).toBeLessThan(1e-14);
      expect(overlap).toBeLessThan(1e-13);
    }
  });

  it('agrees with plain loops', async () => {
    const matrix = symmetric(3, 130);
    const compiled = symmetricEigen(matrix);
    vi.resetModules();
    vi.stubEnv('GOAL_DRIVEN_COMPILED', '0');
    const loops = (await import('./_symmetricEigen')).symmetricEigen(matrix);
    compiled.values.forEach((value, i) => expect(value).toBeCloseTo(loops.values[i]!, 12));
    expect(compiled.values).not.toEqual(loops.values);
    expect(defects(matrix, loops).residual).toBeLessThan(1e-14);
  });

  it('keeps its accuracy at the ends of doubles', () => {
    for (const scale of [1e-160, 1e160]) {
      const { values } = symmetricEigen(
        table([
          [2 * scale, scale],
          [scale, 2 * scale],
        ]),
      );
      expect(values[0]! / scale).toBeCloseTo(3, 13);
      expect(values[1]! / scale).toBeCloseTo(1, 13);
    }
  });

  it('takes zeros and numbers below 0', () => {
    expect([
      ...symmetricEigen(
        table([
          [0, 0],
          [0, 0],
        ]),
      ).values,
    ]).toEqual([0, 0]);
    expect([
      ...symmetricEigen(
        table([
          [-1, 0, 0],
          [0, 4, 0],
          [0, 0, 2],
        ]),
      ).values,
    ]).toEqual([4, 2, -1]);
  });

  it('says so when an eigenvalue is not found', () => {
    expect(() =>
      symmetricEigen(
        table([
          [1, NaN],
          [NaN, 1],
        ]),
      ),
    ).toThrow(/must be found within 60 rounds/);
  });
});
