import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { fillFromNeighbours } from './_fillFromNeighbours';
import { gaussianFilter } from './gaussianFilter';

const forms = ['normalised', 'zeroFilled', 'neighbourFilled'] as const;
export type SmoothingForm = (typeof forms)[number];

export type SmoothRateMapsOptions = {
  /** Standard deviation of the Gaussian in bins; 1 by default, 0.5 for `neighbourFilled`. */
  readonly sd?: number;
  /**
   * `normalised` (the default): each bin becomes the mean of the visited bins around it, weighted by the Gaussian and,
   * where `occupancy` is given, by the time spent in them: smoothed activity over smoothed time. `zeroFilled`: bins
   * never visited and all beyond the walls count as a rate of 0, which pulls the edges down. `neighbourFilled`: bins
   * never visited are first filled by the mean of their eight neighbours, one after the other in place; then each bin
   * becomes a mean of 3 x 3, to which what lies beyond the walls adds 0.
   */
  readonly form?: SmoothingForm;
  /** [y, x], time or samples per bin; only for `normalised`. */
  readonly occupancy?: NdArray;
  /** Bins with less occupancy are NaN in the result; their samples still count for their neighbours. */
  readonly minimumOccupancy?: number;
  /** Whether a bin never visited gets the mean of those around it; else it stays NaN. Only for `normalised`. */
  readonly fill?: boolean;
};

/**
 * Rate maps smoothed by a Gaussian, of many units at once.
 *
 * @param maps [units, y, x] or [y, x], NaN where never visited (in any of the units, for itself)
 * @returns the same shape. `normalised`: NaN where never visited, and with `fill` only where no visited bin is within
 *   4 sd. `zeroFilled`: finite everywhere. `neighbourFilled`: NaN only within a bin of one that could not be filled
 * @throws ShapeError for other axes, DataError for an infinite rate or a negative occupancy, ConfigError for options
 *   that do not go together
 * @source `normalised` with occupancy: opexebo, as Hafting et al. 2005, doi:10.1038/nature03721. `zeroFilled`: the code
 *   of Nayebi et al. 2021, where bins are 5 cm and sd is 1. `neighbourFilled`: `compute_2d_tuning_curve.m` of Hardcastle
 *   et al. 2017, doi:10.1016/j.neuron.2017.03.025, with its order of filling and the slip in its list of neighbours; its
 *   map has the largest y first, ours the smallest
 */
export function smoothRateMaps(maps: NdArray, options: SmoothRateMapsOptions = {}): NdArray {
  const {
    form = 'normalised',
    sd = form === 'neighbourFilled' ? 0.5 : 1,
    occupancy,
    minimumOccupancy = 0,
    fill = false,
  } = options;
  checkMaps(maps);
  const size = maps.shape.at(-1)! * maps.shape.at(-2)!;
  if (occupancy !== undefined) checkOccupancy(occupancy, maps.shape.slice(-2));
  checkOptions(options);
  const deviations = maps.shape.map((_, axis) => (axis < maps.shape.length - 2 ? 0 : sd));
  // So far reaches the kernel: four deviations, or one bin.
  const truncate = form === 'neighbourFilled' && sd > 0 ? 1 / sd : 4;
  const smooth = (values: Float64Array) =>
    gaussianFilter(ndArray(values, maps.shape), { sd: deviations, border: 'zero', truncate }).values;

  const time = (bin: number): number => occupancy?.values[bin % size] ?? 1;
  const visited = (rate: number, bin: number): boolean => !Number.isNaN(rate) && time(bin) > 0;
  if (form === 'zeroFilled') {
    return ndArray(smooth(maps.values.map((rate) => (Number.isNaN(rate) ? 0 : rate))), maps.shape);
  }
  if (form === 'neighbourFilled') {
    const filled = Float64Array.from(maps.values);
    for (let first = 0; first < filled.length; first += size)
      fillFromNeighbours(filled.subarray(first, first + size), maps.shape.at(-2)!, maps.shape.at(-1)!);
    const known = smooth(filled.map((rate) => (Number.isNaN(rate) ? 0 : rate)));
    const unknown = smooth(filled.map((rate) => Number(Number.isNaN(rate))));
    return ndArray(
      known.map((rate, bin) => (unknown[bin]! > 0 ? NaN : rate)),
      maps.shape,
    );
  }
  const sums = smooth(maps.values.map((rate, bin) => (visited(rate, bin) ? rate * time(bin) : 0)));
  const weights = smooth(maps.values.map((rate, bin) => (visited(rate, bin) ? time(bin) : 0)));
  const smoothed = sums.map((sum, bin) => {
    if (!fill && !visited(maps.values[bin]!, bin)) return NaN;
    return time(bin) < minimumOccupancy ? NaN : sum / weights[bin]!; // 0 / 0: no visited bin in reach
  });
  return ndArray(smoothed, maps.shape);
}

function checkMaps({ values, shape }: NdArray): void {
  if ((shape.length !== 2 && shape.length !== 3) || shape.some((axis) => axis < 1)) {
    throw new ShapeError(`smoothRateMaps: maps must be [units, y, x] or [y, x] with bins, got [${shape}]`);
  }
  const infinite = values.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0) {
    throw new DataError(
      `smoothRateMaps: maps must be finite or NaN, got ${values[infinite]} at flat index ${infinite}`,
    );
  }
}

function checkOccupancy({ values, shape }: NdArray, axes: readonly number[]): void {
  if (String(shape) !== String(axes)) {
    throw new ShapeError(`smoothRateMaps: occupancy must be [${axes}] like a map, got [${shape}]`);
  }
  const wrong = values.findIndex((time) => !Number.isFinite(time) || time < 0);
  if (wrong >= 0) {
    throw new DataError(
      `smoothRateMaps: occupancy must be finite and not negative, got ${values[wrong]} in bin ${wrong}`,
    );
  }
}

function checkOptions({ sd = 1, form = 'normalised', ...options }: SmoothRateMapsOptions): void {
  if (!Number.isFinite(sd) || sd < 0) {
    throw new ConfigError(`smoothRateMaps: sd must be finite and not negative, got ${sd}`);
  }
  if (!forms.includes(form)) {
    throw new ConfigError(`smoothRateMaps: form must be among ${forms.join(', ')}, got ${String(form)}`);
  }
  const { occupancy, minimumOccupancy = 0, fill = false } = options;
  if (form !== 'normalised' && (occupancy !== undefined || fill)) {
    throw new ConfigError(`smoothRateMaps: occupancy and fill must be left out for ${form}, got one of them`);
  }
  if (!(minimumOccupancy >= 0) || (minimumOccupancy > 0 && occupancy === undefined)) {
    throw new ConfigError(
      `smoothRateMaps: minimumOccupancy must not be negative and needs occupancy, got ${minimumOccupancy}`,
    );
  }
}
