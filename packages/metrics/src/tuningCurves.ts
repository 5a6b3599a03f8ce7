import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { binOf } from './_binOf';
import { requireFinite } from './_matrix';

export type TuningCurves = {
  /** [units, bins] or, for the activity of one unit, [bins]: mean activity; NaN where a bin has no sample. */
  readonly curves: NdArray;
  /** [bins], samples. */
  readonly occupancy: NdArray;
  /** Samples outside the edges. */
  readonly dropped: number;
};

/**
 * Mean activity of many units in bins of one variable. Bins are closed on the left, the last one on both sides.
 *
 * @param variable [samples]
 * @param activity [samples, units] or [samples]
 * @param edges    [bins + 1], ascending, as `binEdges` makes them
 * @throws ShapeError for axes that do not fit, DataError for numbers that are not finite, ConfigError for edges that do
 *   not ascend
 */
export function tuningCurves(variable: NdArray, activity: NdArray, edges: Float64Array): TuningCurves {
  const samples = requireSamples('tuningCurves', ['variable', variable], activity);
  if (
    edges.length < 2 ||
    edges.some((edge, at) => !(at === 0 ? Number.isFinite(edge) : edge > edges[at - 1]!))
  ) {
    throw new ConfigError(
      `tuningCurves: edges must be two or more ascending numbers, got [${edges.join(', ')}]`,
    );
  }
  const units = activity.shape[1] ?? 1;
  const bins = edges.length - 1;
  const sums = new Float64Array(bins * units); // [bin, unit]: one sample adds to one run of memory
  const counts = new Float64Array(bins);
  let dropped = 0;
  for (let sample = 0; sample < samples; sample++) {
    const bin = binOf(variable.values[sample]!, edges);
    if (bin < 0) {
      dropped++;
      continue;
    }
    counts[bin]!++;
    for (let unit = 0; unit < units; unit++) {
      sums[bin * units + unit]! += activity.values[sample * units + unit]!;
    }
  }
  const curves = Float64Array.from({ length: bins * units }, (_, at) => {
    const bin = at % bins;
    return sums[bin * units + Math.floor(at / bins)]! / counts[bin]!; // 0 / 0 is the NaN of an empty bin
  });
  return {
    curves: ndArray(curves, activity.shape.length === 1 ? [bins] : [units, bins]),
    occupancy: ndArray(counts, [bins]),
    dropped,
  };
}

/**
 * Checks a variable beside the activity of one or many units.
 *
 * @returns the number of samples
 */
export function requireSamples(
  who: string,
  [name, variable]: readonly [string, NdArray],
  activity: NdArray,
): number {
  const samples = variable.shape[0] ?? 0;
  if (variable.shape.length !== 1 || samples < 1) {
    throw new ShapeError(`${who}: ${name} must be [samples], at least one, got [${variable.shape}]`);
  }
  const axes = activity.shape.length;
  if ((axes !== 1 && axes !== 2) || activity.shape[0] !== samples) {
    throw new ShapeError(
      `${who}: activity must be [${samples}] or [${samples}, units] for ${name} [${samples}], got [${activity.shape}]`,
    );
  }
  requireFinite(who, name, variable, 1);
  requireFinite(who, 'activity', activity, axes);
  return samples;
}
