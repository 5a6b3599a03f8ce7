import type { Rng, RandomStream } from '@goal-driven/core/arrays';
import type { Bounds } from '../arena';

/** Classes of cells that synthetic animals have; `heterogeneous` is mixed tuning without a name. */
export const cellKinds = [
  'grid',
  'border',
  'headDirection',
  'speed',
  'conjunctive',
  'heterogeneous',
] as const;
export type CellKind = (typeof cellKinds)[number];

type Grid = {
  /** Distance of neighbouring fields, m. */
  readonly spacing: number;
  /** Direction of one axis of the lattice, rad. */
  readonly orientation: number;
  /** Where one field lies, m. */
  readonly phase: readonly [number, number];
};
type HeadDirection = { /** rad */ readonly preferred: number; readonly concentration: number };
/** A plane wave: `weight cos(kx x + ky y + phase)`, wave numbers in rad/m. */
type Wave = {
  readonly kx: number;
  readonly ky: number;
  readonly phase: number;
  readonly weight: number;
};

/** What a cell's rate depends on, as data; `peak` in Hz. */
export type CellTuning = { readonly peak: number } & (
  | ({ readonly kind: 'grid' } & Grid)
  | { readonly kind: 'border'; readonly wall: Wall; /** m */ readonly width: number }
  | ({ readonly kind: 'headDirection' } & HeadDirection)
  | { readonly kind: 'speed'; /** Speed at which the rate is `peak`, m/s */ readonly fast: number }
  | ({ readonly kind: 'conjunctive' } & Grid & HeadDirection)
  | {
      readonly kind: 'heterogeneous';
      readonly waves: readonly Wave[];
      /** What the waves must exceed for the cell to fire. */
      readonly threshold: number;
      readonly heading: HeadDirection;
      /** Shares of the rate that heading and speed modulate, 0 to 1. */
      readonly headingDepth: number;
      readonly speedDepth: number;
    }
);

type Wall = 'north' | 'east' | 'south' | 'west';

/** Where an animal is and what it does: m, rad, m/s. */
export type AnimalState = {
  readonly x: number;
  readonly y: number;
  readonly heading: number;
  readonly speed: number;
};

/** Speed at which speed-modulated cells reach their peak, m/s. */
const FAST = 0.3;

/** The rate of a cell, Hz, at least 0. */
export function rateOf(tuning: CellTuning, state: AnimalState, bounds: Bounds): number {
  const { peak } = tuning;
  switch (tuning.kind) {
    case 'grid':
      return peak * gridFields(tuning, state);
    case 'border':
      return peak * Math.exp(-((distanceTo(tuning.wall, state, bounds) / tuning.width) ** 2) / 2);
    case 'headDirection':
      return peak * headingTuning(tuning, state);
    case 'speed':
      return (peak * state.speed) / tuning.fast;
    case 'conjunctive':
      return peak * gridFields(tuning, state) * headingTuning(tuning, state);
    case 'heterogeneous': {
      const { waves, threshold, heading, headingDepth, speedDepth } = tuning;
      const field = waves.reduce(
        (sum, { kx, ky, phase, weight }) => sum + weight * Math.cos(kx * state.x + ky * state.y + phase),
        0,
      );
      const turned = 1 - headingDepth * (1 - headingTuning(heading, state));
      const moved = 1 - speedDepth * (1 - Math.min(1, state.speed / FAST));
      return peak * Math.max(0, field - threshold) * turned * moved;
    }
  }
}

/**
 * Three plane waves 60 degrees apart, between 0 and 1: the rectified sum of an ideal grid cell.
 *
 * @source the wave number of a lattice of spacing s is 4 pi / (sqrt(3) s), Solstad et al. 2006
 */
function gridFields({ spacing, orientation, phase }: Grid, { x, y }: AnimalState): number {
  const k = (4 * Math.PI) / (Math.sqrt(3) * spacing);
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) {
    // A wave runs across an axis of the lattice.
    const angle = orientation + Math.PI / 6 + (axis * Math.PI) / 3;
    sum += Math.cos(k * ((x - phase[0]) * Math.cos(angle) + (y - phase[1]) * Math.sin(angle)));
  }
  return Math.max(0, sum) / 3;
}

