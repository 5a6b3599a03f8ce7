import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import type { Track } from './arena';

const Tower = z.tuple([z.number().nonnegative(), z.number().nonnegative()]).meta({
  description: 'Where a tower begins and ends; one that ends before it begins stands on the seam',
  unit: 'm',
});
type Tower = z.output<typeof Tower>;

/** Towers of the 400 cm track. */
const PUBLISHED: Tower[] = [
  [3.95, 0.05],
  [0.65, 0.95],
  [1.5, 1.7],
  [2.37, 2.43],
  [3.15, 3.25],
];

export const TowerCues = z
  .strictObject({
    kind: z.literal('towers'),
    towers: z.array(Tower).min(1).default(PUBLISHED).meta({ description: 'Landmarks along the track' }),
    mode: z.enum(['vector', 'upcoming']).default('vector').meta({
      description: 'Distance to each tower, or one value: the way ahead to the next tower',
    }),
    probability: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .meta({ description: 'Share of the episodes of a batch that have cues; the others have zeros' }),
  })
  .meta({ title: 'Distances to towers along a track', source: 'Campbell et al. 2018; Nayebi et al. 2021' });
export type TowerCues = z.output<typeof TowerCues>;

/**
 * What the towers say at x, m: 0 within a tower. `vector` gives for each tower the plain distance to its
 * nearer edge, not the way around the track; `upcoming` the way ahead to the next tower, around the track.
 *
 * @returns [towers], or [1] for `upcoming`, m
 */
export function towerDistances({ towers, mode }: TowerCues, { length }: Track, x: number): number[] {
  if (mode === 'vector') {
    return towers.map((tower) =>
      within(tower, x) ? 0 : Math.min(Math.abs(x - tower[0]), Math.abs(x - tower[1])),
    );
  }
  if (towers.some((tower) => within(tower, x))) return [0];
  return [Math.min(...towers.map(([begin]) => (begin - x + length) % length))];
}

const within = ([begin, end]: Tower, x: number): boolean =>
  begin <= end ? x >= begin && x <= end : x >= begin || x <= end;

/** @throws ConfigError for a tower beyond the end of the track */
export function requireTowersOn({ length }: Track, { towers }: TowerCues): void {
  const index = towers.findIndex(([begin, end]) => begin > length || end > length);
  if (index === -1) return;
  throw new ConfigError(
    `cues: tower ${index} must stand on the track, at most at ${length} m, got ${towers[index]!.join(' to ')} m`,
  );
}
