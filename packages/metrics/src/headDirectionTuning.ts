import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { requireFinite } from './_matrix';
import { requireCount } from './_vectors';
import { binEdges } from './rateMaps';
import { requireSamples, tuningCurves, type TuningCurves } from './tuningCurves';

export type HeadDirectionTuningOptions = {
  /** Bins of the circle; 20 by default. */
  readonly bins?: number;
  /** [samples], m/s; with it, only samples of moderate speed count. */
  readonly speeds?: NdArray;
  /** Lowest and highest speed that count, m/s; 0.02 and 0.8 by default. Only with `speeds`. */
  readonly speedRange?: readonly [low: number, high: number];
};

/**
 * Head direction tuning: mean activity in bins of the heading, which is to say normalised by the time spent in each. The
 * first bin begins at -pi. Any angles will do; they are wrapped to [-pi, pi).
 *
 * @param headings [samples], rad
 * @param activity [samples, units] or [samples]
 * @returns `dropped` counts samples outside the range of speeds
 * @throws ShapeError for axes that do not fit, DataError for numbers that are not finite, ConfigError for options out of
 *   range
 * @source Taube et al. 1990, doi:10.1523/JNEUROSCI.10-02-00420.1990; range of speeds as Nayebi et al. 2021
 */
export function headDirectionTuning(
  headings: NdArray,
  activity: NdArray,
  options: HeadDirectionTuningOptions = {},
): TuningCurves {
  requireSamples('headDirectionTuning', ['headings', headings], activity);
  const { angles, edges } = headingsThatCount(headings, options);
  return tuningCurves(angles, activity, edges);
}

/** Wrapped headings, 2 pi (which lies in no bin) where they do not count, and the edges of their bins. */
export function headingsThatCount(
  headings: NdArray,
  { bins = 20, speeds, speedRange = [0.02, 0.8] }: HeadDirectionTuningOptions,
): { readonly angles: NdArray; readonly edges: Float64Array } {
  requireFinite('headDirectionTuning', 'headings', headings, 1);
  requireCount('headDirectionTuning', 'bins', bins, 1);
  const samples = headings.values.length;
  if (speeds !== undefined) checkSpeeds(speeds, samples, speedRange);
  const angles = headings.values.map((heading, sample) =>
    speeds === undefined || inRange(speeds.values[sample]!, speedRange) ? wrapAngle(heading) : 2 * Math.PI,
  );
  return { angles: ndArray(angles, [samples]), edges: binEdges(-Math.PI, Math.PI, bins) };
}

/** An angle in [-pi, pi). */
export function wrapAngle(angle: number): number {
  const turned = (angle + Math.PI) % (2 * Math.PI);
  const wrapped = (turned < 0 ? turned + 2 * Math.PI : turned) - Math.PI;
  return wrapped < Math.PI ? wrapped : -Math.PI; // an angle a rounding below -pi
}

const inRange = (speed: number, [low, high]: readonly [number, number]): boolean =>
  speed >= low && speed <= high;

function checkSpeeds(speeds: NdArray, samples: number, [low, high]: readonly [number, number]): void {
  if (speeds.shape.length !== 1 || speeds.shape[0] !== samples) {
    throw new ShapeError(
      `headDirectionTuning: speeds must be [${samples}] like headings, got [${speeds.shape}]`,
    );
  }
  requireFinite('headDirectionTuning', 'speeds', speeds, 1);
  if (!(low <= high)) {
    throw new ConfigError(`headDirectionTuning: speedRange must be low then high, got ${low}, ${high}`);
  }
}
