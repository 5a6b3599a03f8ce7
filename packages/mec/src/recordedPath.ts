import { DataError, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import type { PathSamples } from './trajectories';

export const RecordedPath = z
  .strictObject({
    box: z
      .strictObject({
        minX: z
          .number()
          .default(0)
          .meta({ description: 'West wall in the coordinates of the file', unit: 'm' }),
        maxX: z.number().default(1).meta({ description: 'East wall', unit: 'm' }),
        minY: z.number().default(0).meta({ description: 'South wall', unit: 'm' }),
        maxY: z.number().default(1).meta({ description: 'North wall', unit: 'm' }),
      })
      .prefault({})
      .meta({ description: 'Walls of the recording; its centre is moved to the origin, nothing is scaled' }),
    margin: z
      .number()
      .nonnegative()
      .default(0.1)
      .meta({ description: 'How far outside the walls a tracked position may lie', unit: 'm' }),
    longestGap: z.number().positive().default(0.1).meta({
      description: 'Longer pauses between samples split the path; shorter ones are interpolated',
      unit: 's',
    }),
    highestSpeed: z
      .number()
      .positive()
      .default(2)
      .meta({ description: 'Faster steps are jumps of the tracker and split the path', unit: 'm/s' }),
    timesteps: z.int().positive().default(100).meta({ description: 'Steps per sequence', unit: '1' }),
  })
  .meta({ title: 'A path recorded from an animal' });
export type RecordedPath = z.output<typeof RecordedPath>;

/** A tracked path as it lies in a file. */
export type TrackedPath = {
  /** [n], s, increasing. */
  readonly t: Float64Array;
  /** [n, 2], m. */
  readonly pos: Float64Array;
};

/** A path in pieces that were tracked without a break. */
export type PathSegments = {
  /** Positions every `dt`, centred on the origin: [steps + 1, 2] each, m. */
  readonly segments: readonly Float64Array[];
  readonly gaps: number;
  readonly jumps: number;
};

/**
 * The arrays `t` [n], s, and `pos` [n, 2], m, of an NPZ file.
 *
 * @throws DataError naming what is absent, of another shape, not finite, or not increasing
 */
export function trackedPath(arrays: Readonly<Record<string, NdArray<TypedArray>>>): TrackedPath {
  const { t, pos } = arrays;
  if (t === undefined || pos === undefined) {
    throw new DataError(
      `trackedPath: the file must hold t [n] and pos [n, 2], got ${Object.keys(arrays).join(', ') || 'nothing'}`,
    );
  }
  if (t.shape.length !== 1 || pos.shape.length !== 2 || pos.shape[0] !== t.shape[0] || pos.shape[1] !== 2) {
    throw new DataError(`trackedPath: t must be [n] and pos [n, 2], got [${t.shape}] and [${pos.shape}]`);
  }
  if (t.shape[0]! < 2) throw new DataError(`trackedPath: t must hold at least 2 samples, got ${t.shape[0]}`);
  const path = {
    t: Float64Array.from(t.values as ArrayLike<number>),
    pos: Float64Array.from(pos.values as ArrayLike<number>),
  };
  requireFinite('t', path.t);
  requireFinite('pos', path.pos);
  const back = path.t.findIndex((time, index) => index > 0 && time <= path.t[index - 1]!);
  if (back !== -1) {
    throw new DataError(
      `trackedPath: t must increase, got ${path.t[back]} s after ${path.t[back - 1]} s at sample ${back}`,
    );
  }
  return path;
}

function requireFinite(name: string, values: Float64Array): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1)
    throw new DataError(`trackedPath: ${name} must be finite, got ${values[bad]} at element ${bad}`);
}

/**
 * Splits a path at gaps and jumps, moves the centre of the box to the origin, and resamples each piece
 * every `dt` seconds by linear interpolation.
 *
 * @throws DataError when a position lies outside the walls by more than the margin
 */
