import { ConfigError, ndArray, ShapeError, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { requireFinite } from './_matrix';
import { allEqual, meanOf, requireCount, requireLevel, squaredDeviations } from './_vectors';
import { normal } from './distributions';
import { percentile } from './percentile';

export type BootstrapOptions = {
  /** Computed from a resample of the observations; the mean of all values by default. */
  readonly statistic?: (sample: NdArray) => number;
  /** 1000 by default. */
  readonly resamples?: number;
  /** Share of the bootstrap distribution inside the interval, in (0, 1); 0.95 by default. */
  readonly level?: number;
  /**
   * `percentile` takes quantiles of the resampled statistics; `basic` mirrors them about the estimate; `bca` corrects
   * them for bias and for a spread that changes with the value.
   */
  readonly interval?: 'percentile' | 'basic' | 'bca';
};

export type Bootstrap = {
  /** The statistic of the data themselves. */
  readonly estimate: number;
  /** In the unit of the statistic. */
  readonly interval: readonly [low: number, high: number];
  /** Deviation over resamples (ddof 1). */
  readonly standardError: number;
  /** All resamples gave one value (n = 1, or equal observations): the width of 0 says nothing. */
  readonly degenerate: boolean;
  /** Only of `bca`: z0 and a. */
  readonly correction?: { readonly bias: number; readonly acceleration: number };
  /** Number of observations. */
  readonly n: number;
};

/**
 * Bootstrap interval of a statistic. What is resampled is the first axis: make it what is independent (animals rather
 * than their cells, images rather than their trials).
 *
 * @param data [n, ...], one observation per row
 * @param rng each resample draws its n observations one after another from `rng.stream()`
 * @returns bounds are NaN where the statistic is for some resample
 * @throws ShapeError for no observations, ConfigError for options out of range
 * @source Efron 1979, Annals of Statistics 7; Efron 1987, JASA 82 (BCa)
 */
export function bootstrap(data: NdArray, rng: Rng, options: BootstrapOptions = {}): Bootstrap {
  const {
    statistic = ({ values }) => meanOf(values),
    resamples = 1000,
    level = 0.95,
    interval = 'percentile',
  } = options;
  if (data.shape.length < 1)
    throw new ShapeError(`bootstrap: data must have a first axis, got [${data.shape}]`);
  requireFinite('bootstrap', 'data', data, data.shape.length);
  requireCount('bootstrap', 'resamples', resamples, 2);
  requireLevel('bootstrap', level);
  if (!['percentile', 'basic', 'bca'].includes(interval))
    throw new ConfigError(`bootstrap: interval must be percentile, basic or bca, got ${interval}`);
  const n = data.shape[0]!;
  const stream = rng.stream();
  const values = Float64Array.from({ length: resamples }, () =>
    statistic(
      rows(
        data,
        Int32Array.from({ length: n }, () => stream.integer(n)),
      ),
    ),
  );
  const estimate = statistic(data);
  const degenerate = allEqual(values) && !Number.isNaN(values[0]!);
  const standardError = Math.sqrt(squaredDeviations(values) / (resamples - 1));
  const tails: [number, number] = [(1 - level) / 2, (1 + level) / 2];
  const result = { estimate, standardError, degenerate, n };
  if (values.some(Number.isNaN)) return { ...result, interval: [NaN, NaN] };
  const quantile = (share: number) => percentile(values, 100 * share);
  if (interval === 'bca' && !degenerate) {
    const correction = bcaCorrection(values, estimate, leaveOneOut(data, statistic));
    const [low, high] = tails.map((tail) => quantile(corrected(tail, correction)));
    return { ...result, interval: [low!, high!], correction };
  }
  const [low, high] = [quantile(tails[0]), quantile(tails[1])];
  return {
    ...result,
    interval: interval === 'basic' ? [2 * estimate - high, 2 * estimate - low] : [low, high],
  };
}

function rows({ values, shape }: NdArray, indices: Int32Array): NdArray {
  const size = values.length / shape[0]!;
  const taken = new Float64Array(indices.length * size);
  indices.forEach((index, at) => taken.set(values.subarray(index * size, (index + 1) * size), at * size));
  return ndArray(taken, [indices.length, ...shape.slice(1)]);
}

function leaveOneOut(data: NdArray, statistic: (sample: NdArray) => number): Float64Array {
  const n = data.shape[0]!;
  return Float64Array.from({ length: n }, (_, left) =>
    statistic(
      rows(
        data,
        Int32Array.from({ length: n - 1 }, (_, at) => (at < left ? at : at + 1)),
      ),
    ),
  );
}

function bcaCorrection(values: Float64Array, estimate: number, jackknife: Float64Array) {
  // Values equal to the estimate, which may differ from it by rounding, count half on either side.
  const tie = 1e-12 * Math.abs(estimate);
  const sides = values.map((value) => (Math.abs(value - estimate) <= tie ? 0.5 : Number(value < estimate)));
  const share = meanOf(sides);
  const mean = meanOf(jackknife);
  let [cubes, squares] = [0, 0];
  for (const value of jackknife) {
    cubes += (mean - value) ** 3;
    squares += (mean - value) ** 2;
  }
  return { bias: normal.quantile(share), acceleration: squares === 0 ? 0 : cubes / (6 * squares ** 1.5) };
}

/** The share of resamples below the corrected bound; ends at 0 or 1 when all resamples lie on one side. */
function corrected(tail: number, { bias, acceleration }: { bias: number; acceleration: number }): number {
  if (!Number.isFinite(bias)) return bias < 0 ? 0 : 1;
  const z = bias + normal.quantile(tail);
  return normal.below(bias + z / (1 - acceleration * z));
}
