import { ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { wallDistances, WALLS, wallLine } from './_wallDistances';
import type { BorderScores } from './borderScore';
import { firingFields } from './firingFields';

/** How many bins the wall goes inwards behind bins never visited. */
const SEARCH = 8;

/** The form of opexebo. Distances count from 1 bin at the wall; the firing of all fields is one. */
export function opexeboBorderScores(rateMap: NdArray, given: NdArray<Int32Array> | undefined): BorderScores {
  if (given !== undefined && String(given.shape) !== String(rateMap.shape)) {
    throw new ShapeError(`borderScore: fields must be [${rateMap.shape}] like rateMap, got [${given.shape}]`);
  }
  const { values, shape } = rateMap;
  const fields = (given ?? firingFields(rateMap).labels).values;
  const sides = shape as readonly [number, number];
  const steps = wallDistances(...sides);
  let [weighted, sum, inFields] = [0, 0, false];
  fields.forEach((field, bin) => {
    if (field === 0) return;
    inFields = true;
    if (Number.isNaN(values[bin]!)) return;
    weighted += values[bin]! * (steps[bin]! + 1);
    sum += values[bin]!;
  });
  if (!inFields) return { score: -1, coverage: 0, distance: NaN };
  const coverage = Math.max(...WALLS.map((wall) => largestShare(wallBins(wall, values, sides), fields)));
  const distance = (2 * weighted) / sum / Math.min(...sides);
  return { score: (coverage - distance) / (coverage + distance), coverage, distance };
}

/** For each place along a wall the visited bin nearest to it, left out where none is within reach. */
function wallBins(wall: number, values: Float64Array, sides: readonly [number, number]): number[] {
  const depths = Math.min(SEARCH, wall < 2 ? sides[0] : sides[1]);
  const lines = Array.from({ length: depths }, (_, depth) => wallLine(wall, depth, sides));
  return Array.from(lines[0]!, (_, place) =>
    lines.map((line) => line[place]!).find((bin) => !Number.isNaN(values[bin]!)),
  ).filter((bin) => bin !== undefined);
}

/** The largest share of these bins that one field has; 0 for no bins. */
function largestShare(bins: readonly number[], fields: Int32Array): number {
  const counts = new Map<number, number>();
  for (const bin of bins) counts.set(fields[bin]!, (counts.get(fields[bin]!) ?? 0) + 1);
  counts.delete(0);
  return counts.size === 0 ? 0 : Math.max(...counts.values()) / bins.length;
}
