import { deviance, stirlingError } from './_gammaTerms';

/**
 * The regularised incomplete beta function and what it lacks to 1, each without cancellation.
 *
 * @param x in [0, 1]; `rest` is 1 - x, given apart because it may be too small to be a difference
 * @param a > 0
 * @param b > 0
 * @returns [I_x(a, b), 1 - I_x(a, b)], relative error below 1e-12
 * @source continued fraction of Didonato & Morris 1992 (Lentz's evaluation), Loader's form of its factor
 */
export function incompleteBeta(x: number, rest: number, [a, b]: readonly [number, number]): [number, number] {
  if (x <= 0) return [0, 1];
  if (rest <= 0) return [1, 0];
  if (x > (a + 1) / (a + b + 2)) {
    const [upper, lower] = incompleteBeta(rest, x, [b, a]);
    return [lower, upper];
  }
  const lower = (power(x, rest, a, b) / a) * continuedFraction(x, a, b);
  return [lower, 1 - lower];
}

/** `x^a (1 - x)^b / B(a, b)`. */
function power(x: number, rest: number, a: number, b: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * rest);
  return Math.exp(exponent) * Math.sqrt((a * b) / (2 * Math.PI * n));
}

function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const safe = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 100000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 3e-16) break;
  }
  return fraction;
}
