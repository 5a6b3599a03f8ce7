import { DataError } from '@goal-driven/core/arrays';
import { medianOfKnown } from '@goal-driven/metrics';
import type { MouseArea } from './mouseAreas';
import { areasOf, type MouseRecordings } from './MouseRecordings';

/** The course of an area's reliability after an image comes on. */
export type AreaCourse = {
  readonly area: MouseArea;
  /** [bins], median over units of the reliability, those without one passed over */
  readonly reliability: Float64Array;
  /** [bins], the same over its maximum */
  readonly relative: Float64Array;
  /** [bins], standard error over units, over that maximum */
  readonly sem: Float64Array;
  /** Start of the first bin that reaches half of the maximum, ms. */
  readonly onset: number;
  /** Start of the first bin of the maximum, ms. */
  readonly peak: number;
  /** Units of the area. */
  readonly n: number;
};

/**
 * When the responses of each area become reliable: of all recorded units, before any selection.
 *
 * @returns areas in the order of the hierarchy; NaN throughout for an area whose median is never above 0
 * @throws DataError for recordings without reliability (`withReliability` computes it)
 * @source Nayebi et al. 2023, Fig. 1B; the onset at half of the maximum is ours
 */
export function temporalHierarchy(recordings: MouseRecordings): AreaCourse[] {
  const { header, reliability, units, times } = recordings;
  if (reliability === undefined) {
    throw new DataError(`temporalHierarchy: ${header.name} must have the reliability of its units, got none`);
  }
  return areasOf(recordings).map((area): AreaCourse => {
    const own = units.flatMap((unit, index) => (unit.area === area ? [index] : []));
    const bins = Array.from(times, (_, bin) =>
      own
        .map((unit) => reliability.mean.values[bin * units.length + unit]!)
        .filter((value) => !Number.isNaN(value)),
    );
    const medians = Float64Array.from(bins, medianOfKnown);
    const most = medians.reduce((best, value) => (value > best ? value : best), 0) || NaN;
    const relative = medians.map((value) => value / most);
    const first = (level: number) => times[relative.findIndex((value) => value >= level)] ?? NaN;
    return {
      ...{ area, reliability: medians, relative, onset: first(0.5), peak: first(1), n: own.length },
      sem: Float64Array.from(bins, (values) => standardError(values) / most),
    };
  });
}

function standardError(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return n < 2 ? NaN : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n);
}
