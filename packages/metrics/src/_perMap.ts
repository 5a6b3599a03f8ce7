import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { MetricResult } from './Metric';

/** A rate map argument of a metric, and what a metric of maps gives; `n` counts maps, those without a value among them. */
export const rateMapsArgument = {
  axes: '[units, y, x] or [y, x], mean activity per bin; NaN where never visited',
  ranks: [2, 3],
} as const;
export const GIVES_PER_MAP = { values: '[units], one per map', undefinedUnits: 'maps without a value' };

/** The score of each map of a stack, or of the one map. */
export const perMap = (stack: NdArray, score: (map: NdArray) => number): MetricResult =>
  resultPerMap(stack, Float64Array.from(mapsOf(stack), score));

/** The scores of the maps of a stack, or of the one map, as a result. */
export const resultPerMap = ({ shape }: NdArray, scores: Float64Array): MetricResult => ({
  values: shape.length === 2 ? scores[0]! : ndArray(scores, [scores.length]),
  undefinedUnits: scores.filter(Number.isNaN).length,
  n: scores.length,
});

/** Views of the maps of a stack [units, y, x], or the one map [y, x]. */
export function mapsOf({ values, shape }: NdArray): NdArray[] {
  const axes = shape.slice(-2);
  const [units, size] = [shape.length === 2 ? 1 : shape[0]!, axes[0]! * axes[1]!];
  return Array.from({ length: units }, (_, unit) =>
    ndArray(values.subarray(unit * size, (unit + 1) * size), axes),
  );
}
