import { ConfigError, DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { smoothRateMaps } from '@goal-driven/metrics';
import { z } from 'zod';
import type { Bounds } from '../arena';
import type { AnimalRecordings, ArenaRecordings, MecDataset, SessionBins } from './MecDataset';
import type { RecordedCell, RecordedSession } from './recordedSession';

export const Binning = z
  .strictObject({
    binWidth: z.number().positive().default(0.05).meta({ description: 'Bins of place, about', unit: 'm' }),
    lowestSpeed: z
      .number()
      .nonnegative()
      .default(0)
      .meta({ description: 'Time spent more slowly does not count', unit: 'm/s' }),
    longestGap: z
      .number()
      .positive()
      .default(0.1)
      .meta({ description: 'Longer pauses between samples do not count', unit: 's' }),
    smoothing: z.enum(['none', 'rate', 'spikesAndTime']).default('rate').meta({
      description:
        'Gaussian over the rate, bins never visited and those beyond the walls counting as 0; or over spikes and time apart',
    }),
    smoothingSd: z.number().positive().default(1).meta({ description: 'Of the Gaussian', unit: 'bins' }),
    trials: z
      .int()
      .min(2)
      .default(2)
      .meta({ description: 'Parts of a session that stand for trials', unit: '1' }),
    trialBlock: z
      .number()
      .positive()
      .default(30)
      .meta({ description: 'Blocks of this length go to the trials in turn', unit: 's' }),
  })
  .meta({
    title: 'From spikes and paths to rate maps',
    source: 'Nayebi et al. 2021: 5 cm bins, rate smoothed with a standard deviation of 1 bin',
  });
export type Binning = z.output<typeof Binning>;

/**
 * Rate maps of all cells of all sessions, by arena and animal. A sample of the path stands for the time until
 * the next one; a spike counts where the animal was at the sample before it.
 *
 * @throws DataError where sessions of one arena differ in their walls, or mix synthetic animals with recorded ones, or
 *   one animal has two of one name there
 * @throws ConfigError for an arena with fewer than 3 bins a side
 */
export function binSessions(sessions: readonly RecordedSession[], binning: Binning): MecDataset {
  const arenas = groupBy(sessions, ({ arena }) => arena);
  return { arenas: arenas.map((inArena) => binArena(inArena, binning)) };
}

function binArena(sessions: readonly RecordedSession[], binning: Binning): ArenaRecordings {
  const { arena, bounds, shape, synthetic } = sessions[0]!;
  for (const other of sessions) {
    if (JSON.stringify(other.bounds) !== JSON.stringify(bounds) || other.synthetic !== synthetic) {
      throw new DataError(
        `binSessions: sessions of one arena must have the same walls and all be recorded or all synthetic, ` +
          `got session ${other.session} of ${other.animal} beside session ${sessions[0]!.session} of ${sessions[0]!.animal} in ${arena}`,
      );
    }
  }
  const animals = groupBy(sessions, ({ animal }) => animal);
  return { arena, bounds, shape, synthetic, animals: animals.map((own) => binAnimal(own, binning)) };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()];
}

function binAnimal(sessions: readonly RecordedSession[], binning: Binning): AnimalRecordings {
  const { animal, arena } = sessions[0]!;
  const names = sessions.map(({ session }) => session);
  if (new Set(names).size < names.length) {
    throw new DataError(
      `binSessions: sessions of one animal in one arena must have names that differ, got ${names.join(', ')} of ${animal} in ${arena}`,
    );
  }
  const binned = sessions.map((session) => binSession(session, binning));
  return {
    animal,
    cells: sessions.flatMap(({ session, cells }) =>
      cells.map(({ id, truth }) => ({ id, session, ...(truth && { truth }) })),
    ),
    maps: stack(binned.map(({ maps }) => maps)),
    trials: sideBySide(binned.map(({ trials }) => trials)),
    sessions: binned.map(({ bins }) => bins),
  };
}

type Grid = { readonly bounds: Bounds; readonly rows: number; readonly columns: number };

function gridOf({ bounds, arena }: RecordedSession, { binWidth }: Binning): Grid {
  const rows = Math.floor((bounds.maxY - bounds.minY) / binWidth + 1e-9); // but for rounding
  const columns = Math.floor((bounds.maxX - bounds.minX) / binWidth + 1e-9);
  if (rows < 3 || columns < 3) {
    throw new ConfigError(
      `binSessions: ${arena} must have at least 3 bins a side, got ${columns} x ${rows} bins of ${binWidth} m`,
    );
  }
  return { bounds, rows, columns };
}

function binSession(session: RecordedSession, binning: Binning) {
  const grid = gridOf(session, binning);
  const frames = framesOf(session, grid, binning);
  const leftOut = { gaps: 0, slow: 0, outside: 0 };
  const { trials: parts } = binning;
  const size = grid.rows * grid.columns;
  const counts = session.cells.map((cell) => countSpikes(cell, frames, { size, parts, leftOut }));
  const time = timeOf(frames, { size, parts });
  const ratesOf = (part: number | undefined): NdArray => {
    const occupancy = sumOfParts(time, { part, parts, size });
    const values = counts.flatMap((count) => {
      const spikes = sumOfParts(count, { part, parts, size });
      return [...spikes.map((number, bin) => number / occupancy[bin]!)]; // 0 / 0 is the NaN of an empty bin
    });
    const axes = [session.cells.length, grid.rows, grid.columns];
    return smooth(ndArray(Float64Array.from(values), axes), ndArray(occupancy, axes.slice(1)), binning);
  };
  const occupancy = ndArray(sumOfParts(time, { part: undefined, parts, size }), [grid.rows, grid.columns]);
  const bins: SessionBins = { session: session.session, occupancy, leftOut };
  return {
    maps: ratesOf(undefined),
    trials: Array.from({ length: parts }, (_, part) => ratesOf(part)),
    bins,
  };
}

