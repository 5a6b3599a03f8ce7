import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import type { Activity } from './TimedModel';
import { requireBins, type TimeBin } from './TimeBin';

/**
 * Activity of a model at the bins of another clock: each bin is the mean of the model's timesteps, weighted by how much of
 * the bin each covers. Steps that are the bins come through unchanged; a step of all time gives a constant.
 *
 * @param activity [images, timesteps, units]
 * @param timesteps what each step stands for
 * @returns [images, bins, units]
 * @throws ShapeError unless there is one step of `activity` for each of `timesteps`; DataError for a bin that the timesteps
 *   do not cover
 * @source Brain-Score, temporal benchmarks
 */
export function alignToBins(
  activity: Activity,
  timesteps: readonly TimeBin[],
  bins: readonly TimeBin[],
): NdArray {
  const [images, , units] = activity.shape as readonly [number, number, number];
  const aligned = ndArray(new Float64Array(images * bins.length * units), [images, bins.length, units]);
  bins.forEach((bin, index) => {
    const { values } = alignedAt(activity, timesteps, bin);
    for (let image = 0; image < images; image++) {
      const own = values.subarray(image * units, (image + 1) * units);
      aligned.values.set(own, (image * bins.length + index) * units);
    }
  });
  return aligned;
}

/** The same at one bin: [images, units]. */
export function alignedAt(activity: Activity, timesteps: readonly TimeBin[], bin: TimeBin): NdArray {
  requireBins('alignToBins', timesteps);
  requireBins('alignToBins', [bin]);
  if (activity.shape.length !== 3 || activity.shape[1] !== timesteps.length) {
    throw new ShapeError(
      `alignToBins: activity must be [images, ${timesteps.length} timesteps, units], got [${activity.shape}]`,
    );
  }
  const [images, count, units] = activity.shape as readonly [number, number, number];
  const weights = timesteps.map((step) => overlap(step, bin) / (bin.end - bin.start));
  const covered = weights.reduce((sum, weight) => sum + weight, 0);
  if (Math.abs(covered - 1) > 1e-9) {
    throw new DataError(
      `alignToBins: timesteps from ${timesteps[0]!.start} to ${timesteps.at(-1)!.end} ms must cover every bin, got ${(100 * covered).toFixed(1)} % of [${bin.start}, ${bin.end}) ms`,
    );
  }
  const aligned = new Float64Array(images * units);
  weights.forEach((weight, step) => {
    if (weight === 0) return;
    for (let image = 0; image < images; image++) {
      const from = (image * count + step) * units;
      for (let unit = 0; unit < units; unit++) {
        aligned[image * units + unit]! += (weight / covered) * activity.values[from + unit]!;
      }
    }
  });
  return ndArray(aligned, [images, units]);
}

const overlap = (a: TimeBin, b: TimeBin): number =>
  Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
