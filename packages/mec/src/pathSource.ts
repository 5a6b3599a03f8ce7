import type { RandomState, Rng } from '@goal-driven/core/arrays';
import { boundsOf, type Arena } from './arena';
import type { Cues } from './cues';
import { enclosureOf, rectangleEnclosure } from './enclosure';
import { rewardedPaths, zoneBounds, type RewardZone } from './rewardZone';
import { simulateTrackWalks } from './simulateTrackWalks';
import {
  drawPublishedWalks,
  drawWalks,
  pathSamples,
  simulateWalks,
  type Motion,
  type PathSamples,
  type WalkDraws,
  type WalkPlan,
} from './trajectories';

/** What the paths of a batch are made of. */
export type PathPlan = {
  readonly arena: Arena;
  readonly motion: Motion;
  /** Paths per batch, B. */
  readonly batchSize: number;
  /** Steps per path, T. */
  readonly timesteps: number;
  readonly cues?: Cues | undefined;
  readonly reward?: RewardZone | undefined;
};

/** Paths of a batch and what happens on them. */
export type Outings = {
  readonly paths: PathSamples;
  /** 1 for each episode that has cues: [B]; absent where there are none. */
  readonly cued?: Uint8Array;
  /** Whether the animal was in the reward zone before each step: [B, T]; absent where there is none. */
  readonly inZone?: Float64Array;
};

/** Where the random numbers of a batch come from, in the order in which they are asked for. */
export type PathSource = {
  walks(plan: WalkPlan): WalkDraws;
  permutation(count: number): Int32Array;
  zoneWalks(plan: WalkPlan): WalkDraws;
};

/** Named children of an rng. */
export const seededSource = (rng: Rng): PathSource => ({
  walks: (plan) => drawWalks(plan, rng),
  permutation: (count) => rng.child('episodes').permutation(count),
  zoneWalks: (plan) => drawWalks(plan, rng.child('zone')),
});

/** Number for number as the published code draws. */
export const publishedSource = (random: RandomState): PathSource => ({
  walks: (plan) => drawPublishedWalks(plan, random),
  permutation: (count) => random.permutation(count),
  zoneWalks: (plan) => drawPublishedWalks(plan, random),
});

/**
 * One batch of paths: random walks in the arena; then, of a random share of the episodes, cues or ways to
 * the reward zone.
 */
export function makePaths(plan: PathPlan, source: PathSource): Outings {
  const { arena, cues, reward, batchSize } = plan;
  const walks = {
    bounds: boundsOf(arena),
    enclosure: enclosureOf(arena),
    motion: plan.motion,
    episodes: batchSize,
    steps: plan.timesteps + 1,
  };
  const draws = source.walks(walks);
  const simulated =
    arena.kind === 'track' ? simulateTrackWalks(arena, walks, draws) : simulateWalks(walks, draws);
  const paths = pathSamples(simulated);
  if (cues !== undefined) return { paths, cued: chosen(source, batchSize, cues.probability) };
  if (reward === undefined) return { paths };
  const rewarded = chosen(source, batchSize, reward.probability);
  return rewardedPaths(reward, paths, { rewarded, zoneWalks: zoneWalks(plan, reward, source) });
}

/** 1 for the first `ceil(share * count)` of a random order of the episodes. */
function chosen(source: PathSource, count: number, share: number): Uint8Array {
  const flags = new Uint8Array(count);
  for (const episode of source.permutation(count).subarray(0, Math.ceil(share * count))) flags[episode] = 1;
  return flags;
}

function zoneWalks({ motion, batchSize, timesteps }: PathPlan, zone: RewardZone, source: PathSource) {
  const bounds = zoneBounds(zone);
  const plan: WalkPlan = {
    bounds,
    enclosure: rectangleEnclosure(bounds),
    start: [zone.x, zone.y],
    motion,
    episodes: batchSize,
    steps: timesteps - zone.navigationSteps,
  };
  return simulateWalks(plan, source.zoneWalks(plan));
}
