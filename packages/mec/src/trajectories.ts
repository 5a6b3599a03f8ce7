import type { RandomState, Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import type { Bounds } from './arena';
import { rectangleEnclosure, type Enclosure } from './enclosure';
import { wrapAngle } from './wall';

export const Motion = z
  .strictObject({
    dt: z.number().positive().default(0.02).meta({ description: 'Duration of one step', unit: 's' }),
    turnMean: z.number().default(0).meta({ description: 'Mean turning speed, mu', unit: 'rad/s' }),
    turnSd: z
      .number()
      .nonnegative()
      .default(11.52)
      .meta({ description: 'Standard deviation of the gaussian turning speed', unit: 'rad/s' }),
    speedScale: z
      .number()
      .nonnegative()
      .default(0.13 * 2 * Math.PI)
      .meta({ description: 'Rayleigh scale b of the forward speed; its mean is b sqrt(pi/2)', unit: 'm/s' }),
    constantSpeed: z
      .number()
      .nonnegative()
      .optional()
      .meta({ description: 'Forward speed of every step, in place of Rayleigh draws', unit: 'm/s' }),
    borderWidth: z
      .number()
      .nonnegative()
      .default(0.03)
      .meta({ description: 'Depth of the border region', unit: 'm' }),
    borderSlowing: z
      .number()
      .nonnegative()
      .default(0.25)
      .meta({ description: 'Factor on the speed of a walker that heads for a near wall', unit: '1' }),
    walls: z
      .enum(['turn', 'periodic'])
      .default('turn')
      .meta({ description: 'Walkers turn along walls, or leave on one side and enter on the other' }),
  })
  .meta({
    title: 'Random walk of a foraging animal',
    source: 'Banino et al. 2018, Methods, with the constants of the public code of Nayebi et al. 2021',
  });
export type Motion = z.output<typeof Motion>;

/** The random numbers of a batch of walks. */
export type WalkDraws = {
  /** Starting point, m: [B, 2] interleaved. */
  readonly start: Float64Array;
  /** First heading, rad: [B]. */
  readonly heading: Float64Array;
  /** Turning speed, rad/s: [B, steps]. */
  readonly turn: Float64Array;
  /** Forward speed before slowing, m/s: [B, steps]. */
  readonly speed: Float64Array;
};

/** Walks as simulated: one position and heading more than there are steps. Row-major. */
export type Walks = {
  readonly episodes: number;
  readonly steps: number;
  /** [B, steps + 1, 2], m. A walker may leave the arena: positions are not clipped. */
  readonly positions: Float64Array;
  /** [B, steps + 1], rad in [-pi, pi). */
  readonly headings: Float64Array;
  /** Length of each step, m: [B, steps]. */
  readonly displacements: Float64Array;
  /** The steps themselves, m: [B, steps, 2]. */
  readonly moves: Float64Array;
};

/** What a path integrator is given and asked for. Row-major; metres and radians. */
export type PathSamples = {
  readonly episodes: number;
  readonly timesteps: number;
  /** Where it is before the first input: [B, 2]. */
  readonly start: Float64Array;
  /** Allocentric displacement of each step, m per step: [B, T, 2]. */
  readonly velocity: Float64Array;
  /** Where each step ends: [B, T, 2]. */
  readonly position: Float64Array;
  /** Heading during each step: [B, T]. */
  readonly heading: Float64Array;
  /** Heading before the first input: [B]. */
  readonly startHeading: Float64Array;
};

/** A batch of walks to be made. */
export type WalkPlan = {
  readonly bounds: Bounds;
  /** What the walkers are in; the rectangle of `bounds` where left out. */
  readonly enclosure?: Enclosure;
  /** Where every walk starts, m; drawn where left out. */
  readonly start?: readonly [number, number];
  readonly motion: Motion;
  /** Walks in the batch, B. */
  readonly episodes: number;
  /** Steps of each walk; a path sample of T timesteps needs T + 1. */
  readonly steps: number;
};

/**
 * Draws a batch of walks from named children of `rng`.
 *
 * @differs the original's unused draw is left out
 */
export function drawWalks(plan: WalkPlan, rng: Rng): WalkDraws {
  const { motion, episodes, steps } = plan;
  const { place } = plan.enclosure ?? rectangleEnclosure(plan.bounds);
  const start = rng.child('start').uniform(2 * episodes);
  for (let index = 0; index < start.length; index += 2) {
    start.set(plan.start ?? place(start[index]!, start[index + 1]!), index);
  }
  const heading = rng.child('heading').uniform(episodes);
  for (let index = 0; index < episodes; index++) heading[index]! *= 2 * Math.PI;
  const turn = rng.child('turn').normal(episodes * steps);
  for (let index = 0; index < turn.length; index++)
    turn[index] = motion.turnMean + motion.turnSd * turn[index]!;
  if (motion.constantSpeed !== undefined) return { start, heading, turn, speed: constantSpeeds(plan) };
  const speed = rng.child('speed').uniform(episodes * steps);
  for (let index = 0; index < speed.length; index++) {
    speed[index] = motion.speedScale * Math.sqrt(-2 * Math.log1p(-speed[index]!));
  }
  return { start, heading, turn, speed };
}

const constantSpeeds = ({ motion, episodes, steps }: WalkPlan): Float64Array =>
  new Float64Array(episodes * steps).fill(motion.constantSpeed!); // asked for only where it is given

/**
 * Draws a batch of walks number for number as the original does: all x, all y (neither where a start is
 * given), all headings, turning speeds, speeds, and one gaussian per walk that is never used but moves the
 * generator on.
 *
 * @source Nayebi et al. 2021, public code; evaluation batch k has `new RandomState(k)`
 */
export function drawPublishedWalks(plan: WalkPlan, random: RandomState): WalkDraws {
  const { motion, episodes, steps } = plan;
  const start = publishedStarts(plan, random);
  const heading = random.uniform(0, 2 * Math.PI, episodes);
  const turn = random.normal(motion.turnMean, motion.turnSd, episodes * steps);
  const speed =
    motion.constantSpeed === undefined
      ? random.rayleigh(motion.speedScale, episodes * steps)
      : constantSpeeds(plan);
  random.randn(episodes);
  return { start, heading, turn, speed };
}

function publishedStarts(
  { bounds, enclosure, start, episodes }: WalkPlan,
  random: RandomState,
): Float64Array {
  const { place } = enclosure ?? rectangleEnclosure(bounds);
  const starts = new Float64Array(2 * episodes);
  const [u, v] = start === undefined ? [random.rand(episodes), random.rand(episodes)] : [];
  for (let episode = 0; episode < episodes; episode++) {
    starts.set(start ?? place(u![episode]!, v![episode]!), 2 * episode);
  }
  return starts;
}

/**
 * Walks from their random numbers. Each step goes along the heading, slowed by a near wall; then the
 * heading turns by the wall's turn and `dt` times the turning speed. Speed has no memory. A step that a
 * wall within the arena blocks is not taken.
 *
 * @source Banino et al. 2018, Methods
 */
export function simulateWalks(plan: WalkPlan, draws: WalkDraws): Walks {
  const { bounds, motion, episodes, steps } = plan;
  const { encounter, blocks } = plan.enclosure ?? rectangleEnclosure(bounds);
  const positions = new Float64Array(episodes * (steps + 1) * 2);
  const headings = new Float64Array(episodes * (steps + 1));
  const displacements = new Float64Array(episodes * steps);
  const moves = new Float64Array(episodes * steps * 2);
  for (let episode = 0; episode < episodes; episode++) {
    let x = draws.start[2 * episode]!;
    let y = draws.start[2 * episode + 1]!;
    let heading = draws.heading[episode]!;
    const row = episode * (steps + 1);
    positions.set([x, y], 2 * row);
    headings[row] = wrapAngle(heading);
    for (let step = 0; step < steps; step++) {
      const at = episode * steps + step;
      const walled = motion.walls === 'turn';
      const { near, turn } = walled ? encounter(motion.borderWidth, { x, y, heading }) : AWAY;
      const reach = draws.speed[at]! * (near ? motion.borderSlowing : 1) * motion.dt;
      const [east, north] = [Math.cos(heading), Math.sin(heading)];
      const displacement = blocks([x, y], [x + reach * east, y + reach * north]) ? 0 : reach;
      displacements[at] = displacement;
      moves[2 * at] = displacement * east;
      moves[2 * at + 1] = displacement * north;
      x += moves[2 * at]!;
      y += moves[2 * at + 1]!;
      heading += turn + motion.dt * draws.turn[at]!;
      positions[2 * (row + step + 1)] = x;
      positions[2 * (row + step + 1) + 1] = y;
      headings[row + step + 1] = wrapAngle(heading);
    }
  }
  if (motion.walls === 'periodic') wrapPositions(positions, bounds);
  return { episodes, steps, positions, headings, displacements, moves };
}

const AWAY = { near: false, turn: 0 } as const;

/** In place: positions on the torus. */
function wrapPositions(positions: Float64Array, { minX, maxX, minY, maxY }: Bounds): void {
  const wrap = (value: number, min: number, extent: number) => {
    const turned = (value - min) % extent;
    return (turned < 0 ? turned + extent : turned) + min;
  };
  for (let index = 0; index < positions.length; index += 2) {
    positions[index] = wrap(positions[index]!, minX, maxX - minX);
    positions[index + 1] = wrap(positions[index + 1]!, minY, maxY - minY);
  }
}

/**
 * The inputs and targets of walks of `timesteps + 1` steps: the first step is discarded, so that input k
 * is exactly the displacement from target k - 1 (or the start) to target k.
 *
 * @source Nayebi et al. 2021, public code, prediction index 2
 */
export function pathSamples({ episodes, steps, positions, headings, moves }: Walks): PathSamples {
  const timesteps = steps - 1;
  const start = new Float64Array(episodes * 2);
  const velocity = new Float64Array(episodes * timesteps * 2);
  const position = new Float64Array(episodes * timesteps * 2);
  const heading = new Float64Array(episodes * timesteps);
  const startHeading = new Float64Array(episodes);
  for (let episode = 0; episode < episodes; episode++) {
    const row = episode * (steps + 1);
    startHeading[episode] = headings[row]!;
    start.set(positions.subarray(2 * (row + 1), 2 * (row + 2)), 2 * episode);
    position.set(positions.subarray(2 * (row + 2), 2 * (row + steps + 1)), 2 * episode * timesteps);
    velocity.set(
      moves.subarray(2 * (episode * steps + 1), 2 * (episode + 1) * steps),
      2 * episode * timesteps,
    );
    heading.set(headings.subarray(row + 1, row + steps), episode * timesteps);
  }
  return { episodes, timesteps, start, velocity, position, heading, startHeading };
}
