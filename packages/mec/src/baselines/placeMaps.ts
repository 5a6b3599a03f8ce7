import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { RateMaps } from '@goal-driven/metrics';
import type { PathIntegrationBatch } from '../pathIntegrationStream';
import { createRateMaps } from '../rateMapScores';
import type { Bounds } from '../arena';

/** What the inputs and the targets of a network say at each visited bin of an arena. */
export type PlaceMaps = {
  /** Mean place code: [bins, cells]. */
  readonly place: NdArray;
  /** Mean velocity input, m per step: [bins, 2]. */
  readonly velocity: NdArray;
  /** Samples in each bin: [y, x]; bins with none are left out above. */
  readonly occupancy: NdArray;
};

/**
 * Maps of the place code and of the velocity input over paths, binned as the activity of a network is: both
 * at the position after each step, bins of about `binWidth`, m.
 *
 * @throws ConfigError for no batch, or an arena of too few bins
 * @source Nayebi et al. 2021: baselines of place cells and of velocity
 */
export async function placeMaps(
  batches: AsyncIterable<PathIntegrationBatch>,
  bounds: Bounds,
  binWidth: number,
): Promise<PlaceMaps> {
  const [place, velocity] = [createRateMaps(bounds, binWidth), createRateMaps(bounds, binWidth)];
  for await (const batch of batches) {
    place.add({ batch, activity: flat(batch.target) });
    velocity.add({ batch, activity: flat(batch.velocity) });
  }
  const [placed, moved] = [place.finish(), velocity.finish()];
  return { place: visited(placed), velocity: visited(moved), occupancy: placed.occupancy };
}

/**
 * Features of the visited bins as maps, NaN where nobody was.
 *
 * @param features [bins, features], bins in the order of `occupancy`
 */
export function featureMaps(features: NdArray, occupancy: NdArray): RateMaps {
  const [rows, columns] = occupancy.shape as [number, number];
  const count = features.shape[1]!;
  const maps = new Float64Array(count * rows * columns).fill(NaN);
  let bin = 0;
  occupancy.values.forEach((samples, at) => {
    if (samples === 0) return;
    for (let f = 0; f < count; f++) maps[f * rows * columns + at] = features.values[bin * count + f]!;
    bin++;
  });
  return { maps: ndArray(maps, [count, rows, columns]), occupancy, dropped: 0 };
}

/** [units, y, x] to [visited bins, units]. */
function visited({ maps, occupancy }: RateMaps): NdArray {
  const [units] = maps.shape as [number];
  const bins = [...occupancy.values.keys()].filter((bin) => occupancy.values[bin]! > 0);
  const values = new Float64Array(bins.length * units);
  bins.forEach((bin, row) => {
    for (let unit = 0; unit < units; unit++) {
      values[row * units + unit] = maps.values[unit * occupancy.values.length + bin]!;
    }
  });
  return ndArray(values, [bins.length, units]);
}

const flat = ({ values, shape }: NdArray<Float32Array>): NdArray<Float32Array> =>
  ndArray(values, [shape[0]! * shape[1]!, shape[2]!]);
