import { readFileSync } from 'node:fs';
import { createRng, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { gridScores, pca } from '@goal-driven/metrics';
import { describe, expect, it } from 'vitest';
import { Arena } from '../arena';
import { enclosureOf } from '../enclosure';
import { createPlaceCells, PlaceCells } from '../placeCells';
import { parkMiller } from './_parkMiller.fixture';
import { nonNegativePca } from './nonNegativePca';

type Golden = { cases: { seed: number; shape: number[]; variance: number; weights: number[] }[] };
const golden = JSON.parse(
  readFileSync(new URL('../../goldens/nonNegativePca.json', import.meta.url), 'utf8'),
) as Golden;

const options = { components: 12, tolerance: 1e-13, maxIterations: 20_000 };

describe('non-negative principal components', () => {
  it('are the direction of largest variance where that has one sign', () => {
    // covariance [[4, 2], [2, 1]] / 3 times 2: all variance along (2, 1)
    const samples = ndArray(Float64Array.of(-2, -1, 0, 0, 2, 1), [3, 2]);
    const { components, variances, means, converged } = nonNegativePca(
      samples,
      { ...options, components: 1 },
      createRng(1),
    );
    expect(components.values[0]).toBeCloseTo(2 / Math.sqrt(5), 9);
    expect(components.values[1]).toBeCloseTo(1 / Math.sqrt(5), 9);
    expect(variances[0]).toBeCloseTo(5, 9);
    expect([...means]).toEqual([0, 0]);
    expect(converged).toEqual([true]);
  });

  it('end at one feature where two go against each other', () => {
    const samples = ndArray(Float64Array.of(-2, 1, 0, 0, 2, -1), [3, 2]);
    const { components, variances } = nonNegativePca(samples, { ...options, components: 1 }, createRng(1));
    expect([...components.values]).toEqual([1, 0]);
    expect(variances[0]).toBeCloseTo(4, 12);
  });

  it.each(golden.cases)(
    'of seed $seed reach the largest variance that SciPy finds',
    ({ seed, shape, variance, weights }) => {
      const found = nonNegativePca(parkMiller(seed, shape, 0.5), options, createRng(2));
      const best = found.variances.indexOf(Math.max(...found.variances));
      expect(found.variances[best]).toBeCloseTo(variance, 9);
      weights.forEach((weight, f) =>
        // SLSQP's own precision in a flat direction
        expect(found.components.values[6 * best + f]).toBeCloseTo(weight, 5),
      );
    },
  );

  it('are where no allowed direction has more variance (law)', () => {
    const samples = parkMiller(99, [30, 5], 0.5);
    const { components, variances, means, converged, iterations } = nonNegativePca(
      samples,
      options,
      createRng(3),
    );
    expect(converged).not.toContain(false);
    expect(Math.max(...iterations)).toBeLessThan(20_000);
    for (let c = 0; c < 12; c++) {
      const w = components.values.subarray(5 * c, 5 * c + 5);
      expect(w.reduce((sum, weight) => sum + weight * weight, 0)).toBeCloseTo(1, 12);
      const pull = new Float64Array(5);
      for (let row = 0; row < 30; row++) {
        const centred = means.map((mean, f) => samples.values[5 * row + f]! - mean);
        const score = centred.reduce((sum, value, f) => sum + value * w[f]!, 0);
        centred.forEach((value, f) => (pull[f]! += (score * value) / 29));
      }
      w.forEach((weight, f) => {
        if (weight > 0) expect(pull[f]).toBeCloseTo(variances[c]! * weight, 9);
        else expect(pull[f]).toBeLessThanOrEqual(1e-12);
      });
    }
  });

  it('give scores that are projections of centred samples, for others too', () => {
    const samples = parkMiller(5, [10, 3]);
    const { components, means, transform } = nonNegativePca(samples, { components: 2 }, createRng(4));
    const scores = transform(ndArray(Float64Array.of(1, 2, 3), [1, 3]));
    expect(scores.shape).toEqual([1, 2]);
    for (const c of [0, 1]) {
      const expected = [1, 2, 3].reduce(
        (sum, value, f) => sum + (value - means[f]!) * components.values[3 * c + f]!,
        0,
      );
      expect(scores.values[c]).toBeCloseTo(expected, 12);
    }
    expect(means[1]).toBeCloseTo(
      samples.values.filter((_, at) => at % 3 === 1).reduce((a, b) => a + b) / 10,
      12,
    );
    const again = nonNegativePca(samples, { components: 2 }, createRng(4));
    expect(again.components).toEqual(components);
  });

  it('of a regular place code on a torus are hexagonal grids, where plain components are not', () => {
    // Dordek et al. 2016 report mean hexagonal scores of 1.13 and 0.27, and square ones near 0.1 for the former
    const arena = Arena.parse({});
    const config = PlaceCells.parse({ count: 256, sigma: 0.18, centres: 'lattice', periodic: true });
    const side = 24;
    const { place } = enclosureOf(arena);
    const positions = Float64Array.from(
      Array.from({ length: side * side }, (_, bin) =>
        place(((bin % side) + 0.5) / side, (Math.floor(bin / side) + 0.5) / side),
      ).flat(),
    );
    const code = createPlaceCells(config, arena, { rng: createRng(1) }).encodeExactly(positions);
    const samples = ndArray(code, [side * side, 256]);
    const scoresOf = ({ values, shape }: NdArray) =>
      Array.from({ length: shape[1]! }, (_, c) =>
        gridScores(
          ndArray(
            values.filter((_value, at) => at % shape[1]! === c),
            [side, side],
          ),
        ),
      );
    const positive = scoresOf(
      nonNegativePca(samples, { components: 3, tolerance: 1e-5 }, createRng(1)).transform(samples),
    );
    const plain = scoresOf(pca(samples, { components: 3 }).transform(samples));
    for (const { score60, score90 } of positive) {
      expect(score60).toBeGreaterThan(0.8);
      expect(score90).toBeLessThan(0.3);
    }
    expect(Math.max(...plain.map(({ score60 }) => score60))).toBeLessThan(0.8);
  });

  it('say when they have not converged', () => {
    const { converged, iterations } = nonNegativePca(
      parkMiller(5, [10, 3]),
      { components: 1, maxIterations: 2, tolerance: 0 },
      createRng(1),
    );
    expect([converged, iterations]).toEqual([[false], [2]]);
  });

  it('name what they cannot take', () => {
    const run =
      (values: number[], shape: number[], components = 1) =>
      () =>
        nonNegativePca(ndArray(Float64Array.from(values), shape), { components }, createRng(1));
    expect(run([1, 1], [1, 2])).toThrow(
      new ShapeError('nonNegativePca: samples must be [2 or more, features], got [1,2]'),
    );
    expect(run([1, 1, 1], [3])).toThrow(ShapeError);
    expect(run([1, NaN, 1, 2], [2, 2])).toThrow(
      new DataError('nonNegativePca: samples must be finite, got NaN at flat index 1'),
    );
    expect(run([1, 2, 1, 2], [2, 2])).toThrow('nonNegativePca: samples must vary, got constant ones');
    expect(run([1, 2, 3, 4], [2, 2], 0)).toThrow(
      'nonNegativePca: components must be a positive integer, got 0',
    );
    expect(run([1, 2, 3, 4], [2, 2], 1.5)).toThrow('got 1.5');
    const { transform } = nonNegativePca(parkMiller(5, [10, 3]), { components: 1 }, createRng(1));
    expect(() => transform(parkMiller(5, [10, 2]))).toThrow(
      'nonNegativePca.transform: samples must be [1 or more, 3], got [10,2]',
    );
  });
});
