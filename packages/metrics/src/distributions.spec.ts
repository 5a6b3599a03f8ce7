import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../goldens/distributions.json';
import { chiSquared, fisherF, normal, studentT } from './distributions';

/** Relative to the value itself, however small, unless it is below what doubles hold with all digits. */
const close = (value: number, wanted: number, tolerance = 1e-10) =>
  expect(Math.abs(value - wanted) <= tolerance * Math.abs(wanted) + 1e-300, `${value} for ${wanted}`).toBe(
    true,
  );

describe('distributions', () => {
  it('agree with SciPy to ten digits of either tail (goldens/distributions.py)', () => {
    for (const [z, below, above] of golden.normal) {
      close(normal.below(z!), below!);
      close(normal.above(z!), above!);
    }
    for (const [degrees, t, below, above] of golden.t) {
      close(studentT(degrees!).below(t!), below!);
      close(studentT(degrees!).above(t!), above!);
    }
    for (const [a, b, f, below, above] of golden.f) {
      close(fisherF(a!, b!).below(f!), below!);
      close(fisherF(a!, b!).above(f!), above!);
    }
    for (const [degrees, x, below, above] of golden.chi2) {
      close(chiSquared(degrees!).below(x!), below!);
      close(chiSquared(degrees!).above(x!), above!);
    }
  });

  it('agree with the quantiles of SciPy', () => {
    for (const [p, z] of golden.quantiles.normal) close(normal.quantile(p!), z!, 1e-9);
    for (const [degrees, p, t] of golden.quantiles.t) close(studentT(degrees!).quantile(p!), t!, 1e-9);
    for (const [a, b, p, f] of golden.quantiles.f) close(fisherF(a!, b!).quantile(p!), f!, 1e-9);
    for (const [degrees, p, x] of golden.quantiles.chi2) close(chiSquared(degrees!).quantile(p!), x!, 1e-9);
  });

  it('meet their closed forms: Cauchy, exponential, and F of one numerator degree as t squared', () => {
    const any = fc.double({ min: 0.01, max: 50, noNaN: true });
    fc.assert(
      fc.property(any, any, (x, degrees) => {
        close(studentT(1).above(x), Math.atan(1 / x) / Math.PI);
        close(chiSquared(2).above(x), Math.exp(-x / 2));
        close(fisherF(1, degrees).above(x * x), 2 * studentT(degrees).above(x));
        close(fisherF(2, degrees).above(x), (1 + (2 * x) / degrees) ** (-degrees / 2));
        close(chiSquared(1).above(x * x), 2 * normal.above(x));
      }),
      { seed: 3 },
    );
  });

  it('end at infinity, and refuse what is no probability and no degrees of freedom', () => {
    expect([normal.quantile(0), normal.quantile(1), studentT(3).above(Infinity)]).toEqual([
      -Infinity,
      Infinity,
      0,
    ]);
    expect([fisherF(2, 3).below(0), fisherF(2, 3).above(Infinity), chiSquared(4).quantile(0)]).toEqual([
      0, 0, 0,
    ]);
    expect([normal.below(NaN), studentT(2).below(NaN)]).toEqual([NaN, NaN]);
    expect(() => normal.quantile(1.5)).toThrow('normal: probability must be in 0 .. 1, got 1.5');
    expect(() => studentT(0)).toThrow('studentT: degrees of freedom must be greater than 0, got 0');
  });
});
