import { describe, expect, it } from 'vitest';
import { choleskySolve } from './_cholesky';
import { parkMiller, product, table } from './_fixtures';
import { multiplyFirstTransposed } from './_matrix';

describe('choleskySolve', () => {
  it('solves by hand: [[4, 2], [2, 3]] x = (8, 7) gives (1.25, 1.5)', () => {
    const solution = choleskySolve(
      table([
        [4, 2],
        [2, 3],
      ]),
      table([[8], [7]]),
    )!;
    expect(solution.values[0]).toBeCloseTo(1.25, 14);
    expect(solution.values[1]).toBeCloseTo(1.5, 14);
  });

  it('adds the shift to the diagonal and reads the upper half only', () => {
    const solution = choleskySolve(
      table([
        [3, 2],
        [99, 2],
      ]),
      table([[8], [7]]),
      1,
    )!;
    expect(solution.values[0]).toBeCloseTo(1.25, 14);
  });

  it('solves what product made, at sizes within and across blocks of rows', () => {
    for (const n of [1, 5, 47, 48, 49, 97, 160]) {
      const data = parkMiller(n + 1, [n + 5, n]);
      const matrix = multiplyFirstTransposed(data, data);
      const wanted = parkMiller(5, [n, 7]);
      const shifted = {
        values: matrix.values.map((value, at) => value + (at % (n + 1) === 0 ? 0.5 : 0)),
        shape: matrix.shape,
      };
      const solution = choleskySolve(matrix, product(shifted, wanted), 0.5)!;
      solution.values.forEach((value, at) =>
        expect(Math.abs(value - wanted.values[at]!)).toBeLessThan(1e-10),
      );
    }
  });

  it('leaves its arguments as they were', () => {
    const [matrix, right] = [
      table([
        [4, 2],
        [2, 3],
      ]),
      table([[8], [7]]),
    ];
    choleskySolve(matrix, right, 1);
    expect([...matrix.values, ...right.values]).toEqual([4, 2, 2, 3, 8, 7]);
  });

  it('gives nothing where the matrix is not positive definite', () => {
    expect(
      choleskySolve(
        table([
          [1, 2],
          [2, 1],
        ]),
        table([[1], [1]]),
      ),
    ).toBeUndefined();
    expect(choleskySolve(table([[0]]), table([[1]]))).toBeUndefined();
    expect(choleskySolve(table([[NaN]]), table([[1]]))).toBeUndefined();
  });
});
