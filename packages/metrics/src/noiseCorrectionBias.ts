import { ConfigError } from '@goal-driven/core/arrays';
import { requireCount } from './_vectors';

/**
 * By what share of itself a score of form `fullNumerator` is too high on average, because the split-half correlation
 * under its root is of finitely many stimuli: `(3 + 2 r) (1 - r)^2 / (8 r^2 n)`, to second order (the delta method,
 * normal responses, a source and a map without noise). More halves do not lessen it, as each ratio has it; more
 * trials, by way of r, and more stimuli do. Score over `1 + bias` is without it.
 *
 * @param halves r, correlation over stimuli of the averages over either half of the trials, before Spearman-Brown
 * @param stimuli n, over which it was taken
 * @returns at least 0; NaN for r of at most 0, of which no score exists
 * @throws ConfigError for fewer than 2 stimuli or an r beyond -1 .. 1
 * @source variance and covariance of correlations: Pearson & Filon 1898, doi:10.1098/rsta.1898.0007
 */
export function noiseCorrectionBias(halves: number, { stimuli }: { readonly stimuli: number }): number {
  requireCount('noiseCorrectionBias', 'stimuli', stimuli, 2);
  if (Math.abs(halves) > 1) {
    throw new ConfigError(`noiseCorrectionBias: halves must be a correlation in -1 .. 1, got ${halves}`);
  }
  if (!(halves > 0)) return NaN;
  return ((3 + 2 * halves) * (1 - halves) ** 2) / (8 * halves ** 2 * stimuli);
}
