import { incompleteGamma } from './_incompleteGamma';

/**
 * The z above which a standard normal number falls with probability `tail`, by four steps of Halley's on the
 * logarithm of the tail, from above: exact of a tail of 1/2, and nearly so far out. After three of them it
 * has all but the last digits, as each step triples them.
 *
 * @param tail in [1e-300, 1/2); below that the density has no digits left
 */
export function upperNormalQuantile(tail: number): number {
  let z = Math.sqrt(-2 * Math.log(2 * tail));
  for (let step = 0; step < 4; step++) {
    const above = incompleteGamma(0.5, (z * z) / 2)[1] / 2;
    const hazard = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / above;
    const miss = Math.log(above / tail);
    z += miss / hazard / (1 + (miss * (hazard - z)) / (2 * hazard));
  }
  return z;
}
