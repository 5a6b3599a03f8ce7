import { ConfigError, type Rng } from '@goal-driven/core';
import { z } from 'zod';
import { Arena, boundsOf, describeArena, type Bounds } from '../arena';
import { enclosureOf } from '../enclosure';
import { simulateTrackWalks } from '../simulateTrackWalks';
import { drawWalks, Motion, simulateWalks } from '../trajectories';
import { poisson } from './_poisson';
import {
  cellKinds,
  drawModules,
  drawTuning,
  rateOf,
  type AnimalState,
  type CellKind,
  type CellTuning,
} from './cellTuning';
import type { RecordedSession } from './recordedSession';

const share = (kind: CellKind, value: number) =>
  z
    .number()
    .nonnegative()
    .default(value)
    .meta({ description: `Weight of ${kind} cells`, unit: '1' });

export const SyntheticAnimals = z
  .strictObject({
    animals: z.int().min(1).default(4).meta({ description: 'Animals', unit: '1' }),
    cells: z.int().min(1).default(30).meta({ description: 'Cells of each animal', unit: '1' }),
    mixture: z
      .strictObject({
        grid: share('grid', 0.2),
        border: share('border', 0.1),
        headDirection: share('headDirection', 0.1),
        speed: share('speed', 0.05),
        conjunctive: share('conjunctive', 0.05),
        heterogeneous: share('heterogeneous', 0.5),
      })
      .prefault({})
      .meta({ description: 'How many cells of each kind, in relation to each other' }),
    arena: Arena.prefault({ width: 1, height: 1 }),
    otherArenas: z
      .array(Arena)
      .default([])
      .meta({ description: 'Where the same cells are recorded too, in sizes that differ' }),
    duration: z.number().positive().default(1200).meta({ description: 'Of a session', unit: 's' }),
    motion: Motion.prefault({ turnSd: 4, speedScale: 0.13 }),
    modules: z.int().positive().default(3).meta({ description: 'Grid modules of an animal', unit: '1' }),
    smallestSpacing: z
      .number()
      .positive()
      .default(0.35)
      .meta({ description: 'Mean spacing of the first module', unit: 'm' }),
    backgroundRate: z
      .number()
      .nonnegative()
      .default(0.2)
      .meta({ description: 'Added to every rate', unit: 'Hz' }),
    gainSd: z.number().nonnegative().default(0.3).meta({
      description: 'Standard deviation of the logarithm of a gain that drifts, for each cell by itself',
      unit: '1',
    }),
    gainTime: z
      .number()
      .positive()
      .default(5)
      .meta({ description: 'Time constant of that drift', unit: 's' }),
  })
  .meta({ title: 'Synthetic animals with a known mixture of cells' });
export type SyntheticAnimals = z.output<typeof SyntheticAnimals>;

/**
 * Sessions of animals that never were: a foraging path, and cells of known kinds that fire Poisson spikes at
 * the rate of their tuning times a drifting gain. Every animal has its own path, grid modules and cells.
 *
 * They stand in where no recordings are given, and are labelled `synthetic` wherever they appear.
 *
 * @throws ConfigError for two arenas of one size
 */
export function syntheticSessions(config: SyntheticAnimals, rng: Rng): RecordedSession[] {
  const arenas: readonly Arena[] = [config.arena, ...config.otherArenas];
  const names = arenas.map(nameOf);
  if (new Set(names).size < names.length) {
    throw new ConfigError(`syntheticSessions: arenas must differ in size, got ${names.join(', ')}`);
  }
  return Array.from({ length: config.animals }, (_, index) =>
    arenas.map((arena, place) => {
      const own = rng.child(index);
      const walking = place === 0 ? own : own.child('otherArenas').child(place - 1);
      return syntheticSession({ ...config, arena }, index, { tuning: own, walking });
    }),
  ).flat();
}

const nameOf = (arena: Arena): string => `synthetic ${describeArena(arena)}`;

