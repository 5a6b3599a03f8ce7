/**
 * Reliability of a measurement `factor` times as long, from the correlation of its parts:
 * `m r / (1 + (m - 1) r)`. Never clipped: a negative correlation stays negative.
 *
 * @param correlation in [-1, 1]
 * @param factor m, 2 for halves
 * @returns NaN at the pole, `r = -1 / (m - 1)`
 * @source Spearman 1910 and Brown 1910, British Journal of Psychology 3
 */
export function spearmanBrown(correlation: number, factor = 2): number {
  const denominator = 1 + (factor - 1) * correlation;
  return denominator === 0 ? NaN : (factor * correlation) / denominator;
}
