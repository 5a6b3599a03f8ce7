import { alongWall, wrapAngle, type Walker, type WallEncounter } from './wall';

/**
 * The round wall of radius R, m, as a walker meets it: the rule of straight walls, with the outward normal
 * where the walker stands. At the very centre the normal is that of the east.
 *
 * @param borderWidth depth of the border region, m
 * @source the trajectory model of Banino et al. 2018
 * @differs there the arena is square
 */
export function circleEncounter(
  radius: number,
  borderWidth: number,
  { x, y, heading }: Walker,
): WallEncounter {
  const distance = radius - Math.hypot(x, y);
  return alongWall(distance, wrapAngle(heading - Math.atan2(y, x)), borderWidth);
}
