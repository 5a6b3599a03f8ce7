import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import type { Arena } from './arena';
import { rectangleDistances, RectangleCues, requireRectanglesIn } from './rectangleCues';
import { requireTowersOn, TowerCues, towerDistances } from './towerCues';
import type { PathSamples } from './trajectories';

/** Landmarks that a network is told of beside its velocity; `kind` says which. */
export const Cues = z.discriminatedUnion('kind', [RectangleCues, TowerCues]).meta({ title: 'Cues' });
export type Cues = z.output<typeof Cues>;

/** Numbers that the cues add to the network's input at each timestep. */
export function cueCount(cues: Cues): number {
  if (cues.kind === 'rectangles') return cues.rectangles.length;
  return cues.mode === 'vector' ? cues.towers.length : 1;
}

/**
 * Refuses cues that do not fit their arena.
 *
 * @throws ConfigError for towers outside a track, rectangles on one, and cues that leave their arena
 */
export function requireCuesIn(arena: Arena, cues: Cues): void {
  if (cues.kind === 'rectangles' && arena.kind !== 'track') return requireRectanglesIn(arena, cues);
  if (cues.kind === 'towers' && arena.kind === 'track') return requireTowersOn(arena, cues);
  const needed = cues.kind === 'towers' ? 'a track' : 'a rectangle or a circle';
  throw new ConfigError(`cues: ${cues.kind} must be in an arena that is ${needed}, got ${arena.kind}`);
}

/**
 * The cues along paths: cue k is what the animal has before step k, at the start or at target k - 1, and
 * so shares the time of velocity k. Episodes without cues have zeros, which is also what an animal has
 * that stands within every landmark.
 *
 * @param cued 1 for each episode that has cues; all have where left out
 * @returns [B, T, cues], m, row-major
 * @source Nayebi et al. 2021, public code
 */
export function cuesAlong(
  cues: Cues,
  arena: Arena,
  { paths, cued }: { readonly paths: PathSamples; readonly cued?: Uint8Array | undefined },
): Float64Array {
  const { episodes, timesteps, start, position } = paths;
  const count = cueCount(cues);
  const values = new Float64Array(episodes * timesteps * count);
  const at = distancesAt(cues, arena);
  for (let episode = 0; episode < episodes; episode++) {
    if (cued?.[episode] === 0) continue;
    for (let step = 0; step < timesteps; step++) {
      const [from, index] = step === 0 ? [start, episode] : [position, episode * timesteps + step - 1];
      values.set(at(from[2 * index]!, from[2 * index + 1]!), (episode * timesteps + step) * count);
    }
  }
  return values;
}

function distancesAt(cues: Cues, arena: Arena): (x: number, y: number) => number[] {
  if (cues.kind === 'rectangles') return (x, y) => rectangleDistances(cues, x, y);
  if (arena.kind === 'track') return (x) => towerDistances(cues, arena, x);
  throw new ConfigError(`cues: towers must be on a track, got an arena that is a ${arena.kind}`);
}
