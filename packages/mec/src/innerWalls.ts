import type { InnerWall } from './arena';
import { alongWall, wrapAngle, type Walker, type WallEncounter } from './wall';

type Point = readonly [number, number];

/**
 * A wall within an arena as a walker meets it: the rule of outer walls, with the normal that points from
 * the walker to the nearest point of the wall, so that its ends are met like posts.
 *
 * @param borderWidth depth of the border region on either side, m
 * @source the rule of Banino et al. 2018 for outer walls
 * @differs there no arena has walls within
 */
export function innerEncounter(wall: InnerWall, borderWidth: number, walker: Walker): WallEncounter {
  const [x, y] = nearestPoint(wall, [walker.x, walker.y]);
  const [dx, dy] = [x - walker.x, y - walker.y];
  const distance = Math.hypot(dx, dy);
  // On the wall itself there is no way to it: its own normal, on the side that the walker heads for.
  const normal = distance > 0 ? Math.atan2(dy, dx) : ownNormal(wall, walker.heading);
  return alongWall(distance, wrapAngle(walker.heading - normal), borderWidth);
}

function ownNormal({ x1, y1, x2, y2 }: InnerWall, heading: number): number {
  const normal = Math.atan2(x2 - x1, y1 - y2);
  return Math.cos(heading - normal) >= 0 ? normal : normal + Math.PI;
}

function nearestPoint({ x1, y1, x2, y2 }: InnerWall, [x, y]: Point): Point {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((x - x1) * dx + (y - y1) * dy) / squared;
  const share = Math.min(1, Math.max(0, along));
  return [x1 + share * dx, y1 + share * dy];
}

/** Whether a step would cross or touch the wall. A step that begins on the wall is free to leave it. */
export function innerWallBlocks({ x1, y1, x2, y2 }: InnerWall, from: Point, to: Point): boolean {
  const start = side([x1, y1], [x2, y2], from);
  const end = side([x1, y1], [x2, y2], to);
  if (start === 0 || start === end) return false;
  const [first, second] = [side(from, to, [x1, y1]), side(from, to, [x2, y2])];
  return first !== second || first === 0;
}

/** On which side of the line from a to b a point lies: 1 left, -1 right, 0 on it. */
const side = (a: Point, b: Point, point: Point): number =>
  Math.sign((b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]));
