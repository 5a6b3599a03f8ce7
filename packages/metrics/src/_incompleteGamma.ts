import { deviance, stirlingError } from './_gammaTerms';

/**
 * The regularised incomplete gamma functions.
 *
 * @param a > 0
 * @param x at least 0
 * @returns [P(a, x), Q(a, x)], relative error of the smaller below 1e-12
 * @source series and continued fraction as in Abramowitz & Stegun 6.5.29 and 6.5.31
 */
export function incompleteGamma(a: number, x: number): [number, number] {
  if (x <= 0) return [0, 1];
  if (x === Infinity) return [1, 0];
  // x^a exp(-x) / gamma(a + 1)
  const factor = Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
  if (x < a + 1) {
    const lower = factor * series(a, x);
    return [lower, 1 - lower];
  }
  const upper = factor * a * continuedFraction(a, x);
  return [1 - upper, upper];
}

function series(a: number, x: number): number {
  let [term, sum] = [1, 1];
  for (let n = 1; n < 100000 && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's evaluation. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 100000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 3e-16) break;
  }
  return fraction;
}
