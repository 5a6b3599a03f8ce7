import { DataError, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import type { Arena, Bounds } from '../arena';
import { trackedPath, type TrackedPath } from '../recordedPath';
import type { CellKind } from './cellTuning';

/** A cell as it was recorded, or as it was made. */
export type RecordedCell = {
  readonly id: string;
  /** Times of its spikes, s, ascending. */
  readonly spikes: Float64Array;
  /** What a synthetic cell was made to be. */
  readonly truth?: CellKind;
};

/** One recording of one animal in one arena. */
export type RecordedSession = {
  readonly animal: string;
  readonly session: string;
  readonly arena: string;
  /** Walls, m, in the coordinates of the path. */
  readonly bounds: Bounds;
  /** What lies within them; a rectangle where left out. A track may begin again where it ends. */
  readonly shape?: Arena['kind'] | undefined;
  readonly path: TrackedPath;
  /** Head direction at each sample of the path, rad; where it was not tracked, absent. */
  readonly heading?: Float64Array;
  readonly cells: readonly RecordedCell[];
  /** True where no animal was recorded; every output says so. */
  readonly synthetic: boolean;
};

type Labels = Pick<RecordedSession, 'animal' | 'session' | 'arena' | 'bounds' | 'shape'>;

/**
 * A session from the arrays of an NPZ file: `t` [n], s; `pos` [n, 2], m; `spike_times` [spikes], s;
 * `spike_cells` [spikes], the number of the cell of each spike; and where they are known `heading` [n], rad,
 * and `cells`, how many there are (else one more than the largest number).
 *
 * @param name what errors call the file
 * @throws DataError for what is absent, of another shape, not finite, out of order, or outside the session
 */
export function recordedSession(
  arrays: Readonly<Record<string, NdArray<TypedArray>>>,
  labels: Labels,
  name: string,
): RecordedSession {
  const path = trackedPath(arrays);
  const times = numbersOf(arrays['spike_times'], name, 'spike_times [spikes], s');
  const owners = numbersOf(arrays['spike_cells'], name, 'spike_cells [spikes], cell numbers');
  if (times.length !== owners.length) {
    throw new DataError(
      `${name}: spike_cells must have one number per spike, got ${owners.length} for ${times.length} spikes`,
    );
  }
  requireWithin(times, path.t, name);
  const heading = arrays['heading'] && numbersOf(arrays['heading'], name, 'heading [n], rad');
  if (heading !== undefined && heading.length !== path.t.length) {
    throw new DataError(`${name}: heading must be [${path.t.length}] like t, got [${heading.length}]`);
  }
  return {
    ...labels,
    path,
    ...(heading && { heading }),
    cells: cellsOf(times, owners, { count: countOf(arrays['cells'], owners, name), ...labels }),
    synthetic: false,
  };
}

function numbersOf(array: NdArray<TypedArray> | undefined, name: string, what: string): Float64Array {
  if (array?.shape.length !== 1) {
    const found = array === undefined ? 'nothing' : `[${array.shape}]`;
    throw new DataError(`${name}: it must hold ${what}, got ${found}`);
  }
  const values = Float64Array.from(array.values as ArrayLike<number | bigint>, Number);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1)
    throw new DataError(`${name}: ${what} must be finite, got ${values[bad]} at element ${bad}`);
  return values;
}

function requireWithin(times: Float64Array, t: Float64Array, name: string): void {
  const [start, end] = [t[0]!, t.at(-1)!];
  const outside = times.findIndex((time) => time < start || time > end);
  if (outside === -1) return;
  throw new DataError(
    `${name}: spikes must lie within the session, ${start} to ${end} s, got ${times[outside]} s at spike ${outside}`,
  );
}

function countOf(cells: NdArray<TypedArray> | undefined, owners: Float64Array, name: string): number {
  const bad = owners.findIndex((owner) => !Number.isInteger(owner) || owner < 0);
  if (bad !== -1)
    throw new DataError(`${name}: spike_cells must be numbers from 0, got ${owners[bad]} at spike ${bad}`);
  const most = owners.reduce((largest, owner) => Math.max(largest, owner), -1);
  const count = cells === undefined ? most + 1 : Number(cells.values[0]);
  if (!Number.isInteger(count) || count <= most || count > 1e6) {
    throw new DataError(
      `${name}: cells must be above the largest number ${most}, at most 1000000, got ${count}`,
    );
  }
  return count;
}

/** Spikes of each cell in ascending order, whatever the order of the file. */
function cellsOf(
  times: Float64Array,
  owners: Float64Array,
  { count, animal, session }: { count: number } & Labels,
): RecordedCell[] {
  const spikes: number[][] = Array.from({ length: count }, () => []);
  times.forEach((time, spike) => spikes[owners[spike]!]!.push(time));
  return spikes.map((own, index) => ({
    id: `${animal}/${session}/${index}`,
    spikes: Float64Array.from(own).sort(),
  }));
}
