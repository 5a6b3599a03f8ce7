import type { Bounds } from './arena';

/** What a walker meets at the nearest wall. */
export type WallEncounter = {
  /** Within the border region and heading for the wall. */
  readonly near: boolean;
  /** Turn that lays the heading along the wall, on the side it already leans to, rad; 0 unless near. */
  readonly turn: number;
  /** To the nearest wall, m; negative outside the arena. */
  readonly distance: number;
  /** Heading relative to the wall's outward normal, rad in [-pi, pi). */
  readonly angle: number;
};

/** Where a walker stands, m, and where it heads, rad. */
export type Walker = { readonly x: number; readonly y: number; readonly heading: number };

/** Maps an angle to [-pi, pi), rad. */
export function wrapAngle(angle: number): number {
  const turned = (angle + Math.PI) % (2 * Math.PI);
  return (turned < 0 ? turned + 2 * Math.PI : turned) - Math.PI;
}

/**
 * The wall nearest to a walker at (x, y), m, with a heading, rad. Walls are asked in the order east, north,
 * west, south, and ties go to the first. A walker heading straight at the wall is near and does not turn.
 *
 * @param borderWidth depth of the border region, m
 * @source the trajectory model of Banino et al. 2018, after the public code of Nayebi et al. 2021
 */
export function wallEncounter(
  { minX, maxX, minY, maxY }: Bounds,
  borderWidth: number,
  { x, y, heading }: Walker,
): WallEncounter {
  let distance = maxX - x;
  let normal = 0;
  if (maxY - y < distance) {
    distance = maxY - y;
    normal = Math.PI / 2;
  }
  if (x - minX < distance) {
    distance = x - minX;
    normal = Math.PI;
  }
  if (y - minY < distance) {
    distance = y - minY;
    normal = (3 * Math.PI) / 2;
  }
  return alongWall(distance, wrapAngle(positiveAngle(heading) - normal), borderWidth);
}

/** The encounter with a wall at a distance, m, to whose outward normal the heading stands at an angle, rad. */
export function alongWall(distance: number, angle: number, borderWidth: number): WallEncounter {
  const near = distance < borderWidth && Math.abs(angle) < Math.PI / 2;
  const turn = near ? Math.sign(angle) * (Math.PI / 2 - Math.abs(angle)) : 0;
  return { near, turn, distance, angle };
}

/** Maps an angle to [0, 2 pi), rad. */
function positiveAngle(angle: number): number {
  const turned = angle % (2 * Math.PI);
  return turned < 0 ? turned + 2 * Math.PI : turned;
}
