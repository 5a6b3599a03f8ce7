import { describe, expect, it } from 'vitest';
import golden from '../goldens/behaviour.json';
import { incompleteGamma } from './_incompleteGamma';
import { upperNormalQuantile } from './_normalQuantile';

// The tail it inverts has 14 digits; and one near 1/2 is given in steps of 2^-54.
const near = (value: number, wanted: number) =>
  expect(Math.abs(value - wanted)).toBeLessThan(1e-14 * wanted + 3 * 2 ** -54);

describe('upperNormalQuantile', () => {
  it('agrees with SciPy to fourteen digits (goldens/behaviour.py)', () => {
    const tails = golden.quantiles.filter(([p]) => p! < 0.5);
    expect(tails).toHaveLength(8);
    for (const [p, z] of tails) near(upperNormalQuantile(p!), -z!);
  });

  it('is as tabled for the usual levels', () => {
    near(upperNormalQuantile(0.05), 1.6448536269514722);
    near(upperNormalQuantile(0.025), 1.959963984540054);
    near(upperNormalQuantile(0.005), 2.5758293035489004);
  });

  it('has its tail above it, near the middle as far out', () => {
    // A tail of so many digits tells z to as many, times what its logarithm changes with z.
    for (let exponent = 1; exponent < 300; exponent++) {
      const tail = 10 ** -exponent;
      const z = upperNormalQuantile(tail);
      expect(Math.abs(Math.log(incompleteGamma(0.5, (z * z) / 2)[1] / 2 / tail))).toBeLessThan(
        1e-15 * (z * z + 9),
      );
    }
    for (let tail = 0.01; tail < 0.495; tail += 0.005) {
      const z = upperNormalQuantile(tail);
      expect(Math.abs(incompleteGamma(0.5, (z * z) / 2)[1] / 2 - tail)).toBeLessThan(3e-16);
    }
  });
});
