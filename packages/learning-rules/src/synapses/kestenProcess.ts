import { ConfigError, type Rng } from '@goal-driven/core/arrays';
import type { KestenMoments } from './kestenFit';
import type { SynapseSizes } from './SynapseSizes';

export type KestenStationary = {
  /** Size to which the mean returns, -c / a; NaN where it does not return (a at or above 0). */
  readonly mean: number;
  /** Spread of sizes in the long run; NaN where it grows without end. */
  readonly standardDeviation: number;
  /** Correlation of sizes one step apart, 1 + a. */
  readonly autocorrelation: number;
  /** Steps in which a deviation falls to 1 / e; NaN unless 0 < 1 + a < 1. */
  readonly relaxation: number;
  /**
   * Exponent k of the tail, P(size > w) ~ w^-k, which solves E|1 + e|^k = 1 for Gaussian e of mean a and variance b;
   * NaN where there is none below 1000.
   */
  readonly tailExponent: number;
};

/**
 * What a Kesten process comes to in the long run, without deaths.
 *
 * @source Kesten 1973, Acta Mathematica 131; Statman et al. 2014
 */
export function kestenStationary({ a, b, c, d }: KestenMoments): KestenStationary {
  const mean = a < 0 ? -c / a : NaN;
  const growth = (1 + a) ** 2 + b;
  const square = (c ** 2 + d + 2 * c * (1 + a) * mean) / (1 - growth);
  const kept = 1 + a;
  return {
    mean,
    standardDeviation: growth < 1 && square >= mean ** 2 ? Math.sqrt(square - mean ** 2) : NaN,
    autocorrelation: kept,
    relaxation: kept > 0 && kept < 1 ? -1 / Math.log(kept) : NaN,
    tailExponent: tailExponent(a, b),
  };
}

/** The root of E|1 + e|^k = 1 above 0, by bisection; the moment falls from 1 at k = 0 and rises through 1 once. */
function tailExponent(a: number, b: number): number {
  if (!(b > 0)) return NaN;
  const excess = (k: number) => absoluteMoment({ mean: 1 + a, deviation: Math.sqrt(b), power: k }) - 1;
  if (!(excess(1e-3) < 0)) return NaN;
  let [low, high] = [1e-3, 2];
  while (excess(high) < 0 && high < 1000) [low, high] = [high, 2 * high];
  if (excess(high) < 0) return NaN;
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

type Moment = { readonly mean: number; readonly deviation: number; readonly power: number };

/** E|x|^power of a Gaussian x, by the trapezoidal rule over twelve deviations to either side. */
function absoluteMoment({ mean, deviation, power }: Moment): number {
  const [reach, points] = [12, 4801];
  const step = (2 * reach) / (points - 1);
  let sum = 0;
  for (let point = 0; point < points; point++) {
    const z = -reach + point * step;
    const x = Math.abs(mean + deviation * z);
    if (x > 0) sum += Math.exp(power * Math.log(x) - (z * z) / 2);
  }
  return (sum * step) / Math.sqrt(2 * Math.PI);
}

/** What a simulated population begins with, and how often it is looked at. */
export type KestenSimulation = {
  /** Sizes in the first session, [synapses], above 0. */
  readonly start: ArrayLike<number>;
  readonly sessions: number;
};

/**
 * Synapses that grow and shrink by a Kesten process with Gaussian changes; one that comes to 0 or below is gone and
 * stays so.
 *
 * @throws ConfigError for a variance that is negative at some size, or for a start that is not above 0
 * @source Melander et al. 2021
 * @differs their simulator takes the variance as `b w + d`, though b was fitted against w^2; here it is `b w^2 + d`
 */
export function simulateKesten(
  { a, b, c, d }: KestenMoments,
  { start, sessions }: KestenSimulation,
  rng: Rng,
): SynapseSizes {
  if (b < 0 || d < 0)
    throw new ConfigError(`simulateKesten: variances b and d must be 0 or above, got ${b} and ${d}`);
  const synapses = start.length;
  const noise = rng.normal(synapses * (sessions - 1));
  const values = new Float64Array(synapses * sessions);
  for (let synapse = 0; synapse < synapses; synapse++) {
    let size = start[synapse]!;
    if (!(size > 0)) throw new ConfigError(`simulateKesten: sizes must start above 0, got ${size}`);
    for (let session = 0; session < sessions; session++) {
      values[synapse * sessions + session] = size;
      if (size === 0 || session + 1 === sessions) continue;
      const deviation = Math.sqrt(b * size ** 2 + d);
      const drawn = noise[synapse * (sessions - 1) + session]!;
      size = Math.max(0, size + a * size + c + deviation * drawn);
    }
  }
  return { values, synapses, sessions };
}
