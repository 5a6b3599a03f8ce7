import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fansOf, initialize, Initializer } from './initializers';
import { createRng } from './Rng';
import { tf } from './tf';

const rng = createRng(5);
const values = (initializer: unknown, shape: number[], fans?: { fanIn: number; fanOut: number }) =>
  tf.tidy(() =>
    Array.from(
      initialize(Initializer.parse(initializer), shape, {
        rng,
        ...(fans && { fans: () => fans }),
      }).dataSync(),
    ),
  );

const mean = (numbers: number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
const spreadOf = (numbers: number[]) =>
  Math.sqrt(mean(numbers.map((value) => value ** 2)) - mean(numbers) ** 2);
const greatest = (numbers: number[]) => Math.max(...numbers.map(Math.abs));

test('fans count what a unit sums over, and what an input reaches', () => {
  expect(fansOf([3, 4])).toEqual({ fanIn: 3, fanOut: 4 });
  expect(fansOf([5, 7, 3, 4])).toEqual({ fanIn: 105, fanOut: 140 });
  expect(fansOf([6])).toEqual({ fanIn: 6, fanOut: 6 });
  expect(() => fansOf([])).toThrow('fansOf: shape must have an axis, got []');
});

// The bound of a uniform and the spread of each, by the formulae of Keras 2 and PyTorch, at fans 40 and 60.
describe('the spread follows from the fans', () => {
  const uniforms: [object, number][] = [
    [{ kind: 'glorotUniform' }, Math.sqrt(6 / 100)],
    [{ kind: 'heUniform' }, Math.sqrt(6 / 40)],
    [{ kind: 'lecunUniform' }, Math.sqrt(3 / 40)],
    [{ kind: 'xavierUniform', gain: 2 }, 2 * Math.sqrt(6 / 100)],
    [{ kind: 'kaimingUniform', a: Math.sqrt(5) }, 1 / Math.sqrt(40)],
    [{ kind: 'kaimingUniform', nonlinearity: 'relu', mode: 'fanOut' }, Math.sqrt(6 / 60)],
    [{ kind: 'torchDefault' }, 1 / Math.sqrt(40)],
    [{ kind: 'varianceScaling', scale: 3, mode: 'fanOut', distribution: 'uniform' }, Math.sqrt(9 / 60)],
    [{ kind: 'randomUniform', low: -0.2, high: 0.2 }, 0.2],
  ];
  test.each(uniforms)('%o is uniform within %d', (initializer, bound) => {
    const drawn = values(initializer, [40, 60]);
    expect(greatest(drawn)).toBeLessThanOrEqual(bound);
    expect(greatest(drawn)).toBeGreaterThan(0.99 * bound);
    // 2400 draws: the standard error of the spread is under 1 %.
    expect(spreadOf(drawn) / (bound / Math.sqrt(3))).toBeCloseTo(1, 1);
  });

  const cut = 2 / 0.87962566103423978;
  const normals: [object, number, number][] = [
    [{ kind: 'glorotNormal' }, Math.sqrt(2 / 100), cut],
    [{ kind: 'heNormal' }, Math.sqrt(2 / 40), cut],
    [{ kind: 'lecunNormal' }, Math.sqrt(1 / 40), cut],
    [{ kind: 'varianceScaling', scale: 2, distribution: 'untruncatedNormal' }, Math.sqrt(2 / 40), Infinity],
    [{ kind: 'xavierNormal' }, Math.sqrt(2 / 100), Infinity],
    [{ kind: 'kaimingNormal', nonlinearity: 'tanh' }, 5 / 3 / Math.sqrt(40), Infinity],
    [{ kind: 'randomNormal', stddev: 0.3 }, 0.3, Infinity],
    [{ kind: 'truncatedNormal', stddev: 0.3 }, 0.3 * 0.87962566103423978, cut],
  ];
  test.each(normals)('%o has a spread of %d, cut at %d of them', (initializer, spread, limit) => {
    const drawn = values(initializer, [40, 60]);
    // 2400 draws: the standard error of the spread is 1.5 %, that of the mean 2 % of the spread.
    expect(Math.abs(spreadOf(drawn) / spread - 1)).toBeLessThan(0.06);
    expect(Math.abs(mean(drawn)) / spread).toBeLessThan(0.08);
    expect(greatest(drawn)).toBeLessThanOrEqual(limit * spread * (1 + 1e-6));
    expect(greatest(drawn)).toBeGreaterThan(0.9 * Math.min(limit, 3) * spread);
  });
});

test('fans given from outside replace those of the shape', () => {
  expect(greatest(values({ kind: 'torchDefault' }, [1000], { fanIn: 4, fanOut: 1 }))).toBeCloseTo(0.5, 1);
  expect(greatest(values({ kind: 'torchDefault' }, [1000]))).toBeLessThan(0.032);
});

test('constants', () => {
  expect(values({ kind: 'zeros' }, [2])).toEqual([0, 0]);
  expect(values({ kind: 'ones' }, [2])).toEqual([1, 1]);
  expect(values({ kind: 'constant', value: 0.5 }, [2])).toEqual([0.5, 0.5]);
});

test('an orthogonal kernel has orthonormal columns, or rows where there are fewer (law)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (rows, columns) =>
      tf.tidy(() => {
        const matrix = tf.tensor2d(values({ kind: 'orthogonal', gain: 2 }, [rows, columns]), [rows, columns]);
        const tall = rows >= columns;
        const products = tf.matMul(matrix, matrix, tall, !tall);
        const error = tf.max(tf.abs(tf.sub(products, tf.mul(4, tf.eye(Math.min(rows, columns))))));
        // Float32 products of numbers up to 4.
        expect(error.dataSync()[0]).toBeLessThan(5e-6);
      }),
    ),
    { numRuns: 25, seed: 3 },
  );
  expect(() => values({ kind: 'orthogonal' }, [4])).toThrow(
    'orthogonal: shape must have two axes or more, got [4]',
  );
});

test('unknown names and keys are refused', () => {
  expect(Initializer.safeParse({ kind: 'glorot' }).success).toBe(false);
  expect(Initializer.safeParse({ kind: 'zeros', value: 1 }).success).toBe(false);
});