/** Von Mises tuning, 1 at the preferred direction. */
const headingTuning = ({ preferred, concentration }: HeadDirection, { heading }: AnimalState): number =>
  Math.exp(concentration * (Math.cos(heading - preferred) - 1));

function distanceTo(wall: Wall, { x, y }: AnimalState, { minX, maxX, minY, maxY }: Bounds): number {
  if (wall === 'north') return Math.abs(maxY - y);
  if (wall === 'south') return Math.abs(y - minY);
  return wall === 'east' ? Math.abs(maxX - x) : Math.abs(x - minX);
}

/** A module: its grid cells share spacing and orientation up to a jitter. */
export type GridModule = { readonly spacing: number; readonly orientation: number };

/** The modules of one animal: spacings a ratio of about 1.42 apart (Stensola et al. 2012). */
export function drawModules(smallest: number, count: number, rng: Rng): GridModule[] {
  const random = rng.stream();
  const first = smallest * (1 + 0.05 * random.normal());
  return Array.from({ length: count }, (_, index) => ({
    spacing: first * 1.42 ** index,
    orientation: (random.uniform() * Math.PI) / 3,
  }));
}

/** Draws a cell of a kind; the peak rate is log-normal around 10 Hz. */
export function drawTuning(
  kind: CellKind,
  { modules, bounds }: { readonly modules: readonly GridModule[]; readonly bounds: Bounds },
  rng: Rng,
): CellTuning {
  const random = rng.stream();
  const peak = 10 * Math.exp(0.5 * random.normal());
  switch (kind) {
    case 'grid':
      return { kind, peak, ...drawGrid(modules, bounds, random) };
    case 'border':
      return { kind, peak, wall: walls[random.integer(4)]!, width: 0.04 + 0.06 * random.uniform() };
    case 'headDirection':
      return { kind, peak, ...drawHeading(random) };
    case 'speed':
      return { kind, peak, fast: FAST };
    case 'conjunctive':
      return { kind, peak, ...drawGrid(modules, bounds, random), ...drawHeading(random) };
    case 'heterogeneous':
      return { kind, peak, ...drawField(random) };
  }
}

const walls: readonly Wall[] = ['north', 'east', 'south', 'west'];

function drawGrid(modules: readonly GridModule[], bounds: Bounds, random: RandomStream): Grid {
  const { spacing, orientation } = modules[random.integer(modules.length)]!;
  return {
    spacing: spacing * (1 + 0.03 * random.normal()),
    orientation: orientation + 0.03 * random.normal(),
    phase: [
      bounds.minX + random.uniform() * (bounds.maxX - bounds.minX),
      bounds.minY + random.uniform() * (bounds.maxY - bounds.minY),
    ],
  };
}

const drawHeading = (random: RandomStream): HeadDirection => ({
  preferred: (2 * random.uniform() - 1) * Math.PI,
  concentration: 2 + 4 * random.uniform(),
});

/** Waves of a random field, of unit variance in sum. */
const WAVES = 24;

/**
 * A random smooth field of place, rectified, its heading and speed modulation drawn for each cell: stable
 * firing of many irregular fields, as most cells of medial entorhinal cortex have it.
 */
function drawField(random: RandomStream) {
  const waves = Array.from({ length: WAVES }, (): Wave => {
    const direction = 2 * Math.PI * random.uniform();
    const k = (2 * Math.PI) / (0.35 + 1.15 * random.uniform()); // wavelengths of 0.35 to 1.5 m
    return {
      kx: k * Math.cos(direction),
      ky: k * Math.sin(direction),
      phase: 2 * Math.PI * random.uniform(),
      weight: Math.sqrt(2 / WAVES),
    };
  });
  return {
    waves,
    threshold: -0.5 + random.uniform(),
    heading: drawHeading(random),
    headingDepth: 0.6 * random.uniform(),
    speedDepth: 0.6 * random.uniform(),
  };
}
