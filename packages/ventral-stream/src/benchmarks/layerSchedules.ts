import { ConfigError } from '@goal-driven/core/arrays';

/**
 * Layers of a feed-forward model spread evenly over the bins, in order: bin b of B has layer `floor(b k / B)` of k.
 *
 * @returns [bins], indices of layers
 * @throws ConfigError for no layers or no bins
 * @source the caption of Fig. 3 of Nayebi et al. 2022, doi:10.1162/neco_a_01506, names it; the formula is our reading
 */
export function uniformSchedule(layers: number, bins: number): number[] {
  if (!(Number.isInteger(layers) && layers >= 1 && Number.isInteger(bins) && bins >= 1)) {
    throw new ConfigError(`uniformSchedule: layers and bins must be at least 1, got ${layers} and ${bins}`);
  }
  return Array.from({ length: bins }, (_, bin) => Math.floor((bin * layers) / bins));
}

/**
 * Layers of a feed-forward model graded by the brain: each bin has the layer that predicts the response of that bin
 * best, and none goes back to a lower layer than the bin before.
 *
 * @param scores [layers][bins], predictivity of the response of each bin; NaN where there is none
 * @throws ConfigError for no layers, or layers of different numbers of bins
 * @source as `uniformSchedule`; the running maximum is our reading
 */
export function gradedSchedule(scores: readonly (readonly number[])[]): number[] {
  const bins = scores[0]?.length ?? 0;
  if (bins === 0 || scores.some((own) => own.length !== bins)) {
    throw new ConfigError(
      `gradedSchedule: scores must be of at least one layer, all of the same bins, got [${scores.map((own) => own.length)}]`,
    );
  }
  let lowest = 0;
  return Array.from({ length: bins }, (_, bin) => {
    let best = -1;
    scores.forEach((own, layer) => {
      if (!Number.isNaN(own[bin]!) && (best < 0 || own[bin]! > scores[best]![bin]!)) best = layer;
    });
    lowest = Math.max(lowest, best);
    return lowest;
  });
}
