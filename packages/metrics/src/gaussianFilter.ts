import { ConfigError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { requireFinite } from './_matrix';

/**
 * What lies beyond the ends `a b c d`: `reflect` d c b a | a b c d | d c b a, `mirror` d c b | a b c d | c b a, `nearest`
 * a a a | a b c d | d d d, `wrap` b c d | a b c d | a b c, `zero` nothing.
 */
export type Border = 'reflect' | 'mirror' | 'nearest' | 'wrap' | 'zero';

export type GaussianFilterOptions = {
  /** Standard deviation in bins: one for all axes or one per axis; an axis with 0 is left as it is. */
  readonly sd: number | readonly number[];
  /** `reflect` by default. */
  readonly border?: Border;
  /** Where the kernel ends, in standard deviations; 4 by default. */
  readonly truncate?: number;
};

/**
 * Smooths by a Gaussian along the axes of an array, one after the other. The kernel is sampled at whole bins, ends at
 * `floor(truncate sd + 1/2)` bins and sums to 1.
 *
 * @param array any axes, finite; a stack of maps [units, y, x] is smoothed map by map with `sd: [0, 1, 1]`
 * @returns the same shape
 * @throws ConfigError for a negative deviation, ShapeError for deviations that are not one per axis, DataError for
 *   numbers that are not finite
 * @source scipy.ndimage.gaussian_filter, with which it agrees to 1e-12; its mode `constant` is `zero` here
 */
export function gaussianFilter(array: NdArray, options: GaussianFilterOptions): NdArray {
  const { shape } = array;
  requireFinite('gaussianFilter', 'array', array, shape.length);
  const { border = 'reflect', truncate = 4 } = options;
  const deviations = typeof options.sd === 'number' ? shape.map(() => options.sd as number) : options.sd;
  checkOptions(deviations, shape, { border, truncate });
  const values = array.values.slice();
  deviations.forEach((sd, axis) => {
    if (sd > 0) filterAxis(values, shape, { axis, taps: gaussianTaps(sd, truncate), border });
  });
  return { values, shape };
}

/** The kernel from its middle outwards: `taps[k]` is the weight of a bin k bins away. */
export function gaussianTaps(sd: number, truncate = 4): Float64Array {
  const reach = Math.floor(truncate * sd + 0.5);
  const taps = Float64Array.from({ length: reach + 1 }, (_, k) => Math.exp((-0.5 * k * k) / (sd * sd)));
  const sum = taps.reduce((total, tap, k) => total + (k === 0 ? tap : 2 * tap), 0);
  return taps.map((tap) => tap / sum);
}

type Line = { readonly axis: number; readonly taps: Float64Array; readonly border: Border };

/** In place, line by line through a padded copy of each. */
function filterAxis(values: Float64Array, shape: readonly number[], { axis, taps, border }: Line): void {
  const length = shape[axis]!;
  const stride = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const reach = taps.length - 1;
  const sources = Int32Array.from({ length: length + 2 * reach }, (_, at) =>
    sourceOf(at - reach, length, border),
  );
  const padded = new Float64Array(sources.length);
  for (let block = 0; block < values.length; block += length * stride) {
    for (let start = block; start < block + stride; start++) {
      for (let at = 0; at < sources.length; at++) {
        padded[at] = sources[at]! < 0 ? 0 : values[start + sources[at]! * stride]!;
      }
      for (let at = 0; at < length; at++) {
        let sum = taps[0]! * padded[at + reach]!;
        for (let k = 1; k <= reach; k++)
          sum += taps[k]! * (padded[at + reach - k]! + padded[at + reach + k]!);
        values[start + at * stride] = sum;
      }
    }
  }
}

/** The bin whose value stands at `at`, which may lie any number of lengths outside; -1 for none. */
function sourceOf(at: number, length: number, border: Border): number {
  if (at >= 0 && at < length) return at;
  if (border === 'zero') return -1;
  if (border === 'nearest') return at < 0 ? 0 : length - 1;
  const modulo = (period: number) => ((at % period) + period) % period;
  if (border === 'wrap') return modulo(length);
  if (border === 'reflect') {
    const folded = modulo(2 * length);
    return folded < length ? folded : 2 * length - 1 - folded;
  }
  if (length === 1) return 0;
  const folded = modulo(2 * length - 2);
  return folded < length ? folded : 2 * length - 2 - folded;
}

const BORDERS: readonly Border[] = ['reflect', 'mirror', 'nearest', 'wrap', 'zero'];

function checkOptions(
  deviations: readonly number[],
  shape: readonly number[],
  { border, truncate }: { border: Border; truncate: number },
): void {
  if (deviations.length !== shape.length) {
    throw new ShapeError(
      `gaussianFilter: sd must be one number or one per axis of [${shape}], got [${deviations}]`,
    );
  }
  if (deviations.some((sd) => !Number.isFinite(sd) || sd < 0)) {
    throw new ConfigError(`gaussianFilter: sd must be finite and not negative, got [${deviations}]`);
  }
  if (!Number.isFinite(truncate) || truncate <= 0) {
    throw new ConfigError(`gaussianFilter: truncate must be finite and positive, got ${truncate}`);
  }
  if (!BORDERS.includes(border)) {
    throw new ConfigError(
      `gaussianFilter: border must be among ${BORDERS.join(', ')}, got ${String(border)}`,
    );
  }
}
