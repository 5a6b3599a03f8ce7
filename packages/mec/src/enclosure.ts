import { boundsOf, type Arena, type Bounds, type InnerWall } from './arena';
import { circleEncounter } from './circleEncounter';
import { innerEncounter, innerWallBlocks } from './innerWalls';
import { wallEncounter, type Walker, type WallEncounter } from './wall';

/** What an arena is to a walker: where it can start, what it meets, where it cannot pass. */
export type Enclosure = {
  readonly bounds: Bounds;
  /** The point, m, that two numbers uniform on [0, 1) stand for: uniform over the area. */
  place(u: number, v: number): readonly [number, number];
  /** The nearest wall; between walls equally near the outer one. */
  encounter(borderWidth: number, walker: Walker): WallEncounter;
  /** Whether a wall within the arena lies between two points, m. */
  blocks(from: readonly [number, number], to: readonly [number, number]): boolean;
  /** Whether a point lies inside and at least `margin` m from the outer walls. */
  contains(x: number, y: number, margin?: number): boolean;
};

/** The enclosure of an arena. A track has no walls. */
export function enclosureOf(arena: Arena): Enclosure {
  const bounds = boundsOf(arena);
  switch (arena.kind) {
    case 'rectangle':
      return withInnerWalls(rectangleEnclosure(bounds), arena.innerWalls);
    case 'circle':
      return withInnerWalls(circleEnclosure(arena.radius), arena.innerWalls);
    case 'track':
      return { ...rectangleEnclosure(bounds), encounter: () => AWAY };
  }
}

const AWAY: WallEncounter = { near: false, turn: 0, distance: Infinity, angle: 0 };

/** Within the walls of a rectangle. */
export function rectangleEnclosure(bounds: Bounds): Enclosure {
  const { minX, maxX, minY, maxY } = bounds;
  return {
    bounds,
    place: (u, v) => [minX + (maxX - minX) * u, minY + (maxY - minY) * v],
    encounter: (borderWidth, walker) => wallEncounter(bounds, borderWidth, walker),
    blocks: () => false,
    contains: (x, y, margin = 0) =>
      x >= minX + margin && x <= maxX - margin && y >= minY + margin && y <= maxY - margin,
  };
}

function circleEnclosure(radius: number): Enclosure {
  return {
    bounds: { minX: -radius, maxX: radius, minY: -radius, maxY: radius },
    place: (u, v) => {
      const distance = radius * Math.sqrt(u); // area grows as the square of the distance
      return [distance * Math.cos(2 * Math.PI * v), distance * Math.sin(2 * Math.PI * v)];
    },
    encounter: (borderWidth, walker) => circleEncounter(radius, borderWidth, walker),
    blocks: () => false,
    contains: (x, y, margin = 0) => Math.hypot(x, y) <= radius - margin,
  };
}

function withInnerWalls(outer: Enclosure, walls: readonly InnerWall[]): Enclosure {
  if (walls.length === 0) return outer;
  return {
    ...outer,
    encounter: (borderWidth, walker) =>
      [
        outer.encounter(borderWidth, walker),
        ...walls.map((wall) => innerEncounter(wall, borderWidth, walker)),
      ].reduce((nearest, met) => (met.distance < nearest.distance ? met : nearest)),
    blocks: (from, to) => walls.some((wall) => innerWallBlocks(wall, from, to)),
  };
}
