import { ConfigError } from '@goal-driven/core/arrays';
import type { Maze } from './makeMaze';

/** Where an animal is, m, and where it looks, rad counter-clockwise from the x axis, in [-pi, pi). */
export type Pose = { readonly x: number; readonly y: number; readonly heading: number };

/** What an animal does in one step: turns by so many rad to the left, then goes forward so many m. */
export type Movement = { readonly forward: number; readonly turn: number };

/**
 * Where an animal is after a movement. Its body is an upright square of half side `radius` that no wall lets in: it slides
 * along walls, since the two axes are gone one after the other, x first. A step of any length ends at the first wall in
 * its way.
 *
 * @param radius m, below half a block
 */
export function moveAnimal(maze: Maze, pose: Pose, { forward, turn }: Movement, radius: number): Pose {
  const heading = wrapped(pose.heading + turn);
  const x = slide(maze, pose, { axis: 'x', by: forward * Math.cos(heading), radius });
  const y = slide(maze, { ...pose, x }, { axis: 'y', by: forward * Math.sin(heading), radius });
  return { x, y, heading };
}

const wrapped = (angle: number): number =>
  angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));

/** The coordinate after a shift along one axis, up to the wall that is in the way. */
function slide(
  { blocks, world: { size, block } }: Maze,
  pose: Pose,
  { axis, by, radius }: { axis: 'x' | 'y'; by: number; radius: number },
): number {
  const from = pose[axis];
  if (by === 0) return from;
  const across = axis === 'x' ? pose.y : pose.x;
  const sign = Math.sign(by);
  // A body that touches a wall is not in it.
  const slack = radius * (1 - 1e-9);
  const sides = [across - slack, across + slack].map((side) => Math.floor(side / block));
  const isWall = (along: number) =>
    sides.some((aside) => {
      const [column, row] = axis === 'x' ? [along, aside] : [aside, along];
      return blocks[row * size + column] !== 0;
    });
  const last = Math.floor((from + by + sign * radius) / block);
  for (let ahead = Math.floor((from + sign * slack) / block); sign * ahead <= sign * last; ahead += sign)
    if (isWall(ahead)) return by > 0 ? ahead * block - radius : (ahead + 1) * block + radius;
  return from + by;
}

/** @throws ConfigError where an animal does not fit into a corridor */
export function requireBody({ world: { block } }: Maze, radius: number): void {
  if (2 * radius >= block)
    throw new ConfigError(
      `moveAnimal: a body must be narrower than a block of ${block} m, got ${2 * radius} m`,
    );
}
