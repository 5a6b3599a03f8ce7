import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { binOf } from './_binOf';

/** Borders of the bins of a map, ascending; bins are closed on the left, the last one on both sides. */
export type BinEdges = {
  /** [x bins + 1], m */
  readonly x: Float64Array;
  /** [y bins + 1], m */
  readonly y: Float64Array;
};

export type RateMaps = {
  /** [units, y, x], mean activity of each bin; NaN where it was never visited. */
  readonly maps: NdArray;
  /** [y, x], samples in each bin; times the length of a sample, it is the time spent there. */
  readonly occupancy: NdArray;
  /** Samples outside the edges, which no bin got. */
  readonly dropped: number;
};

/** Takes samples piece by piece, so that neither positions nor activity need be held as a whole. */
export type RateMapAccumulator = {
  /**
   * @param positions [samples, 2], x then y, m
   * @param activity  [samples, units]
   * @throws ShapeError when they do not fit, DataError for a number that is not finite
   */
  add(positions: Samples, activity: Samples): void;
  /** The maps of all that was added so far. */
  finish(): RateMaps;
};

/** Samples in double or single precision, [samples, 2] for positions and [samples, units] for activity. */
export type Samples = NdArray<Float64Array> | NdArray<Float32Array>;

/**
 * Edges of `count` bins of equal width from `low` to `high`, [count + 1].
 *
 * @throws ConfigError unless `low` is below `high` and `count` a positive integer
 */
export function binEdges(low: number, high: number, count: number): Float64Array {
  if (!(low < high) || !Number.isInteger(count) || count < 1) {
    throw new ConfigError(
      `binEdges: low must be below high and count a positive integer, got ${low}, ${high}, ${count}`,
    );
  }
  const edges = Float64Array.from({ length: count + 1 }, (_, index) => low + index * ((high - low) / count));
  edges[count] = high;
  return edges;
}

/**
 * Rate maps of many units at once: the arithmetic mean of the activity over the samples in each bin.
 * No smoothing, no threshold of occupancy. Samples outside the edges are dropped and counted.
 *
 * Memory is that of the maps, however many samples come.
 *
 * @source Nayebi et al. 2021, doi:10.1101/2021.10.30.466617; equals scipy `binned_statistic_2d`, mean
 * @differs there maps are [x, y, unit], here [units, y, x]
 * @throws ConfigError for edges that do not ascend
 */
export function rateMaps(edges: BinEdges, units: number): RateMapAccumulator {
  requireEdges('rateMaps', edges);
  const [columns, rows] = [edges.x.length - 1, edges.y.length - 1];
  const sums = new Float64Array(rows * columns * units); // [bin, unit]: one sample adds to one run of memory
  const counts = new Float64Array(rows * columns);
  let dropped = 0;
  return {
    add(positions, activity) {
      const samples = checkSamples(positions, activity, units);
      for (let sample = 0; sample < samples; sample++) {
        const column = binOf(positions.values[2 * sample]!, edges.x);
        const row = binOf(positions.values[2 * sample + 1]!, edges.y);
        if (column < 0 || row < 0) {
          dropped++;
          continue;
        }
        const bin = row * columns + column;
        counts[bin]!++;
        for (let unit = 0; unit < units; unit++) {
          sums[bin * units + unit]! += activity.values[sample * units + unit]!;
        }
      }
    },
    finish() {
      const maps = new Float64Array(units * rows * columns);
      for (let bin = 0; bin < counts.length; bin++) {
        for (let unit = 0; unit < units; unit++) {
          maps[unit * counts.length + bin] = sums[bin * units + unit]! / counts[bin]!; // 0 / 0 is the NaN of an empty bin
        }
      }
      return {
        maps: ndArray(maps, [units, rows, columns]),
        occupancy: ndArray(counts.slice(), [rows, columns]),
        dropped,
      };
    },
  };
}

/**
 * The rate map of one unit; `rateMaps` of one piece.
 *
 * @param positions [samples, 2], x then y, m
 * @param activity  [samples]
 * @returns map and occupancy [y, x]
 * @throws ShapeError for activity of other axes, and as `rateMaps`
 */
export function rateMap(
  positions: Samples,
  activity: Samples,
  edges: BinEdges,
): { map: NdArray; occupancy: NdArray; dropped: number } {
  if (activity.shape.length !== 1)
    throw new ShapeError(`rateMap: activity must be [samples], got [${activity.shape}]`);
  const accumulator = rateMaps(edges, 1);
  accumulator.add(positions, { values: activity.values, shape: [activity.shape[0]!, 1] } as Samples); // same values, one more axis
  const { maps, occupancy, dropped } = accumulator.finish();
  return { map: ndArray(maps.values, occupancy.shape), occupancy, dropped };
}

/** @throws ConfigError unless the edges of both axes are two or more ascending finite numbers */
export function requireEdges(who: string, edges: BinEdges): void {
  for (const axis of ['x', 'y'] as const) {
    const wrong =
      edges[axis].length < 2 ||
      edges[axis].some((edge, at) => !Number.isFinite(edge) || (at > 0 && edge <= edges[axis][at - 1]!));
    if (wrong) {
      throw new ConfigError(
        `${who}: edges.${axis} must be two or more ascending finite numbers, got [${edges[axis].join(', ')}]`,
      );
    }
  }
}

function checkSamples(positions: Samples, activity: Samples, units: number): number {
  const samples = positions.shape[0] ?? 0;
  if (positions.shape.length !== 2 || positions.shape[1] !== 2) {
    throw new ShapeError(`rateMaps: positions must be [samples, 2], got [${positions.shape}]`);
  }
  if (activity.shape.length !== 2 || activity.shape[0] !== samples || activity.shape[1] !== units) {
    throw new ShapeError(
      `rateMaps: activity must be [${samples}, ${units}] for positions [${positions.shape}], got [${activity.shape}]`,
    );
  }
  checkFinite('positions', positions);
  checkFinite('activity', activity);
  return samples;
}

function checkFinite(argument: string, { values, shape }: Samples): void {
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index]!)) {
      const width = shape[1]!;
      throw new DataError(
        `rateMaps: ${argument} must be finite, got ${values[index]} at [${Math.floor(index / width)}, ${index % width}]`,
      );
    }
  }
}
