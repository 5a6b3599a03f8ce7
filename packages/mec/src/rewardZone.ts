import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { describeArena, type Arena, type Bounds } from './arena';
import { enclosureOf } from './enclosure';
import type { PathSamples, Walks } from './trajectories';

const metres = (description: string, value: number) =>
  z.number().default(value).meta({ description, unit: 'm' });

export const RewardZone = z
  .strictObject({
    x: metres('Centre of the zone along x', 0.75),
    y: metres('Centre of the zone along y', 0.75),
    size: z.number().positive().default(0.2).meta({ description: 'Side of the square zone', unit: 'm' }),
    wallOffset: z
      .number()
      .nonnegative()
      .default(0.15)
      .meta({ description: 'Least distance of the zone from every wall', unit: 'm' }),
    probability: z.number().min(0).max(1).default(0.625).meta({
      description: 'Share of the episodes of a batch in which the animal goes to the zone; the rest explore',
    }),
    navigationSteps: z
      .int()
      .positive()
      .default(7)
      .meta({ description: 'Steps of the straight way to the centre of the zone, T_nav', unit: '1' }),
    told: z.boolean().default(false).meta({
      description: 'Whether the network is told when it is in the zone; the published one is not',
    }),
  })
  .meta({ title: 'Hidden reward zone', source: 'Nayebi et al. 2021, after the task of Butler et al. 2019' });
export type RewardZone = z.output<typeof RewardZone>;

/** The edges of the zone, m. */
export const zoneBounds = ({ x, y, size }: RewardZone): Bounds => ({
  minX: x - size / 2,
  maxX: x + size / 2,
  minY: y - size / 2,
  maxY: y + size / 2,
});

/** Half a micrometre, for sums of decimal fractions. */
const ROUNDING = 5e-7;

/**
 * Refuses a zone too near a wall, on a track, or that paths of `timesteps` steps cannot reach.
 *
 * @throws ConfigError
 */
export function requireZoneIn(arena: Arena, zone: RewardZone, timesteps: number): void {
  if (arena.kind === 'track') throw new ConfigError('reward: the arena must not be a track, got one');
  if (zone.navigationSteps >= timesteps) {
    throw new ConfigError(
      `reward: navigationSteps must be below the ${timesteps} steps of a path, got ${zone.navigationSteps}`,
    );
  }
  const { contains } = enclosureOf(arena);
  const { minX, maxX, minY, maxY } = zoneBounds(zone);
  const corners = [minX, maxX].flatMap((x) => [minY, maxY].map((y) => [x, y] as const));
  if (corners.every(([x, y]) => contains(x, y, zone.wallOffset - ROUNDING))) return;
  throw new ConfigError(
    `reward: the zone must be ${zone.wallOffset} m from every wall of ${describeArena(arena)}, ` +
      `got ${zone.size} m around (${zone.x}, ${zone.y})`,
  );
}

/**
 * Paths of which the chosen episodes go to the zone: straight to its centre in `navigationSteps` equal
 * steps, at whatever speed that takes, then on a walk within the zone.
 *
 * @param options.rewarded 1 for each episode that goes to the zone
 * @param options.zoneWalks walks of `timesteps - navigationSteps` steps that start at the centre of the zone
 * @returns the paths, and whether the animal was in the zone before each step: [B, T], edges included,
 *   0 in the other episodes
 * @source Nayebi et al. 2021, public code
 */
export function rewardedPaths(
  zone: RewardZone,
  paths: PathSamples,
  { rewarded, zoneWalks }: { readonly rewarded: Uint8Array; readonly zoneWalks: Walks },
): { readonly paths: PathSamples; readonly inZone: Float64Array } {
  const { episodes, timesteps, start } = paths;
  const made = {
    velocity: paths.velocity.slice(),
    position: paths.position.slice(),
    heading: paths.heading.slice(),
  };
  const inZone = new Float64Array(episodes * timesteps);
  for (let episode = 0; episode < episodes; episode++) {
    if (rewarded[episode] === 0) continue;
    let [x, y] = [start[2 * episode]!, start[2 * episode + 1]!];
    const straight = [(zone.x - x) / zone.navigationSteps, (zone.y - y) / zone.navigationSteps] as const;
    for (let step = 0; step < timesteps; step++) {
      const at = episode * timesteps + step;
      const within = step - zone.navigationSteps;
      inZone[at] = isInZone(zone, x, y) ? 1 : 0;
      const [dx, dy] = within < 0 ? straight : moveOf(zoneWalks, episode, within);
      [x, y] = [x + dx, y + dy];
      made.velocity.set([dx, dy], 2 * at);
      made.position.set([x, y], 2 * at);
      made.heading[at] =
        within < 0 ? Math.atan2(dy, dx) : zoneWalks.headings[episode * (zoneWalks.steps + 1) + within]!;
    }
  }
  return { paths: { ...paths, ...made }, inZone };
}

function moveOf({ moves, steps }: Walks, episode: number, step: number): readonly [number, number] {
  const at = 2 * (episode * steps + step);
  return [moves[at]!, moves[at + 1]!];
}

function isInZone(zone: RewardZone, x: number, y: number): boolean {
  const { minX, maxX, minY, maxY } = zoneBounds(zone);
  return x >= minX && x <= maxX && y >= minY && y <= maxY;
}
