import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';

export type AdaptiveRateMapsOptions = {
  /** Seconds that one sample of the path stands for; with 1 (the default) rates are spikes per sample. */
  readonly sampleLength?: number;
  /** What the radius must outgrow, bins samples spikes^(1/2); 10,000 by default, for samples at about 50 Hz. */
  readonly alpha?: number;
  /** Whether bins never visited get a rate from their surroundings; else they are NaN. */
  readonly fill?: boolean;
};

/**
 * Rate maps by adaptive smoothing: around each bin a circle grows, in radii of 1, 2, 3 ... bins, until
 *
 * `radius >= alpha / (samples sqrt(spikes))`
 *
 * with the samples of the path and the spikes within it; the bin's rate is the spikes over the time. Where the animal
 * spent long or the cell fired much, little is smoothed. A circle that never grows wide enough ends as the whole map.
 *
 * @param spikes  [units, y, x] or [y, x], spikes in each bin
 * @param samples [y, x], samples of the path in each bin
 * @returns as `spikes`, Hz for `sampleLength` in s; 0 everywhere for a silent cell
 * @throws ShapeError for axes that do not fit, DataError for counts that are negative or not finite, or no sample at
 *   all, ConfigError for options that are not positive
 * @source Skaggs et al. 1996, Hippocampus 6(2), with alpha^2 for alpha; Langston et al. 2010, doi:10.1126/science.1188210
 */
export function adaptiveRateMaps(
  spikes: NdArray,
  samples: NdArray,
  { sampleLength = 1, alpha = 10_000, fill = false }: AdaptiveRateMapsOptions = {},
): NdArray {
  check(spikes, samples, { sampleLength, alpha });
  const [rows, columns] = samples.shape as [number, number];
  const size = rows * columns;
  const rings = ringsOf(rows, columns);
  const times = timesWithin(samples, rings);
  const rates = new Float64Array(spikes.values.length).fill(fill ? 0 : NaN);
  for (let start = 0; start < rates.length; start += size) {
    const counts = spikes.values.subarray(start, start + size);
    const silent = counts.every((count) => count === 0);
    for (let bin = 0; bin < size; bin++) {
      if (!fill && samples.values[bin] === 0) continue;
      if (silent) {
        rates[start + bin] = 0;
        continue;
      }
      let fired = 0;
      for (let ring = 0; ring < rings.length; ring++) {
        fired += ringSum(counts, bin, { ring: rings[ring]!, rows, columns });
        const time = times[bin * rings.length + ring]!;
        // The first ring is the bin alone, a radius of 0: a circle begins with radius 1.
        const enough = ring > 0 && time > 0 && ring * time * Math.sqrt(fired) >= alpha;
        if (enough || ring === rings.length - 1) {
          rates[start + bin] = fired / (time * sampleLength);
          break;
        }
      }
    }
  }
  return ndArray(rates, spikes.shape);
}

/** Offsets as [down, right] one after the other, of bins farther than the ring before and at most `index` bins away. */
type Ring = Int32Array;

/** As many as it takes from one corner to the other. */
function ringsOf(rows: number, columns: number): Ring[] {
  const last = Math.ceil(Math.hypot(rows - 1, columns - 1));
  const rings: number[][] = Array.from({ length: last + 1 }, () => []);
  for (let down = 1 - rows; down < rows; down++) {
    for (let right = 1 - columns; right < columns; right++) {
      rings[Math.ceil(Math.hypot(down, right))]!.push(down, right);
    }
  }
  return rings.map((offsets) => Int32Array.from(offsets));
}

/** [bins, rings], samples within each circle: the same for all units. */
function timesWithin({ values, shape }: NdArray, rings: readonly Ring[]): Float64Array {
  const [rows, columns] = shape as [number, number];
  const times = new Float64Array(values.length * rings.length);
  for (let bin = 0, at = 0; bin < values.length; bin++) {
    let time = 0;
    for (const ring of rings) times[at++] = time += ringSum(values, bin, { ring, rows, columns });
  }
  return times;
}

type Place = { readonly ring: Ring; readonly rows: number; readonly columns: number };

function ringSum(values: Float64Array, bin: number, { ring, rows, columns }: Place): number {
  const [row, column] = [Math.floor(bin / columns), bin % columns];
  let sum = 0;
  for (let at = 0; at < ring.length; at += 2) {
    const [y, x] = [row + ring[at]!, column + ring[at + 1]!];
    if (y >= 0 && x >= 0 && y < rows && x < columns) sum += values[y * columns + x]!;
  }
  return sum;
}

function check(
  spikes: NdArray,
  samples: NdArray,
  options: { readonly sampleLength: number; readonly alpha: number },
): void {
  const axes = spikes.shape.slice(-2);
  if ((spikes.shape.length !== 2 && spikes.shape.length !== 3) || spikes.shape.some((axis) => axis < 1)) {
    throw new ShapeError(`adaptiveRateMaps: spikes must be [units, y, x] or [y, x], got [${spikes.shape}]`);
  }
  if (String(samples.shape) !== String(axes)) {
    throw new ShapeError(`adaptiveRateMaps: samples must be [${axes}] like a map, got [${samples.shape}]`);
  }
  for (const [name, { values }] of Object.entries({ spikes, samples })) {
    const wrong = values.findIndex((count) => !Number.isFinite(count) || count < 0);
    if (wrong >= 0) {
      throw new DataError(
        `adaptiveRateMaps: ${name} must be finite and not negative, got ${values[wrong]} at flat index ${wrong}`,
      );
    }
  }
  if (samples.values.every((count) => count === 0)) {
    throw new DataError('adaptiveRateMaps: samples must be positive somewhere, got zeros only');
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Number.isFinite(value) || value <= 0) {
      throw new ConfigError(`adaptiveRateMaps: ${name} must be finite and positive, got ${value}`);
    }
  }
}