export function pathSegments({ t, pos }: TrackedPath, config: RecordedPath, dt: number): PathSegments {
  requireInside(pos, config);
  const segments: Float64Array[] = [];
  let [gaps, jumps, first] = [0, 0, 0];
  for (let index = 1; index <= t.length; index++) {
    const pause = index < t.length ? t[index]! - t[index - 1]! : Infinity;
    const gap = pause > config.longestGap;
    const jump = !gap && stepLength(pos, index) / pause > config.highestSpeed;
    if (!gap && !jump) continue;
    if (jump) jumps++;
    else if (index < t.length) gaps++;
    const segment = resample(
      { t: t.subarray(first, index), pos: pos.subarray(2 * first, 2 * index) },
      config,
      dt,
    );
    if (segment.length > 2) segments.push(segment);
    first = index;
  }
  return { segments, gaps, jumps };
}

const stepLength = (pos: Float64Array, index: number): number =>
  Math.hypot(pos[2 * index]! - pos[2 * index - 2]!, pos[2 * index + 1]! - pos[2 * index - 1]!);

function requireInside(pos: Float64Array, { box, margin }: RecordedPath): void {
  for (let index = 0; index < pos.length; index += 2) {
    const [x, y] = [pos[index]!, pos[index + 1]!];
    const inside =
      x >= box.minX - margin && x <= box.maxX + margin && y >= box.minY - margin && y <= box.maxY + margin;
    if (inside) continue;
    throw new DataError(
      `pathSegments: positions must lie in [${box.minX}, ${box.maxX}] x [${box.minY}, ${box.maxY}] m up to ${margin} m, ` +
        `got (${x}, ${y}) at sample ${index / 2}. Give the walls of the recording as box, and positions in metres.`,
    );
  }
}

function resample({ t, pos }: TrackedPath, { box }: RecordedPath, dt: number): Float64Array {
  const [centreX, centreY] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];
  const steps = Math.floor((t.at(-1)! - t[0]!) / dt + 1e-6); // a sample that is due but for rounding counts
  const resampled = new Float64Array(2 * (steps + 1));
  let before = 0;
  for (let step = 0; step <= steps; step++) {
    const time = t[0]! + step * dt;
    while (before < t.length - 2 && t[before + 1]! <= time) before++;
    const after = Math.min(before + 1, t.length - 1);
    const share = after === before ? 0 : Math.min(1, (time - t[before]!) / (t[after]! - t[before]!));
    resampled[2 * step] = (1 - share) * pos[2 * before]! + share * pos[2 * after]! - centreX;
    resampled[2 * step + 1] = (1 - share) * pos[2 * before + 1]! + share * pos[2 * after + 1]! - centreY;
  }
  return resampled;
}

/**
 * Sequences of `timesteps` steps, one after another without overlap, from each segment; the rest of a
 * segment that fills no sequence is left out.
 *
 * @param segments of positions, each [2 samples], x and y in turn, m
 * @throws DataError when no segment is long enough
 */
export function recordedSamples(segments: readonly Float64Array[], timesteps: number): PathSamples {
  const starts = segments.flatMap((segment) =>
    Array.from({ length: Math.floor((segment.length / 2 - 1) / timesteps) }, (_, index) => ({
      segment,
      first: index * timesteps,
    })),
  );
  const episodes = starts.length;
  if (episodes === 0) {
    const longest = Math.max(0, ...segments.map((segment) => segment.length / 2 - 1));
    throw new DataError(
      `recordedSamples: a segment must have at least ${timesteps} steps, got at most ${longest}`,
    );
  }
  const samples = {
    episodes,
    timesteps,
    start: new Float64Array(2 * episodes),
    velocity: new Float64Array(2 * episodes * timesteps),
    position: new Float64Array(2 * episodes * timesteps),
    heading: new Float64Array(episodes * timesteps),
    startHeading: new Float64Array(episodes),
  };
  starts.forEach(({ segment, first }, episode) => {
    samples.start.set(segment.subarray(2 * first, 2 * first + 2), 2 * episode);
    for (let step = 0; step < timesteps; step++) {
      const from = 2 * (first + step);
      const [x, y] = [segment[from + 2]!, segment[from + 3]!];
      const [dx, dy] = [x - segment[from]!, y - segment[from + 1]!];
      const at = episode * timesteps + step;
      samples.position.set([x, y], 2 * at);
      samples.velocity.set([dx, dy], 2 * at);
      samples.heading[at] = Math.atan2(dy, dx);
      if (step === 0) samples.startHeading[episode] = samples.heading[at]!;
    }
  });
  return samples;
}
