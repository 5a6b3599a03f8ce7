const HALF_LOG_TWO_PI = 0.918938533204672741780329736406;

/**
 * What Stirling's formula lacks: `log gamma(n + 1) - (n + 1/2) log n + n - log(2 pi) / 2`, n > 0. Densities are
 * built of it and not of log gamma, whose large values cancel.
 *
 * @source Loader 2000, Fast and accurate computation of binomial probabilities
 */
export function stirlingError(n: number): number {
  if (n < 15) return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
  const inverse = 1 / n;
  return inverse * stirlingSeries(inverse * inverse);
}

/** The asymptotic series of log gamma in 1 / n^2; its terms are B_2k / (2k (2k - 1)). */
const stirlingSeries = (s: number): number =>
  1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s / 156)))));

/** Logarithm of the gamma function, x > 0: Stirling's series after moving the argument above 15. */
export function logGamma(x: number): number {
  let [shifted, product] = [x, 1];
  while (shifted < 15) product *= shifted++;
  const inverse = 1 / shifted;
  const series = inverse * stirlingSeries(inverse * inverse);
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series - Math.log(product);
}

/** Deviance `x log(x / mean) + mean - x` without cancellation where the two are close. */
export function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const ratio = difference / (x + mean);
  let sum = difference * ratio;
  let power = 2 * x * ratio;
  for (let term = 1; term < 1000; term++) {
    power *= ratio * ratio;
    const next = sum + power / (2 * term + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
