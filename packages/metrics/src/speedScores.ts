import { ConfigError, DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { gaussianFilter } from './gaussianFilter';
import { correlation } from './pearson';
import { requireSamples } from './tuningCurves';

/**
 * Which samples count, by their speed after smoothing. `adaptive` ends at the centre of the fastest band, so many m/s
 * wide, in which the animal spent at least so many samples.
 */
export type SpeedFilter =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed'; readonly low: number; readonly high: number }
  | {
      readonly kind: 'adaptive';
      readonly low: number;
      readonly bandwidth: number;
      readonly samples: number;
    };

export type SpeedScoresOptions = {
  /** Standard deviation of the Gaussian that smooths speed and activity, samples; 0 (none) by default. */
  readonly sd?: number;
  /** All samples by default. */
  readonly filter?: SpeedFilter;
};

export type SpeedScores = {
  /** [units], or [1] for the activity of one unit. */
  readonly scores: NdArray;
  /** Range of smoothed speeds that counted, m/s: that of the filter, or all there are. */
  readonly range: readonly [low: number, high: number];
  /** Samples that counted. */
  readonly n: number;
};

/**
 * Speed scores: the correlation over time of running speed and activity, both smoothed beforehand. Recordings are
 * smoothed with 0.4 to 0.5 s; activity of models need not be.
 *
 * @param speeds   [samples], m/s
 * @param activity [samples, units] or [samples], spikes or any activity at equal intervals
 * @returns -1 .. 1; NaN for a constant speed or activity
 * @throws ShapeError for axes that do not fit, DataError for numbers that are not finite and when fewer than two samples
 *   pass the filter, ConfigError for options out of range
 * @source Kropff et al. 2015, doi:10.1038/nature14622; filters as opexebo, which filters after smoothing (its '2016')
 */
export function speedScores(
  speeds: NdArray,
  activity: NdArray,
  { sd = 0, filter = { kind: 'none' } }: SpeedScoresOptions = {},
): SpeedScores {
  const samples = requireSamples('speedScores', ['speeds', speeds], activity);
  const smoothSpeeds = gaussianFilter(speeds, { sd }).values;
  const range = rangeOf(smoothSpeeds, filter);
  const kept = Int32Array.from({ length: samples }, (_, sample) => sample).filter(
    (sample) => smoothSpeeds[sample]! >= range[0] && smoothSpeeds[sample]! <= range[1],
  );
  if (kept.length < 2) {
    throw new DataError(
      `speedScores: the filter must let two samples pass, got ${kept.length} of ${samples}`,
    );
  }
  const units = activity.shape[1] ?? 1;
  const smoothActivity = gaussianFilter(activity, {
    sd: activity.shape.map((_, axis) => (axis === 0 ? sd : 0)),
  });
  const speedsKept = Float64Array.from(kept, (sample) => smoothSpeeds[sample]!);
  const activityKept = new Float64Array(kept.length); // one unit after the other
  const scores = Float64Array.from({ length: units }, (_, unit) => {
    kept.forEach((sample, at) => (activityKept[at] = smoothActivity.values[sample * units + unit]!));
    return correlation(speedsKept, activityKept);
  });
  return { scores: ndArray(scores, [units]), range, n: kept.length };
}

function rangeOf(speeds: Float64Array, filter: SpeedFilter): readonly [number, number] {
  if (filter.kind === 'none') {
    return [speeds.reduce((a, b) => Math.min(a, b)), speeds.reduce((a, b) => Math.max(a, b))];
  }
  if (filter.kind === 'fixed') {
    if (!(filter.low < filter.high)) {
      throw new ConfigError(
        `speedScores: filter.low must be below filter.high, got ${filter.low}, ${filter.high}`,
      );
    }
    return [filter.low, filter.high];
  }
  if (filter.kind === 'adaptive') return [filter.low, adaptiveLimit(speeds, filter)];
  throw new ConfigError(
    `speedScores: filter.kind must be none, fixed or adaptive, got ${String((filter as SpeedFilter).kind)}`,
  );
}

/** Bands of one width, each a tenth of it lower than the one before, from the highest speed downwards. */
function adaptiveLimit(
  speeds: Float64Array,
  { low, bandwidth, samples }: { readonly low: number; readonly bandwidth: number; readonly samples: number },
): number {
  if (!(bandwidth > 0) || !(samples >= 1)) {
    throw new ConfigError(
      `speedScores: filter.bandwidth must be positive and filter.samples at least 1, got ${bandwidth}, ${samples}`,
    );
  }
  const sorted = speeds.slice().sort();
  const highest = sorted.at(-1)!;
  let [first, end] = [sorted.length, sorted.length];
  for (let step = 0; end > 0; step++) {
    const top = highest - (step * bandwidth) / 10;
    while (end > 0 && sorted[end - 1]! > top) end--;
    while (first > 0 && sorted[first - 1]! >= top - bandwidth) first--;
    if (end - first < samples) continue;
    const limit = top - bandwidth / 2;
    if (limit > low) return limit;
    break;
  }
  throw new DataError(
    `speedScores: the animal must spend ${samples} samples in a band of ${bandwidth} m/s above ${low} m/s, got fewer`,
  );
}
