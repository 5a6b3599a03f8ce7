import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';

export type MeanVectorOptions = {
  /** Angle at which the first bin begins, rad; -pi by default, as in `headDirectionTuning`. */
  readonly start?: number;
  /** Whether to multiply the length by `(d / 2) / sin(d / 2)`, d the width of a bin; false by default. */
  readonly corrected?: boolean;
};

export type MeanVectors = {
  /** [curves], 0 .. 1; with the correction slightly more for a sharp curve. */
  readonly lengths: NdArray;
  /** [curves], preferred directions, rad in [-pi, pi). */
  readonly directions: NdArray;
};

/**
 * Length and direction of the mean vector of curves over a whole circle: `z = sum_j w_j exp(i t_j) / sum_j w_j` with the
 * rates w_j at the centres t_j of the bins. 0 for a flat curve, 1 for firing in one direction. Bins without a sample
 * (NaN) do not count.
 *
 * @param curves [curves, bins] or [bins]
 * @returns NaN for a silent curve, and where a rate is negative, as in units with a tanh output
 * @throws ShapeError for other axes, DataError for an infinite rate, ConfigError for a start that is not finite
 * @source Batschelet 1981, Circular Statistics in Biology
 */
export function meanVectors(
  { values, shape }: NdArray,
  { start = -Math.PI, corrected = false }: MeanVectorOptions = {},
): MeanVectors {
  const bins = shape.at(-1) ?? 0;
  if ((shape.length !== 1 && shape.length !== 2) || shape.some((axis) => axis < 1)) {
    throw new ShapeError(`meanVectors: curves must be [curves, bins] or [bins], got [${shape}]`);
  }
  if (!Number.isFinite(start)) throw new ConfigError(`meanVectors: start must be finite, got ${start}`);
  const width = (2 * Math.PI) / bins;
  const centres = Float64Array.from({ length: bins }, (_, bin) => start + (bin + 0.5) * width);
  const [cosines, sines] = [centres.map(Math.cos), centres.map(Math.sin)];
  const gain = corrected ? width / 2 / Math.sin(width / 2) : 1;
  const count = values.length / bins;
  const [lengths, directions] = [new Float64Array(count).fill(NaN), new Float64Array(count).fill(NaN)];
  for (let curve = 0; curve < count; curve++) {
    let [x, y, sum, negative] = [0, 0, 0, false];
    for (let bin = 0; bin < bins; bin++) {
      const rate = values[curve * bins + bin]!;
      if (Number.isNaN(rate)) continue;
      if (!Number.isFinite(rate)) {
        throw new DataError(
          `meanVectors: curves must be finite or NaN, got ${rate} in bin ${bin} of curve ${curve}`,
        );
      }
      negative ||= rate < 0;
      x += rate * cosines[bin]!;
      y += rate * sines[bin]!;
      sum += rate;
    }
    if (negative || sum === 0) continue;
    lengths[curve] = gain * Math.min(1, Math.hypot(x, y) / sum); // above 1 it is rounding
    const direction = Math.atan2(y, x);
    directions[curve] = direction === Math.PI ? -Math.PI : direction;
  }
  return { lengths: ndArray(lengths, [count]), directions: ndArray(directions, [count]) };
}

/**
 * The mean vector of one curve. Arguments, errors and source as `meanVectors`.
 *
 * @param curve [bins]
 * @throws ShapeError for other axes
 */
export function meanVector(
  curve: NdArray,
  options: MeanVectorOptions = {},
): { readonly length: number; readonly direction: number } {
  if (curve.shape.length !== 1) {
    throw new ShapeError(`meanVector: curve must be [bins], got [${curve.shape}]`);
  }
  const { lengths, directions } = meanVectors(curve, options);
  return { length: lengths.values[0]!, direction: directions.values[0]! };
}
