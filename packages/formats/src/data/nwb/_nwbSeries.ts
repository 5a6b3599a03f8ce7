import { ConfigError, DataError, type NdArray } from '@goal-driven/core/arrays';
import { hdf5Numbers } from '../hdf5/hdf5Numbers';
import type { Hdf5File } from '../hdf5/openHdf5';

/** Samples in time. */
export type NwbSeries = {
  /** In `unit`: what the file holds times its conversion plus its offset. */
  readonly data: NdArray<Float64Array>; // [samples, ...]
  /** Of each sample, seconds. */
  readonly times: Float64Array /* [samples] */;
  /** Samples per second; absent where times are given one by one. */
  readonly rate?: number;
  readonly unit: string;
};

/**
 * A TimeSeries, or a kind of it, from one sample to before another. Series that link to another's data or times are
 * read there.
 *
 * @throws DataError without data in numbers, or times; ConfigError for a range outside
 */
export function nwbSeries(
  hdf5: Hdf5File,
  path: string,
  range?: readonly [start: number, end: number],
): NwbSeries {
  const at = `${path}/data`;
  const where = `${hdf5.name}: ${at}`;
  const samples = hdf5.dataset(at).shape?.[0] ?? 0;
  const [start, end] = range ?? [0, samples];
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= samples)) {
    throw new ConfigError(`${where}: a range must lie in ${samples} samples, got ${start} to ${end}`);
  }
  const stored = hdf5Numbers(hdf5.read(at, [[start, end]]), where);
  const unit = hdf5.attribute(at, 'unit');
  const factor = numberAttribute(hdf5, at, 'conversion') ?? 1;
  const offset = numberAttribute(hdf5, at, 'offset') ?? 0;
  const values = Float64Array.from(stored.values as ArrayLike<number>, Number);
  const width = stored.shape.slice(1).reduce((product, axis) => product * axis, 1);
  const channels = channelFactors(hdf5, path, width);
  for (let index = 0; index < values.length; index++) {
    values[index] = values[index]! * factor * (channels?.[index % width] ?? 1) + offset;
  }
  const data = { values, shape: stored.shape };
  return {
    data,
    ...timesOf(hdf5, path, start, end),
    unit: unit?.kind === 'strings' ? unit.values.join() : '',
  };
}

/** Electrical series may have a factor for each channel besides. */
function channelFactors(hdf5: Hdf5File, path: string, width: number): ArrayLike<number> | undefined {
  const at = `${path}/channel_conversion`;
  if (!hdf5.has(at)) return undefined;
  const { values } = hdf5Numbers(hdf5.read(at), `${hdf5.name}: ${at}`);
  if (values.length !== width)
    throw new DataError(
      `${hdf5.name}: ${at}: must have a factor for each of ${width} channels, got ${values.length}`,
    );
  return Array.from(values as ArrayLike<number>, Number);
}

function timesOf(
  hdf5: Hdf5File,
  path: string,
  start: number,
  end: number,
): { times: Float64Array; rate?: number } {
  if (hdf5.has(`${path}/timestamps`)) {
    const at = `${path}/timestamps`;
    const total = hdf5.dataset(at).shape?.[0] ?? 0;
    if (end > total)
      throw new DataError(`${hdf5.name}: ${at}: must have a time for each of ${end} samples, got ${total}`);
    const { values } = hdf5Numbers(hdf5.read(at, [[start, end]]), `${hdf5.name}: ${at}`);
    return { times: Float64Array.from(values as ArrayLike<number>, Number) };
  }
  const at = `${path}/starting_time`;
  if (!hdf5.has(at))
    throw new DataError(`${hdf5.name}: ${path}: must have timestamps or a starting_time, got neither`);
  const first = Number(hdf5Numbers(hdf5.read(at), `${hdf5.name}: ${at}`).values[0]);
  const rate = numberAttribute(hdf5, at, 'rate');
  if (rate === undefined || !(rate > 0))
    throw new DataError(`${hdf5.name}: ${at}@rate: must be positive, got ${rate}`);
  return {
    times: Float64Array.from({ length: end - start }, (_, index) => first + (start + index) / rate),
    rate,
  };
}

function numberAttribute(hdf5: Hdf5File, path: string, name: string): number | undefined {
  const value = hdf5.attribute(path, name);
  return value === undefined
    ? undefined
    : Number(hdf5Numbers(value, `${hdf5.name}: ${path}@${name}`).values[0]);
}
