import { ndArray, type NdArray } from '@goal-driven/core';
import { binEdges, pearson, rateMaps, type RateMapAccumulator } from '@goal-driven/metrics';
import type { Bounds } from '@goal-driven/mec';

/** Rate maps that build up as an animal goes. */
export type LiveMaps = {
  readonly add: (positions: Float64Array, activity: NdArray<Float32Array>) => void;
  /** [units, y, x]; NaN where it never was. Undefined before the first step. */
  readonly maps: () => NdArray<Float64Array> | undefined;
};

/** Rate maps over an arena in as many bins as the stored ones have. */
export function createLiveMaps(
  { minX, maxX, minY, maxY }: Bounds,
  [rows, columns]: readonly [number, number],
): LiveMaps {
  const edges = { x: binEdges(minX, maxX, columns), y: binEdges(minY, maxY, rows) };
  let gathered: RateMapAccumulator | undefined;
  return {
    add(positions, activity) {
      gathered ??= rateMaps(edges, activity.shape[1]!);
      gathered.add(ndArray(positions, [positions.length / 2, 2]), activity);
    },
    maps: () => gathered?.finish().maps as NdArray<Float64Array> | undefined,
  };
}

/** Correlation of two maps over the bins that both have; NaN for fewer than three or where one is constant. */
export function mapsAgree(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const both = Array.from({ length: a.length }, (_, bin) => bin).filter(
    (bin) => !Number.isNaN(a[bin]! + b[bin]!),
  );
  if (both.length < 3) return NaN;
  const [x, y] = [a, b].map((map) => Float64Array.from(both, (bin) => map[bin]!)) as [
    Float64Array,
    Float64Array,
  ];
  return pearson(ndArray(x, [x.length]), ndArray(y, [y.length]));
}