/** A sample of the path: when it begins, how long it lasts, where it is; or why it does not count. */
type Frames = {
  readonly t: Float64Array;
  readonly duration: Float64Array;
  /** Bin, or one of GAP, SLOW, OUTSIDE. */
  readonly bin: Int32Array;
  readonly part: Int32Array;
};
const [GAP, SLOW, OUTSIDE] = [-1, -2, -3];

function framesOf({ path: { t, pos } }: RecordedSession, grid: Grid, binning: Binning): Frames {
  const { longestGap, lowestSpeed, trials, trialBlock } = binning;
  const usual = (t.at(-1)! - t[0]!) / (t.length - 1);
  const duration = t.map((time, index) => (index + 1 < t.length ? t[index + 1]! - time : usual));
  const bin = Int32Array.from(t, (_, index) => {
    if (duration[index]! > longestGap) return GAP;
    const next = Math.min(index + 1, t.length - 1);
    const moved = Math.hypot(pos[2 * next]! - pos[2 * index]!, pos[2 * next + 1]! - pos[2 * index + 1]!);
    if (moved / duration[index]! < lowestSpeed) return SLOW;
    return binOf(pos[2 * index]!, pos[2 * index + 1]!, grid);
  });
  const part = Int32Array.from(t, (time) => Math.floor((time - t[0]!) / trialBlock) % trials);
  return { t, duration, bin, part };
}

/** Bins are closed on the left, the last one on both sides. */
function binOf(x: number, y: number, { bounds, rows, columns }: Grid): number {
  const { minX, maxX, minY, maxY } = bounds;
  if (x < minX || x > maxX || y < minY || y > maxY) return OUTSIDE;
  const column = Math.min(columns - 1, Math.floor(((x - minX) / (maxX - minX)) * columns));
  const row = Math.min(rows - 1, Math.floor(((y - minY) / (maxY - minY)) * rows));
  return row * columns + column;
}

type Sizes = { readonly size: number; readonly parts: number };

/** Spikes of a cell in each bin of each part, [parts, bins]; what lies in no bin is counted in `leftOut`. */
function countSpikes(
  { spikes }: RecordedCell,
  { t, bin, part }: Frames,
  { size, parts, leftOut }: Sizes & { leftOut: { gaps: number; slow: number; outside: number } },
): Float64Array {
  const counts = new Float64Array(parts * size);
  let frame = 0;
  for (const time of spikes) {
    while (frame + 1 < t.length && t[frame + 1]! <= time) frame++;
    const at = bin[frame]!;
    if (at >= 0) counts[part[frame]! * size + at]!++;
    else if (at === GAP) leftOut.gaps++;
    else if (at === SLOW) leftOut.slow++;
    else leftOut.outside++;
  }
  return counts;
}

function timeOf({ duration, bin, part }: Frames, { size, parts }: Sizes): Float64Array {
  const time = new Float64Array(parts * size);
  bin.forEach((at, frame) => {
    if (at >= 0) time[part[frame]! * size + at]! += duration[frame]!;
  });
  return time;
}

/** One part, or all of them together: [parts, bins] -> [bins]. */
function sumOfParts(
  values: Float64Array,
  { part, parts, size }: Sizes & { part: number | undefined },
): Float64Array {
  if (part !== undefined) return values.slice(part * size, (part + 1) * size);
  const sums = new Float64Array(size);
  for (let each = 0; each < parts; each++)
    for (let bin = 0; bin < size; bin++) sums[bin]! += values[each * size + bin]!;
  return sums;
}

function smooth(maps: NdArray, occupancy: NdArray, { smoothing, smoothingSd: sd }: Binning): NdArray {
  if (smoothing === 'none') return maps;
  if (smoothing === 'rate') return smoothRateMaps(maps, { sd, form: 'zeroFilled' });
  return smoothRateMaps(maps, { sd, form: 'normalised', occupancy });
}

/** Stacks [cells, y, x] of several sessions. */
function stack(maps: readonly NdArray[]): NdArray {
  const cells = maps.reduce((sum, { shape }) => sum + shape[0]!, 0);
  return ndArray(concatenate(maps.map(({ values }) => values)), [cells, ...maps[0]!.shape.slice(1)]);
}

/** Trials of each session, [trials][cells, y, x], as one [trials, cells, y, x]. */
function sideBySide(sessions: readonly (readonly NdArray[])[]): NdArray {
  const trials = sessions[0]!.map((_, trial) => stack(sessions.map((own) => own[trial]!)));
  return ndArray(concatenate(trials.map(({ values }) => values)), [trials.length, ...trials[0]!.shape]);
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
