import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng, useProductsOf } from '@goal-driven/core';
import { doubleProducts, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { cka, pls, rdm, ridge, ridgeCv } from '@goal-driven/metrics';
import { engineStatus } from '@goal-driven/tfjs-backend-torch/engine';

// The metrics know no engine and the engine no metrics; here both are at hand.
const { next: missing } = await engineStatus();

/** Shared signals and noise, off zero. */
function responses(seed: number, rows: number, columns: number): NdArray {
  const signals = createRng(1).normal(rows * 12);
  const weights = createRng(seed).normal(12 * columns);
  const values = createRng(seed + 1)
    .normal(rows * columns)
    .map((value, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      let sum = 3 + value;
      for (let k = 0; k < 12; k++) sum += signals[row * 12 + k]! * weights[k * columns + column]!;
      return sum;
    });
  return ndArray(values, [rows, columns]);
}

/** Computes with WebAssembly and with LibTorch. */
async function onBoth(compute: () => Float64Array): Promise<readonly [Float64Array, Float64Array]> {
  await useProductsOf('wasm');
  const own = compute();
  await useProductsOf('torch');
  expect(doubleProducts()?.name).toMatch(/^LibTorch/);
  return [own, compute()];
}

/** Largest difference, relative to the largest entry. */
function apart([own, other]: readonly [Float64Array, Float64Array]): number {
  expect(own).toHaveLength(other.length);
  const most = (of: (at: number) => number) => own.reduce((max, _, at) => Math.max(max, Math.abs(of(at))), 0);
  expect(own.every(Number.isFinite)).toBe(true);
  return most((at) => own[at]! - other[at]!) / most((at) => own[at]!);
}

describe.skipIf(missing !== undefined)(`metrics on LibTorch (else: ${missing ?? ''})`, () => {
  beforeAll(() => useProductsOf('torch'));
  afterAll(() => useProductsOf('wasm'));

  const [few, many] = [responses(10, 700, 90), responses(20, 700, 130)];
  const wide = responses(30, 120, 900);
  const target = responses(40, 700, 60);
  const wideTarget = responses(50, 120, 60);
  const alphas = [1, 100, 10_000];

  const cases: [string, () => Float64Array][] = [
    [
      'CKA by products of units',
      () => Float64Array.of(cka(few, many), cka(few, many, { estimator: 'debiased' })),
    ],
    ['CKA by products of stimuli', () => Float64Array.of(cka(wide, responses(31, 120, 800)))],
    ['CKA with rbf kernels', () => Float64Array.of(cka(few, many, { kernel: 'rbf' }))],
    ['RDMs', () => rdm(many).values],
    ['RDMs of distances', () => rdm(many, { distance: 'euclidean' }).values],
    ['PLS of few features', () => pls(many, target, { components: 10 }).coefficients.values],
    ['PLS of many features', () => pls(wide, wideTarget, { components: 10 }).coefficients.values],
    ['PLS with scaled columns', () => pls(many, target, { components: 10, scale: true }).coefficients.values],
    ['ridge of few features', () => ridge(many, target, { alpha: 10 }).coefficients.values],
    ['ridge of many features', () => ridge(wide, wideTarget, { alpha: 10 }).coefficients.values],
    ['ridge by cross-validation', () => ridgeCv(wide, wideTarget, { alphas, validation: 5 }).errors.values],
  ];
  it.each(cases)('%s are those on WebAssembly to 1e-10', async (_, compute) => {
    const both = await onBoth(compute);
    expect(apart(both)).toBeLessThan(1e-10);
  });

  it('has the same bits whenever it computes, and those of WebAssembly thereafter', async () => {
    const compute = () => pls(many, target, { components: 10 }).coefficients.values;
    const [own, other] = await onBoth(compute);
    expect(compute()).toEqual(other);
    await useProductsOf('wasm');
    expect(compute()).toEqual(own);
    expect(other).not.toEqual(own); // else the engine was not asked
  });
});
