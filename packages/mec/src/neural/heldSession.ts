import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { CellPath } from '@goal-driven/metrics';
import { shortestWay } from '../arena';
import type { Binning } from './binSessions';
import type { RecordedSession } from './recordedSession';

/** What some cells or units did along a path, sample by sample. */
export type HeldCells = {
  readonly path: CellPath & { readonly speeds: NdArray };
  /** [samples, cells], spikes per sample or activity. */
  readonly activity: NdArray;
  readonly ids: readonly string[];
};

/**
 * The samples of a session that count, with the spikes of each: those within the walls that last no longer than a gap,
 * at a speed that is not too low. Speed is that of the step to the next sample; the last sample has none and is left out.
 */
export function heldSession(
  { path: { t, pos }, heading, cells, bounds, shape }: RecordedSession,
  { longestGap, lowestSpeed }: Pick<Binning, 'longestGap' | 'lowestSpeed'>,
): HeldCells {
  const steps = t.length - 1;
  const lap = shape === 'track' ? bounds.maxX - bounds.minX : Infinity;
  const speed = Float64Array.from({ length: steps }, (_, at) => {
    const along = shortestWay(pos[2 * at + 2]! - pos[2 * at]!, lap);
    const moved = Math.hypot(along, pos[2 * at + 3]! - pos[2 * at + 1]!);
    return moved / (t[at + 1]! - t[at]!);
  });
  const kept = Int32Array.from({ length: steps }, (_, at) => at).filter((at) => {
    const [x, y] = [pos[2 * at]!, pos[2 * at + 1]!];
    const inside = x >= bounds.minX && x <= bounds.maxX && y >= bounds.minY && y <= bounds.maxY;
    return inside && t[at + 1]! - t[at]! <= longestGap && speed[at]! >= lowestSpeed;
  });
  const place = new Int32Array(t.length).fill(-1);
  kept.forEach((at, index) => (place[at] = index));
  const activity = new Float64Array(kept.length * cells.length);
  cells.forEach(({ spikes }, cell) => {
    let at = 0;
    for (const time of spikes) {
      while (at + 1 < t.length && t[at + 1]! <= time) at++;
      if (place[at]! >= 0) activity[place[at]! * cells.length + cell]!++;
    }
  });
  const n = kept.length;
  const positions = Float64Array.from({ length: 2 * n }, (_, at) => pos[2 * kept[at >> 1]! + (at & 1)]!);
  const along = (values: Float64Array) =>
    ndArray(
      Float64Array.from(kept, (at) => values[at]!),
      [n],
    );
  return {
    path: {
      positions: ndArray(positions, [n, 2]),
      speeds: along(speed),
      ...(heading && { headings: along(heading) }),
    },
    activity: ndArray(activity, [n, cells.length]),
    ids: cells.map(({ id }) => id),
  };
}
