import { incompleteGamma } from './_incompleteGamma';

/**
 * The z above which a standard normal number falls with probability `tail`, by Halley's steps on the logarithm of
 * the tail: a few units of the last place, also far out, in three steps or so.
 *
 * @param tail in [1e-300, 1/2); below that the density has no digits left
 * @source start: Abramowitz & Stegun 26.2.23, error below 4.5e-4
 */
export function upperNormalQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const start =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  let z = Math.max(0, start);
  for (let step = 0; step < 20; step++) {
    const above = incompleteGamma(0.5, (z * z) / 2)[1] / 2;
    const hazard = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / above;
    const miss = Math.log(above / tail);
    const change = miss / hazard / (1 + (miss * (hazard - z)) / (2 * hazard));
    z = Math.max(0, z + change);
    if (Math.abs(change) <= 1e-15 * z) break;
  }
  return z;
}
