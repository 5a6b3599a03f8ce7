import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import { firstColumns, largestDifference, parkMiller, product, regressionExample, table } from './_fixtures';
import { pls } from './pls';

// Reference values: scikit-learn 1.2.1, PLSRegression, on the data of _fixtures.
describe('pls', () => {
  const { A, B, xt } = regressionExample();

  it('recovers an exact line with one feature', () => {
    const map = pls(table([[0], [1], [2]]), table([[1], [3], [5]]), { components: 1 });
    expect([...map.predict(table([[10]])).values]).toEqual([21]);
  });

  it('agrees with scikit-learn, unscaled, in coefficients, predictions and iteration counts', () => {
    const map = pls(A, B, { components: 2, scale: false });
    expect(map.iterations).toEqual([5, 5]);
    expect(
      largestDifference(
        map.intercept,
        [0.7615579043 - 0, 0.4407740953].map((mean, q) => mean - shift(map, q)),
      ),
    ).toBeLessThan(1e-9);
    expect(
      largestDifference(map.predict(xt).values, [0.1760364414, 0.317783571, 0.6347604712, -0.1591876012]),
    ).toBeLessThan(1e-9);
  });

  it('tells of each component', () => {
    const told: [number, number][] = [];
    pls(A, B, { components: 2, onProgress: (done, total) => told.push([done, total]) });
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('agrees with scikit-learn, scaled', () => {
    const map = pls(A, B, { components: 2, scale: true });
    expect(map.iterations).toEqual([5, 4]);
    expect(
      largestDifference(map.predict(xt).values, [0.1571652935, 0.3027724954, 0.652336413, -0.3013261643]),
    ).toBeLessThan(1e-9);
  });

  it('agrees with scikit-learn on one target', () => {
    const map = pls(A, firstColumns(B, 1), { components: 2 });
    expect(largestDifference(map.predict(xt).values, [0.178157276332, 0.701191884527])).toBeLessThan(1e-11);
  });

  it('agrees with scikit-learn through 25 components, stopping each where it stops', () => {
    const X = parkMiller(21, [60, 40]);
    const weights = parkMiller(22, [10, 3]);
    const signal = product(
      firstColumns(X, 10),
      ndArray(
        weights.values.map((w) => w - 0.5),
        [10, 3],
      ),
    );
    const noise = parkMiller(23, [60, 3]).values;
    const Y = ndArray(
      signal.values.map((value, index) => Math.tanh(value) + 0.1 * (noise[index]! - 0.5)),
      [60, 3],
    );
    const map = pls(X, Y, { components: 25 });
    const iterations = [
      7, 7, 20, 7, 11, 15, 21, 17, 12, 14, 94, 13, 29, 26, 25, 15, 35, 14, 15, 25, 28, 28, 15, 19, 14,
    ];
    expect(map.iterations).toEqual(iterations);
    const predictions = [
      -0.473824154, 0.433849639, -0.507406802, -0.694366409, 0.700607748, -0.28469799, -0.749261404,
      0.7420669, -0.663497864, -0.625675237, 0.50250236, -0.488904475, -0.729392131, 0.731052438,
      -0.620871285,
    ];
    expect(largestDifference(map.predict(parkMiller(24, [5, 40])).values, predictions)).toBeLessThan(1e-8);
    expect(map.coefficients.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(-0.652982476, 8);
  });

  it('is indifferent to the order of features', () => {
    const reversed = (m: typeof A) =>
      ndArray(
        Float64Array.from(
          { length: m.values.length },
          (_, at) => m.values[Math.floor(at / 5) * 5 + 4 - (at % 5)]!,
        ),
        m.shape,
      );
    const plain = pls(A, B, { components: 3 }).predict(xt).values;
    expect(
      largestDifference(pls(reversed(A), B, { components: 3 }).predict(reversed(xt)).values, [...plain]),
    ).toBeLessThan(1e-10);
  });

  it('refuses more components than samples or features carry', () => {
    expect(() => pls(A, B, { components: 6 })).toThrow(/components must be an integer in 1 \.\. 5 .* got 6/);
  });
});

/** What the means of the features contribute; scikit-learn 1.2 states its intercept without it. */
function shift(map: ReturnType<typeof pls>, q: number): number {
  const { A } = regressionExample();
  const means = Array.from(
    { length: 5 },
    (_, c) => Array.from({ length: 12 }, (_, r) => A.values[r * 5 + c]!).reduce((s, v) => s + v, 0) / 12,
  );
  return means.reduce((sum, mean, p) => sum + mean * map.coefficients.values[p * 2 + q]!, 0);
}

describe('a column that does not vary', () => {
  it('is taken for nothing, scaled or not, whatever its mean rounds to', () => {
    const { A, B, xt } = regressionExample();
    const still = (values: Float64Array) => values.map((value, at) => (at % 5 === 3 ? 0.7 : value));
    const [source, samples] = [ndArray(still(A.values), A.shape), ndArray(still(xt.values), xt.shape)];
    const without = (values: Float64Array) => values.filter((_, at) => at % 5 !== 3);
    for (const scale of [true, false]) {
      const options = { components: 3, scale };
      const fewer = pls(ndArray(without(A.values), [12, 4]), B, options);
      const expected = fewer.predict(ndArray(without(xt.values), [2, 4])).values;
      const { values } = pls(source, B, options).predict(samples);
      expect(largestDifference(values, [...expected])).toBeLessThan(1e-12);
    }
  });
});
