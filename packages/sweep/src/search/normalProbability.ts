/**
 * Probability that a standard normal number is below `z`, to 13 digits even in the tails. The series about
 * 0 inside, Laplace's continued fraction in the tails.
 *
 * @source Abramowitz and Stegun 1964, 26.2.11 and 26.2.14
 */
export function normalProbability(z: number): number {
  if (Math.abs(z) > 40) return z < 0 ? 0 : 1; // the tail is below the smallest number
  if (Math.abs(z) > 2.5) {
    const tail = normalDensity(z) / fraction(Math.abs(z));
    return z < 0 ? tail : 1 - tail;
  }
  let [term, sum] = [z, z];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + normalDensity(z) * sum;
}

export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** z + 1/(z + 2/(z + 3/(z + ...))) */
function fraction(z: number): number {
  let value = z;
  for (let depth = 60; depth > 0; depth--) value = z + depth / value;
  return value;
}
