import type { RandomStream } from '@goal-driven/core';
import { normalDensity, normalProbability } from './normalProbability';

/** Bounds of what is estimated, and the weight of the prior in observations. */
export type ParzenOptions = { readonly low: number; readonly high: number; readonly priorWeight: number };

/** A mixture of normal densities, cut at its bounds as a whole. */
export type Parzen = {
  /** Of its components; equal ones are one. */
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  /** Sum to 1. */
  readonly weights: readonly number[];
  /** Probability density at a value inside the bounds; it integrates to 1 over them. */
  density(value: number): number;
  /** Probability of an interval inside the bounds. */
  mass(from: number, to: number): number;
  sample(stream: RandomStream): number;
};

/**
 * Adaptive Parzen estimator: one normal component on each observation, as wide as the further of its two neighbours is
 * away, and a prior component in the middle, as wide as the range. Widths lie between range / min(100, 1 + components)
 * and the range.
 *
 * @param observations [n], between `low` and `high`
 * @source Bergstra et al. 2011, Advances in Neural Information Processing Systems 24; the widths are hyperopt's
 *   `adaptive_parzen_normal`
 * @differs hyperopt lets old observations fade (linear forgetting beyond 25); here each counts the same
 */
export function parzen(observations: readonly number[], { low, high, priorWeight }: ParzenOptions): Parzen {
  const range = high - low;
  const middle = (low + high) / 2;
  const sorted = Array.from(Float64Array.from(observations).sort());
  const place = sorted.filter((value) => value < middle).length;
  const centres = [...sorted.slice(0, place), middle, ...sorted.slice(place)];
  const spreads = widths(centres, range);
  spreads[place] = range;
  const total = observations.length + priorWeight;
  const { means, deviations, weights } = merged(
    centres.map((mean, at) => ({
      mean,
      deviation: spreads[at]!,
      weight: (at === place ? priorWeight : 1) / total,
    })),
  );
  const mixture = (of: (at: number) => number) =>
    means.reduce((sum, _, at) => sum + weights[at]! * of(at), 0);
  const below = (value: number) => mixture((at) => step((value - means[at]!) / deviations[at]!));
  const inside = below(high) - below(low);
  return {
    means,
    deviations,
    weights,
    density: (value) => densityOf(value, { means, deviations, weights }) / inside,
    mass: (from, to) => (below(to) - below(from)) / inside,
    sample: (stream) => {
      for (;;) {
        const at = drawn(weights, stream.uniform());
        const value = means[at]! + deviations[at]! * stream.normal();
        if (value >= low && value <= high) return value;
      }
    },
  };
}

type Component = { readonly mean: number; readonly deviation: number; readonly weight: number };

/** Neighbours that are the same become one: of whole numbers there are many. */
function merged(components: readonly Component[]) {
  const [means, deviations, weights]: [number[], number[], number[]] = [[], [], []];
  for (const { mean, deviation, weight } of components) {
    const last = means.length - 1;
    if (mean === means[last] && deviation === deviations[last]) {
      weights[last]! += weight;
      continue;
    }
    means.push(mean);
    deviations.push(deviation);
    weights.push(weight);
  }
  return { means, deviations, weights };
}

/** The lone observation is half as wide as the range, as in hyperopt. */
function widths(means: readonly number[], range: number): number[] {
  if (means.length === 2) return [range / 2, range / 2];
  const least = range / Math.min(100, 1 + means.length);
  return means.map((mean, at) => {
    const left = at === 0 ? 0 : mean - means[at - 1]!;
    const right = at === means.length - 1 ? 0 : means[at + 1]! - mean;
    return Math.min(range, Math.max(least, left, right));
  });
}

/** The normal probability, 0 or 1 where it is so to 1e-17. */
const step = (z: number) => (z > 9 ? 1 : z < -9 ? 0 : normalProbability(z));

/** Terms of components more than nine deviations away are less than 1e-17 of their peaks. */
function densityOf(
  value: number,
  { means, deviations, weights }: Omit<Parzen, 'density' | 'mass' | 'sample'>,
) {
  let sum = 0;
  for (let at = 0; at < means.length; at++) {
    const z = (value - means[at]!) / deviations[at]!;
    if (z < 9 && z > -9) sum += (weights[at]! / deviations[at]!) * normalDensity(z);
  }
  return sum;
}

/** The place at which the running sum of probabilities passes a share of 1. */
export function drawn(probabilities: readonly number[], share: number): number {
  let sum = 0;
  for (let at = 0; at < probabilities.length - 1; at++) {
    sum += probabilities[at]!;
    if (share < sum) return at;
  }
  return probabilities.length - 1;
}

/** Probabilities of categories: counts, each with `priorWeight` more. */
export function categoryProbabilities(
  places: readonly number[],
  count: number,
  priorWeight: number,
): number[] {
  const counts = Array.from({ length: count }, () => priorWeight);
  for (const place of places) counts[place]! += 1;
  const total = places.length + count * priorWeight;
  return counts.map((one) => one / total);
}
