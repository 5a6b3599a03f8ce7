import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import golden from '../goldens/RandomState.json';
import { ConfigError } from './errors';
import { RandomState } from './RandomState';

const digits = (values: ArrayLike<number>, places: number) =>
  Array.from(values, (v) => Number(v.toFixed(places)));

/** Values behind a logarithm: within two units in the last place of NumPy's on glibc. */
const expectClose = (got: ArrayLike<number>, want: readonly number[]) => {
  expect(got.length).toBe(want.length);
  want.forEach((value, index) =>
    expect(Math.abs(got[index]! - value)).toBeLessThanOrEqual(5e-16 * Math.abs(value)),
  );
};

describe('RandomState', () => {
  it('gives the numbers of the published specification', () => {
    const words = (seed: number) => {
      const state = new RandomState(seed);
      return [state.uint32(), state.uint32(), state.uint32()];
    };
    expect(words(0)).toEqual([2357136044, 2546248239, 3071714933]);
    expect(words(1234)).toEqual([822569775, 2137449171, 2671936806]);
    expect(digits(new RandomState(0).rand(3), 12)).toEqual([0.548813503927, 0.715189366372, 0.602763376072]);
    expect(digits(new RandomState(0).randn(2), 11)).toEqual([1.76405234597, 0.40015720837]);
    expect(digits(new RandomState(0).rayleigh(1, 3), 11)).toEqual([
      1.26164536076, 1.58488533526, 1.35884005373,
    ]);
    expect([...new RandomState(2).permutation(10)]).toEqual([4, 1, 5, 0, 7, 2, 3, 6, 9, 8]);
    expect([...new RandomState(9).permutation(400)].slice(0, 8)).toEqual([57, 32, 17, 167, 2, 18, 122, 98]);
    const list = [0, 1, 2, 3, 4, 5];
    new RandomState(1234).shuffle(list);
    expect(list).toEqual([2, 1, 5, 0, 4, 3]);
  });

  it('keeps the spare Gaussian across a uniform draw', () => {
    const state = new RandomState(0);
    const drawn = [state.randn(1)[0]!, state.rand(1)[0]!, state.randn(1)[0]!, state.randn(1)[0]!];
    expect(digits(drawn, 11)).toEqual([1.76405234597, 0.60276337607, 0.40015720837, -2.26832820118]);
  });

  for (const wanted of golden.cases) {
    it(`equals NumPy ${golden.versions.numpy} for seed ${wanted.seed} (goldens/RandomState.py)`, () => {
      const state = () => new RandomState(wanted.seed);
      expect([...state().randint(0, 2 ** 32, 3)]).toEqual(wanted.uint32);
      expect([...state().rand(7)]).toEqual(wanted.rand);
      expect([...state().uniform(-1.1, 1.1, 7)]).toEqual(wanted.uniform);
      expectClose(state().randn(101), wanted.randn);
      expectClose(state().normal(0.5, 11.52, 5), wanted.normal);
      expectClose(state().rayleigh(0.13 * 2 * Math.PI, 51), wanted.rayleigh);
      for (const { low, high, values } of wanted.randint)
        expect([...state().randint(low, high, 9)]).toEqual(values);
      for (const order of wanted.permutations) expect([...state().permutation(order.length)]).toEqual(order);
      expect([...state().rand(2000)].slice(-3)).toEqual(wanted.late);
      const mixed = state();
      const gaussian = () => mixed.randn(1)[0]!;
      const drawn = [
        gaussian(),
        mixed.rand(1)[0]!,
        gaussian(),
        mixed.randint(0, 7, 1)[0]!,
        gaussian(),
        gaussian(),
      ];
      expectClose(drawn, wanted.mixed);
      const shuffler = state();
      const lists = [1, 2].map(() => {
        const list = [0, 1, 2, 3, 4, 5];
        shuffler.shuffle(list);
        return list;
      });
      expect(lists).toEqual(wanted.shuffleTwice);
    });
  }

  it('starts anew when seeded, whatever was drawn before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.nat(50), (seed, drawn) => {
        const state = new RandomState(5);
        state.randn(2 * drawn + 1);
        state.seed(seed);
        expect(state.randn(3)).toEqual(new RandomState(seed).randn(3));
      }),
    );
  });

  it('permutes: every number appears once', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(60), (seed, count) => {
        const order = new RandomState(seed).permutation(count);
        expect(order.sort()).toEqual(Int32Array.from({ length: count }, (_, index) => index));
      }),
    );
  });

  it('refuses seeds, counts and ranges that NumPy refuses', () => {
    for (const seed of [-1, 2 ** 32, 0.5, NaN]) expect(() => new RandomState(seed)).toThrow(ConfigError);
    expect(() => new RandomState(0).rand(-1)).toThrow(
      'RandomState.rand: count must be an integer in 0 .. 2147483647, got -1',
    );
    expect(() => new RandomState(0).randint(3, 3, 1)).toThrow(/low < high/);
  });
});
