import type { NdArray } from '@goal-driven/core';
import type { Unit } from './Unit';

/**
 * The units of a layer that move most while images are shown: each channel's by its range over time (greatest less
 * least output), mean over images; no two of one channel, so that they are no neighbours. The greatest first.
 *
 * @param layer [N, T, y, x, channels] or [N, T, channels]
 * @param options.count how many; fewer where the layer has fewer channels
 * @param options.central whether to look at the middle of the map alone, where no border cuts what a unit sees
 */
export function responsiveUnits(
  node: string,
  { values, shape }: NdArray<Float32Array>,
  { count, central = false }: { readonly count: number; readonly central?: boolean },
): Unit[] {
  const [images, timesteps, ...own] = shape as [number, number, ...number[]];
  const units = values.length / (images * timesteps);
  const channels = own.at(-1)!;
  const middle = own.length === 3 ? Math.floor(own[0]! / 2) * own[1]! + Math.floor(own[1]! / 2) : 0;
  const best: { unit: number; range: number }[] = [];
  for (let unit = 0; unit < units; unit++) {
    if (central && Math.floor(unit / channels) !== middle) continue;
    let range = 0;
    for (let image = 0; image < images; image++) {
      let [low, high] = [Infinity, -Infinity];
      for (let step = 0; step < timesteps; step++) {
        const value = values[(image * timesteps + step) * units + unit]!;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      range += (high - low) / images;
    }
    const channel = unit % channels;
    if (best[channel] === undefined || range > best[channel].range) best[channel] = { unit, range };
  }
  return best
    .sort((a, b) => b.range - a.range)
    .slice(0, count)
    .map(({ unit }) => ({ node, at: placeOf(unit, own) }));
}

/** The index of a unit as its place in the layer. */
function placeOf(index: number, shape: readonly number[]): number[] {
  const at: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    at.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return at;
}
