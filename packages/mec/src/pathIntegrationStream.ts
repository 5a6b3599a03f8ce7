import { ndArray, RandomState, type NdArray, type Rng } from '@goal-driven/core/arrays';
import type { DataStream } from '@goal-driven/core';
import { cueCount, cuesAlong } from './cues';
import { egomotion } from './egomotion';
import type { HeadDirectionCode } from './headDirectionCells';
import { makePaths, publishedSource, seededSource, type Outings, type PathPlan } from './pathSource';
import type { PlaceCode } from './placeCells';
import type { PathSamples } from './trajectories';

/**
 * B episodes, T timesteps, N place cells (or 2 where the code is the position itself), V numbers of
 * velocity, C numbers of cues, D head-direction cells.
 */
export type PathIntegrationBatch = {
  readonly [name: string]: NdArray<Float32Array>;
  /** Movement of each step: [B, T, V]. V is 2, the allocentric displacement, m; or 3 as in `egomotion`. */
  readonly velocity: NdArray<Float32Array>;
  /** Code of the starting position, with that of the starting heading beside it: [B, N + D]. */
  readonly start: NdArray<Float32Array>;
  /** Code of the position after each step: [B, T, N]. */
  readonly target: NdArray<Float32Array>;
  /** The position after each step, m: [B, T, 2]. */
  readonly position: NdArray<Float32Array>;
};

/** The other arrays that a batch may have. */
export type PathIntegrationExtras = {
  /** What the animal is told of landmarks or of the reward before each step: [B, T, C]. */
  readonly cues?: NdArray<Float32Array>;
  /** Code of the heading during each step: [B, T, D]. */
  readonly headingTarget?: NdArray<Float32Array>;
};

/** The number of the batch, from 0. */
export type PathIntegrationCursor = { readonly batch: number };

/** How the paths of a batch become numbers for a network. */
export type PathEncoding = Pick<PathPlan, 'cues' | 'reward'> & {
  /** The code of positions; `positionReadout` for the position loss. */
  readonly code: Pick<PlaceCode, 'encode'>;
  /** The code of headings, where the network is told and asked for them. */
  readonly headings?: HeadDirectionCode | undefined;
  /** Allocentric displacement, m per step, where left out; or speed and turn. */
  readonly movement?: 'displacement' | 'egomotion' | undefined;
};

export type PathStreamOptions = PathPlan & PathEncoding;

/** The position itself as its code: what the position loss predicts. */
export const positionReadout: Pick<PlaceCode, 'encode' | 'decode'> = {
  encode: (positions) => ndArray(Float32Array.from(positions), [positions.length / 2, 2]),
  decode: ({ values }) => Float64Array.from(values),
};

/** Fresh paths without end; batch k draws from `rng.child(k)` alone. */
export function pathIntegrationStream(
  options: PathStreamOptions,
  rng: Rng,
): DataStream<PathIntegrationBatch, PathIntegrationCursor> {
  return streamOf('mec/random-walks', options, (batch) => makePaths(options, seededSource(rng.child(batch))));
}

/**
 * The paths that the published models are evaluated on: batch k is NumPy's `RandomState(k)`, the same
 * for every seed of a run and disjoint from all training paths.
 *
 * @source Nayebi et al. 2021, public code, `trajectory_seed` 0
 */
export function heldOutStream(
  options: PathStreamOptions,
): DataStream<PathIntegrationBatch, PathIntegrationCursor> {
  return streamOf('mec/held-out-walks', options, (batch) =>
    makePaths(options, publishedSource(new RandomState(batch))),
  );
}

/** One batch of path samples from an rng. */
export const simulatePaths = (plan: PathPlan, rng: Rng): PathSamples =>
  makePaths(plan, seededSource(rng)).paths;

/** A batch for the network from path samples, every episode with its cues. */
export const encodePaths = (
  paths: PathSamples,
  plan: Pick<PathPlan, 'arena' | 'motion'> & PathEncoding,
): PathIntegrationBatch => encodeOutings({ paths }, plan);

/** A batch for the network from paths and what happened on them. */
export function encodeOutings(
  outings: Outings,
  plan: Pick<PathPlan, 'arena' | 'motion'> & PathEncoding,
): PathIntegrationBatch {
  const { code, headings, movement, motion } = plan;
  const { paths } = outings;
  const { episodes, timesteps } = paths;
  const inTime = (values: ArrayLike<number>): NdArray<Float32Array> =>
    ndArray(values instanceof Float32Array ? values : Float32Array.from(values), [
      episodes,
      timesteps,
      values.length / (episodes * timesteps),
    ]);
  const place = code.encode(paths.start);
  return {
    velocity: inTime(movement === 'egomotion' ? egomotion(paths, motion.dt) : paths.velocity),
    start: headings === undefined ? place : beside(place, headings.encode(paths.startHeading)),
    target: inTime(code.encode(paths.position).values),
    position: inTime(paths.position),
    ...(headings === undefined ? {} : { headingTarget: inTime(headings.encode(paths.heading).values) }),
    ...cuesOf(outings, plan, inTime),
  };
}

function cuesOf(
  { paths, cued, inZone }: Outings,
  { arena, cues, reward }: Pick<PathPlan, 'arena'> & PathEncoding,
  inTime: (values: ArrayLike<number>) => NdArray<Float32Array>,
): PathIntegrationExtras {
  if (cues !== undefined) return { cues: inTime(cuesAlong(cues, arena, { paths, cued })) };
  if (reward?.told !== true) return {};
  return { cues: inTime(inZone ?? new Float64Array(paths.episodes * paths.timesteps)) };
}

/** Numbers that a network is told beside its velocity at each timestep, C. */
export function toldCount({ cues, reward }: PathEncoding | Pick<PathPlan, 'cues' | 'reward'>): number {
  if (cues !== undefined) return cueCount(cues);
  return reward?.told === true ? 1 : 0;
}

/** Two codes side by side: [B, N] and [B, D] to [B, N + D]. */
function beside(first: NdArray<Float32Array>, second: NdArray<Float32Array>): NdArray<Float32Array> {
  const [rows, n] = first.shape as [number, number];
  const d = second.shape[1]!;
  const values = new Float32Array(rows * (n + d));
  for (let row = 0; row < rows; row++) {
    values.set(first.values.subarray(row * n, (row + 1) * n), row * (n + d));
    values.set(second.values.subarray(row * d, (row + 1) * d), row * (n + d) + n);
  }
  return ndArray(values, [rows, n + d]);
}

function streamOf(
  name: string,
  options: PathStreamOptions,
  outings: (batch: number) => Outings,
): DataStream<PathIntegrationBatch, PathIntegrationCursor> {
  return {
    name,
    start: { batch: 0 },
    read: async ({ batch }) => ({
      batch: encodeOutings(outings(batch), options),
      next: { batch: batch + 1 },
    }),
  };
}
