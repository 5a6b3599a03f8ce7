import { ConfigError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { labelRegions } from './_labelRegions';
import { requireMap } from './_requireMap';

export type FiringFieldsOptions = {
  /** Share of the highest rate that a bin must exceed; 0.3 by default. */
  readonly threshold?: number;
  /** Smallest field, bins; 1 by default. */
  readonly minimumBins?: number;
  /** Whether bins touch by their corners; false by default. */
  readonly diagonal?: boolean;
};

export type FiringFields = {
  /** [y, x], 0 outside fields, else the number of the field from 1, row by row. */
  readonly labels: NdArray<Int32Array>;
  /** Bins of each field. */
  readonly sizes: readonly number[];
};

/**
 * Firing fields: connected bins whose rate exceeds a share of the highest one, where they are large enough.
 *
 * @param rateMap [y, x], bins never visited (NaN) belong to no field
 * @returns no field for a map without a positive rate
 * @throws ShapeError for other axes, DataError for an infinite rate, ConfigError for options out of range
 * @source Solstad et al. 2008, doi:10.1126/science.1166466: 0.3 and 200 cm^2
 */
export function firingFields(rateMap: NdArray, options: FiringFieldsOptions = {}): FiringFields {
  const { threshold = 0.3, minimumBins = 1, diagonal = false } = options;
  if (!(threshold >= 0 && threshold < 1)) {
    throw new ConfigError(`firingFields: threshold must be in [0, 1), got ${threshold}`);
  }
  if (!(minimumBins >= 0)) {
    throw new ConfigError(`firingFields: minimumBins must not be negative, got ${minimumBins}`);
  }
  requireMap('firingFields', rateMap);
  const highest = rateMap.values.reduce((most, rate) => (rate > most ? rate : most), 0);
  const mask = new Uint8Array(rateMap.values.length);
  if (highest > 0) rateMap.values.forEach((rate, bin) => (mask[bin] = Number(rate > threshold * highest)));
  const { labels, sizes } = labelRegions(mask, rateMap.shape[1]!, { diagonal });
  const kept = sizes.map((size, label) => label > 0 && size >= minimumBins);
  const renamed = new Int32Array(sizes.length);
  let count = 0;
  kept.forEach((keep, label) => (renamed[label] = keep ? ++count : 0));
  return {
    labels: ndArray(
      labels.map((label) => renamed[label]!),
      rateMap.shape,
    ),
    sizes: sizes.filter((_, label) => kept[label]),
  };
}
