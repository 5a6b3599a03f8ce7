import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { binOf } from './_binOf';
import { requireFinite } from './_matrix';
import { requireEdges, type BinEdges } from './rateMaps';

/** A path whose bins are known, for many maps along it. */
export type PathMaps = {
  /** [y, x], samples in each bin. */
  readonly occupancy: NdArray;
  /** Samples outside the edges. */
  readonly dropped: number;
  /**
   * Mean activity per bin.
   *
   * @param activity [samples]
   * @param into     [y, x], where the map is written; a new one by default
   * @returns [y, x], NaN where never visited
   */
  map(activity: NdArray, into?: NdArray): NdArray;
};

/**
 * Rate maps of one path for activity that changes: the bins of the path are found once, which makes the many maps of a
 * shuffling test cheap. Each map is the one that `rateMap` gives.
 *
 * @param positions [samples, 2], x then y, m
 * @throws ShapeError for other axes, DataError for numbers that are not finite, ConfigError for edges that do not ascend
 */
export function pathMaps(positions: NdArray, edges: BinEdges): PathMaps {
  if (positions.shape.length !== 2 || positions.shape[1] !== 2) {
    throw new ShapeError(`pathMaps: positions must be [samples, 2], got [${positions.shape}]`);
  }
  requireFinite('pathMaps', 'positions', positions, 2);
  requireEdges('pathMaps', edges);
  const [rows, columns] = [edges.y.length - 1, edges.x.length - 1];
  const bins = Int32Array.from({ length: positions.shape[0]! }, (_, sample) => {
    const column = binOf(positions.values[2 * sample]!, edges.x);
    const row = binOf(positions.values[2 * sample + 1]!, edges.y);
    return column < 0 || row < 0 ? -1 : row * columns + column;
  });
  const occupancy = ndArray(new Float64Array(rows * columns), [rows, columns]);
  let dropped = 0;
  for (const bin of bins) {
    if (bin < 0) dropped++;
    else occupancy.values[bin]!++;
  }
  return {
    occupancy,
    dropped,
    map(activity, into = ndArray(new Float64Array(rows * columns), [rows, columns])) {
      if (activity.shape.length !== 1 || activity.shape[0] !== bins.length) {
        throw new ShapeError(
          `pathMaps: activity must be [${bins.length}] like the path, got [${activity.shape}]`,
        );
      }
      if (String(into.shape) !== String([rows, columns])) {
        throw new ShapeError(`pathMaps: into must be [${rows}, ${columns}], got [${into.shape}]`);
      }
      const sums = into.values.fill(0);
      for (let sample = 0; sample < bins.length; sample++) {
        if (bins[sample]! >= 0) sums[bins[sample]!]! += activity.values[sample]!;
      }
      for (let bin = 0; bin < sums.length; bin++) {
        sums[bin] = sums[bin]! / occupancy.values[bin]!; // 0 / 0 is the NaN of an empty bin
        if (Math.abs(sums[bin]!) === Infinity || (Number.isNaN(sums[bin]!) && occupancy.values[bin]! > 0)) {
          throw new DataError(`pathMaps: activity must be finite, got what makes ${sums[bin]} in bin ${bin}`);
        }
      }
      return into;
    },
  };
}
