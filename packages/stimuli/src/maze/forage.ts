import type { Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { castRay } from './castRay';
import type { Maze } from './makeMaze';
import { moveAnimal, requireBody, type Pose } from './moveAnimal';

const positive = (most: number, description: string, unit: string) =>
  z.number().positive().max(most).meta({ description, unit });

export const Forage = z
  .strictObject({
    dt: positive(1, 'Duration of one step', 's').default(0.1),
    radius: positive(0.5, 'Half the side of the body', 'm').default(0.05),
    speed: positive(2, 'Mean forward speed', 'm/s').default(0.25),
    speedSd: z
      .number()
      .nonnegative()
      .max(2)
      .default(0.12)
      .meta({ description: 'Standard deviation of the speed, which stands still below 0', unit: 'm/s' }),
    turnSd: z
      .number()
      .nonnegative()
      .max(20)
      .default(1.2)
      .meta({ description: 'Standard deviation of the turning speed', unit: 'rad/s' }),
    memory: positive(60, 'Time in which speeds forget themselves to 1 / e', 's').default(0.7),
    sight: positive(5, 'Distance of a wall ahead from which it turns away', 'm').default(0.3),
    swerve: positive(20, 'Turning speed away from a wall that touches it', 'rad/s').default(6),
  })
  .meta({ title: 'Foraging at random', source: 'A smooth random walk; numbers ours' });
export type Forage = z.output<typeof Forage>;

/** Whiskers to the left and the right, rad from the heading. */
const WHISKER = 0.7;

/**
 * A walk of an animal that has no aim: speed and turning speed are Ornstein-Uhlenbeck processes, and it turns to the
 * freer side before walls. It starts at one of the maze's places to start at, with any heading.
 *
 * @param steps poses, the first of them the start
 * @throws ConfigError where the body does not fit into a corridor
 */
export function forage(maze: Maze, config: Forage, { steps, rng }: { steps: number; rng: Rng }): Pose[] {
  const draw = rng.stream();
  const { dt, radius, sight, speed: mean, speedSd, turnSd } = config;
  requireBody(maze, radius);
  const [x, y] = maze.spawns[draw.integer(maze.spawns.length)]!;
  const keep = Math.exp(-dt / config.memory);
  const renew = Math.sqrt(1 - keep * keep);
  let pose: Pose = { x, y, heading: Math.PI * (2 * draw.uniform() - 1) };
  let [speed, turning] = [draw.normal(), draw.normal()];
  const poses = [pose];
  while (poses.length < steps) {
    speed = keep * speed + renew * draw.normal();
    turning = keep * turning + renew * draw.normal();
    const free = (angle: number) => {
      const heading = pose.heading + angle;
      return castRay(maze, [pose.x, pose.y], [Math.cos(heading), Math.sin(heading)]).distance;
    };
    const near = Math.max(0, 1 - (free(0) - radius) / sight);
    const away =
      near > 0 ? Math.min(1, near) * config.swerve * (free(WHISKER) >= free(-WHISKER) ? 1 : -1) : 0;
    const forward = Math.min(Math.max(0, mean + speedSd * speed) * dt, maze.world.block);
    pose = moveAnimal(maze, pose, { forward, turn: (turnSd * turning + away) * dt }, radius);
    poses.push(pose);
  }
  return poses;
}
