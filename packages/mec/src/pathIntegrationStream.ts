import { ndArray, RandomState, type NdArray, type Rng } from '@goal-driven/core/arrays';
import type { DataStream } from '@goal-driven/core';
import { boundsOf, type Arena } from './arena';
import type { PlaceCode } from './placeCells';
import {
  drawPublishedWalks,
  drawWalks,
  pathSamples,
  simulateWalks,
  type Motion,
  type PathSamples,
} from './trajectories';

/** B episodes, T timesteps, N place cells (or 2 where the code is the position itself). */
export type PathIntegrationBatch = {
  /** Allocentric displacement of each step, m: [B, T, 2]. */
  readonly velocity: NdArray<Float32Array>;
  /** Code of the starting position: [B, N]. */
  readonly start: NdArray<Float32Array>;
  /** Code of the position after each step: [B, T, N]. */
  readonly target: NdArray<Float32Array>;
  /** The position after each step, m: [B, T, 2]. */
  readonly position: NdArray<Float32Array>;
};

export type PathIntegrationCursor = { readonly batch: number };

export type PathStreamOptions = {
  readonly arena: Arena;
  readonly motion: Motion;
  /** The code of positions; `positionReadout` for the position loss. */
  readonly code: Pick<PlaceCode, 'encode'>;
  /** Paths per batch, B. */
  readonly batchSize: number;
  /** Steps per path, T. */
  readonly timesteps: number;
};

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
  return streamOf('mec/random-walks', options, (batch) => simulatePaths(options, rng.child(batch)));
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
  return streamOf('mec/held-out-walks', options, (batch) => {
    const plan = planOf(options);
    return pathSamples(simulateWalks(plan, drawPublishedWalks(plan, new RandomState(batch))));
  });
}

/** One batch of path samples from an rng. */
export function simulatePaths(options: Omit<PathStreamOptions, 'code'>, rng: Rng): PathSamples {
  const plan = planOf(options);
  return pathSamples(simulateWalks(plan, drawWalks(plan, rng)));
}

/** A batch for the network from path samples. */
export function encodePaths(paths: PathSamples, code: Pick<PlaceCode, 'encode'>): PathIntegrationBatch {
  const { episodes, timesteps } = paths;
  const target = code.encode(paths.position);
  return {
    velocity: ndArray(Float32Array.from(paths.velocity), [episodes, timesteps, 2]),
    start: code.encode(paths.start),
    target: ndArray(target.values, [episodes, timesteps, target.shape[1]!]),
    position: ndArray(Float32Array.from(paths.position), [episodes, timesteps, 2]),
  };
}

const planOf = ({ arena, motion, batchSize, timesteps }: Omit<PathStreamOptions, 'code'>) => ({
  bounds: boundsOf(arena),
  motion,
  episodes: batchSize,
  steps: timesteps + 1,
});

function streamOf(
  name: string,
  { code }: PathStreamOptions,
  paths: (batch: number) => PathSamples,
): DataStream<PathIntegrationBatch, PathIntegrationCursor> {
  return {
    name,
    start: { batch: 0 },
    read: async ({ batch }) => ({ batch: encodePaths(paths(batch), code), next: { batch: batch + 1 } }),
  };
}
