import { ConfigError } from '@goal-driven/core/arrays';
import { incompleteBeta } from './_incompleteBeta';
import { incompleteGamma } from './_incompleteGamma';
import { upperNormalQuantile } from './_normalQuantile';

/** A continuous distribution: the probabilities below and above a value, each accurate where it is small. */
export type Distribution = {
  readonly below: (value: number) => number;
  readonly above: (value: number) => number;
  /** The value with this probability below it. */
  readonly quantile: (probability: number) => number;
};

/** Standard normal. */
export const normal: Distribution = {
  below: (z) => {
    const [inner, outer] = incompleteGamma(0.5, (z * z) / 2);
    return z < 0 ? outer / 2 : (1 + inner) / 2;
  },
  above: (z) => normal.below(-z),
  quantile: (probability) => {
    const tail = Math.min(probability, 1 - probability);
    // Further out the density has no digits left.
    if (!(tail > 1e-300 && tail < 0.5)) return quantile(normal, 'normal', probability);
    return probability < 0.5 ? -upperNormalQuantile(tail) : upperNormalQuantile(tail);
  },
};

/** Student's t with `degrees` > 0 degrees of freedom. */
export function studentT(degrees: number): Distribution {
  requireDegrees('studentT', degrees);
  const outer = (t: number) => {
    if (!Number.isFinite(t)) return Number.isNaN(t) ? NaN : 0;
    const sum = degrees + t * t;
    return incompleteBeta(degrees / sum, (t * t) / sum, [degrees / 2, 0.5])[0];
  };
  const below = (t: number) => (t < 0 ? outer(t) / 2 : 1 - outer(t) / 2);
  const self: Distribution = {
    below,
    above: (t) => below(-t),
    quantile: (probability) => quantile(self, 'studentT', probability),
  };
  return self;
}

/** Fisher's F with `numerator` and `denominator` degrees of freedom. */
export function fisherF(numerator: number, denominator: number): Distribution {
  requireDegrees('fisherF', numerator);
  requireDegrees('fisherF', denominator);
  const parts = (f: number): [number, number] => {
    if (f <= 0) return [0, 1];
    if (f === Infinity) return [1, 0];
    const sum = numerator * f + denominator;
    return incompleteBeta((numerator * f) / sum, denominator / sum, [numerator / 2, denominator / 2]);
  };
  const self: Distribution = {
    below: (f) => parts(f)[0],
    above: (f) => parts(f)[1],
    quantile: (probability) => positiveQuantile(self, 'fisherF', probability),
  };
  return self;
}

/** Chi-squared with `degrees` > 0 degrees of freedom. */
export function chiSquared(degrees: number): Distribution {
  requireDegrees('chiSquared', degrees);
  const self: Distribution = {
    below: (x) => incompleteGamma(degrees / 2, x / 2)[0],
    above: (x) => incompleteGamma(degrees / 2, x / 2)[1],
    quantile: (probability) => positiveQuantile(self, 'chiSquared', probability),
  };
  return self;
}

/** Which tail a test looks at: that of larger values, of smaller ones, or both. */
export type Alternative = 'twoSided' | 'greater' | 'less';

/** The p-value of a statistic under a distribution symmetric about 0. */
export function symmetricPValue(
  distribution: Distribution,
  statistic: number,
  alternative: Alternative,
): number {
  if (Number.isNaN(statistic)) return NaN;
  if (alternative === 'greater') return distribution.above(statistic);
  if (alternative === 'less') return distribution.below(statistic);
  return Math.min(1, 2 * distribution.above(Math.abs(statistic)));
}

function requireDegrees(who: string, degrees: number): void {
  if (!(degrees > 0))
    throw new ConfigError(`${who}: degrees of freedom must be greater than 0, got ${degrees}`);
}

/** Quantile of a distribution symmetric about 0, on its upper half. */
function quantile(distribution: Distribution, who: string, probability: number): number {
  requireProbability(who, probability);
  if (probability === 0.5) return 0;
  if (probability < 0.5) return -upperQuantile(distribution, probability);
  return upperQuantile(distribution, 1 - probability);
}

function positiveQuantile(distribution: Distribution, who: string, probability: number): number {
  requireProbability(who, probability);
  if (probability === 0) return 0;
  const below = (value: number) => distribution.below(value) >= probability;
  const above = (value: number) => distribution.above(value) <= 1 - probability;
  return bisect(probability < 0.5 ? below : above);
}

function requireProbability(who: string, probability: number): void {
  if (!(probability >= 0 && probability <= 1))
    throw new ConfigError(`${who}: probability must be in 0 .. 1, got ${probability}`);
}

const upperQuantile = (distribution: Distribution, tail: number): number =>
  tail === 0 ? Infinity : bisect((value) => distribution.above(value) <= tail);

/** The smallest value > 0 that is far enough, to the last bits; by halving, which no shape of tail can mislead. */
function bisect(farEnough: (value: number) => boolean): number {
  let high = 1;
  while (!farEnough(high)) {
    if (high === Infinity) return Infinity;
    high *= 2;
  }
  let low = high === 1 ? 0 : high / 2;
  for (let step = 0; step < 1100; step++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (farEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