/** Cells have the same tuning in every arena, relative to its walls where they and the fields of grid cells lie. */
function syntheticSession(
  config: SyntheticAnimals,
  index: number,
  rng: { readonly tuning: Rng; readonly walking: Rng },
): RecordedSession {
  const bounds = boundsOf(config.arena);
  const animal = `synthetic-${index}`;
  const track = walk(config, rng.walking.child('walk'));
  const modules = drawModules(config.smallestSpacing, config.modules, rng.tuning.child('modules'));
  const kinds = kindsOf(config);
  const cells = kinds.map((truth, cell) => {
    const tuning = drawTuning(
      truth,
      { modules, bounds },
      rng.tuning.child('cells').child(cell).child('tuning'),
    );
    const noise = rng.walking.child('cells').child(cell).child('spikes');
    return { id: `${animal}/0/${cell}`, spikes: spikesOf(tuning, track, config, noise), truth };
  });
  return {
    animal,
    session: '0',
    arena: nameOf(config.arena),
    bounds,
    shape: config.arena.kind,
    path: { t: track.t, pos: track.pos },
    heading: track.heading,
    cells,
    synthetic: true,
  };
}

/** As many cells of each kind as its weight gives, largest remainders first; in the order of `cellKinds`. */
export function kindsOf({ cells, mixture }: Pick<SyntheticAnimals, 'cells' | 'mixture'>): CellKind[] {
  const total = cellKinds.reduce((sum, kind) => sum + mixture[kind], 0);
  const exact = cellKinds.map((kind) => (cells * mixture[kind]) / total);
  const counts = exact.map(Math.floor);
  const byRemainder = cellKinds
    .map((_, index) => index)
    .sort((a, b) => exact[b]! - counts[b]! - (exact[a]! - counts[a]!) || a - b);
  let missing = cells - counts.reduce((sum, count) => sum + count, 0);
  for (const index of byRemainder) if (missing-- > 0) counts[index]!++;
  return cellKinds.flatMap((kind, index) => Array.from({ length: counts[index]! }, () => kind));
}

type Track = {
  /** [n], s */ readonly t: Float64Array;
  /** [n, 2], m */ readonly pos: Float64Array;
  /** [n], rad */ readonly heading: Float64Array;
  /** [n], m/s */ readonly speed: Float64Array;
};

function walk({ arena, motion, duration }: SyntheticAnimals, rng: Rng): Track {
  const steps = Math.round(duration / motion.dt);
  const plan = { bounds: boundsOf(arena), enclosure: enclosureOf(arena), motion, episodes: 1, steps };
  const draws = drawWalks(plan, rng);
  const { positions, headings, displacements } =
    arena.kind === 'track' ? simulateTrackWalks(arena, plan, draws) : simulateWalks(plan, draws);
  return {
    t: Float64Array.from({ length: steps }, (_, step) => step * motion.dt),
    pos: positions.subarray(0, 2 * steps),
    heading: headings.subarray(0, steps),
    speed: displacements.map((length) => length / motion.dt),
  };
}

function spikesOf(tuning: CellTuning, track: Track, config: SyntheticAnimals, rng: Rng): Float64Array {
  const { motion, backgroundRate, gainSd, gainTime } = config;
  const random = rng.stream();
  const decay = Math.exp(-motion.dt / gainTime);
  const spikes: number[] = [];
  let drift = gainSd * random.normal();
  for (let step = 0; step < track.t.length; step++) {
    drift = decay * drift + gainSd * Math.sqrt(1 - decay ** 2) * random.normal();
    const state = {
      x: track.pos[2 * step]!,
      y: track.pos[2 * step + 1]!,
      heading: track.heading[step]!,
      speed: track.speed[step]!,
    };
    const gain = Math.exp(drift - gainSd ** 2 / 2); // of mean 1
    const rate = backgroundRate + gain * rateOf(tuning, state, wallsAround(config.arena, state));
    const last = step === track.t.length - 1; // a spike lies within the session
    const own = Array.from({ length: poisson(rate * motion.dt, random) }, () =>
      last ? track.t[step]! : track.t[step]! + motion.dt * random.uniform(),
    );
    spikes.push(...own.sort((a, b) => a - b));
  }
  return Float64Array.from(spikes);
}

/** The walls north, east, south and west of where an animal is, m; none along a track. */
function wallsAround(arena: Arena, { x, y }: Pick<AnimalState, 'x' | 'y'>): Bounds {
  if (arena.kind === 'rectangle') return boundsOf(arena);
  if (arena.kind === 'track') return { minX: -Infinity, maxX: Infinity, minY: -Infinity, maxY: Infinity };
  const along = (across: number) => Math.sqrt(Math.max(0, arena.radius ** 2 - across ** 2));
  return { minX: -along(y), maxX: along(y), minY: -along(x), maxY: along(x) };
}
