import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { binEdges } from './rateMaps';
import { tuningCurves, type TuningCurves } from './tuningCurves';

export type SpeedTuningOptions = {
  /** Width of a bin, m/s; 0.02 by default. */
  readonly binWidth?: number;
  /** Upper end of the last bin, m/s, a whole number of bins; 0.5 by default. Faster samples are dropped. */
  readonly highest?: number;
};

/**
 * Speed tuning: mean activity in bins of running speed from 0.
 *
 * @param speeds   [samples], m/s
 * @param activity [samples, units] or [samples]
 * @throws ConfigError unless the highest speed is a whole number of bins; else as `tuningCurves`
 * @source Kropff et al. 2015, doi:10.1038/nature14622
 */
export function speedTuning(
  speeds: NdArray,
  activity: NdArray,
  { binWidth = 0.02, highest = 0.5 }: SpeedTuningOptions = {},
): TuningCurves {
  const bins = Math.round(highest / binWidth);
  if (!(binWidth > 0) || bins < 1 || Math.abs(bins * binWidth - highest) > 1e-9 * highest) {
    throw new ConfigError(
      `speedTuning: highest must be a whole number of bins of binWidth, got ${highest} and ${binWidth}`,
    );
  }
  return tuningCurves(speeds, activity, binEdges(0, highest, bins));
}
