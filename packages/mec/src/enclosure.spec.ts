import { createRng } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena, boundsOf, describeArena, periodOf, shortestWay } from './arena';
import { enclosureOf } from './enclosure';
import { drawWalks, Motion, simulateWalks } from './trajectories';

const motion = Motion.parse({});
const circle = Arena.parse({ kind: 'circle', radius: 0.5 });
const walled = Arena.parse({ width: 2, height: 1, innerWalls: [{ x1: 0, y1: -0.5, x2: 0, y2: 0.25 }] });

const walk = (arena: Arena, { episodes, steps, seed }: { episodes: number; steps: number; seed: number }) => {
  const plan = { bounds: boundsOf(arena), enclosure: enclosureOf(arena), motion, episodes, steps };
  return simulateWalks(plan, drawWalks(plan, createRng(seed)));
};

describe('an arena', () => {
  it('is a rectangle where it does not say what it is', () => {
    expect(Arena.parse({})).toEqual({ kind: 'rectangle', width: 2.2, height: 2.2, innerWalls: [] });
    expect(Arena.parse({ width: 1 })).toEqual(Arena.parse({ kind: 'rectangle', width: 1 }));
    expect(() => Arena.parse({ widht: 1 })).toThrow(/widht/);
    expect(() => Arena.parse({ kind: 'square' })).toThrow(/circle/);
  });

  it('has the smallest rectangle around it', () => {
    expect(boundsOf(Arena.parse({ width: 3, height: 1 }))).toEqual({
      minX: -1.5,
      maxX: 1.5,
      minY: -0.5,
      maxY: 0.5,
    });
    expect(boundsOf(circle)).toEqual({ minX: -0.5, maxX: 0.5, minY: -0.5, maxY: 0.5 });
    expect(boundsOf(Arena.parse({ kind: 'track' }))).toEqual({ minX: 0, maxX: 4, minY: 0, maxY: 0 });
  });

  it('says in words what it is', () => {
    expect(describeArena(Arena.parse({}))).toBe('2.2 m x 2.2 m');
    expect(describeArena(walled)).toBe('2 m x 1 m, 1 inner wall');
    expect(describeArena(circle)).toBe('circle of radius 0.5 m');
    expect(
      describeArena({
        ...circle,
        innerWalls: [walled, walled].flatMap((arena) => (arena.kind === 'rectangle' ? arena.innerWalls : [])),
      } as Arena),
    ).toBe('circle of radius 0.5 m, 2 inner walls');
    expect(describeArena(Arena.parse({ kind: 'track' }))).toBe('track of 4 m');
  });

  it('closes after its extents, a track only along x', () => {
    expect(periodOf(Arena.parse({ width: 3, height: 1 }))).toEqual({ x: 3, y: 1 });
    expect(periodOf(Arena.parse({ kind: 'track', length: 2 }))).toEqual({ x: 2, y: Infinity });
    expect(shortestWay(1.9, 2)).toBeCloseTo(-0.1, 12);
    expect(shortestWay(-1.1, 2)).toBeCloseTo(0.9, 12);
    expect(shortestWay(-7, Infinity)).toBe(-7);
  });
});

describe('a circle', () => {
  const { place, contains, encounter } = enclosureOf(circle);

  it('holds points with equal areas for equal numbers', () => {
    expect(place(0.25, 0)).toEqual([0.25, 0]); // a quarter of the area lies within half the radius
    const [x, y] = place(1, 0.25);
    expect([x, y]).toEqual([expect.closeTo(0, 12), expect.closeTo(0.5, 12)]);
    const draws = createRng(1).uniform(4000);
    let within = 0;
    for (let at = 0; at < draws.length; at += 2) {
      const point = place(draws[at]!, draws[at + 1]!);
      expect(contains(...point)).toBe(true);
      if (Math.hypot(...point) < 0.25) within++;
    }
    expect(Math.abs(within / 2000 - 0.25)).toBeLessThan(0.03); // three standard errors
  });

  it('turns a walker along its wall, at the side where it stands', () => {
    const met = encounter(0.03, { x: 0, y: 0.48, heading: Math.PI / 2 - 0.2 });
    expect(met.near).toBe(true);
    expect(met.distance).toBeCloseTo(0.02, 12);
    expect(met.angle).toBeCloseTo(-0.2, 12);
    expect(met.turn).toBeCloseTo(0.2 - Math.PI / 2, 12);
    expect(encounter(0.03, { x: 0, y: 0.46, heading: Math.PI / 2 }).near).toBe(false);
    expect(encounter(0.03, { x: 0.48, y: 0, heading: 3 }).near).toBe(false);
  });

  it('is the flat wall of a rectangle where both are met at the same place (law)', () => {
    const flat = enclosureOf(Arena.parse({ width: 1, height: 9 }));
    const heading = fc.double({ min: -3.1, max: 3.1, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 0.55, noNaN: true }), heading, (x, angle) => {
        // Straight at the wall, and where it begins to be near, rounding decides (to which side, and whether).
        fc.pre(Math.abs(angle) > 1e-9 && Math.abs(x - 0.47) > 1e-9);
        const [round, straight] = [encounter, flat.encounter].map((meet) =>
          meet(0.03, { x, y: 0, heading: angle }),
        );
        expect(round!.near).toBe(straight!.near);
        expect(round!.turn).toBeCloseTo(straight!.turn, 12);
        expect(round!.distance).toBeCloseTo(straight!.distance, 12);
      }),
    );
  });

  it('keeps its walkers as well as a box does', () => {
    const { positions } = walk(circle, { episodes: 100, steps: 40, seed: 2 });
    let outside = 0;
    for (let at = 0; at < positions.length; at += 2) {
      const distance = Math.hypot(positions[at]!, positions[at + 1]!);
      expect(distance).toBeLessThan(0.56);
      if (distance > 0.5) outside++;
    }
    expect((2 * outside) / positions.length).toBeLessThan(0.06); // a small arena is mostly border
  });
});

describe('a wall within an arena', () => {
  const { encounter, blocks, contains } = enclosureOf(walled);

  it('is met from both sides, and at its end like a post', () => {
    const west = encounter(0.03, { x: -0.02, y: 0, heading: 0.3 });
    expect([west.near, west.distance, west.angle]).toEqual([
      true,
      expect.closeTo(0.02, 12),
      expect.closeTo(0.3, 12),
    ]);
    expect(west.turn).toBeCloseTo(Math.PI / 2 - 0.3, 12);
    const east = encounter(0.03, { x: 0.02, y: 0, heading: 0.3 });
    expect(east.near).toBe(false);
    const end = encounter(0.03, { x: 0, y: 0.27, heading: -Math.PI / 2 + 0.1 });
    expect([end.near, end.distance, end.angle]).toEqual([
      true,
      expect.closeTo(0.02, 12),
      expect.closeTo(0.1, 12),
    ]);
  });

  it('leaves the outer walls to be met first where both are as near', () => {
    const corner = encounter(0.05, { x: -0.03125, y: -0.46875, heading: -Math.PI / 2 });
    expect(corner.angle).toBeCloseTo(0, 12); // south
    expect(encounter(0.03, { x: -0.99, y: 0, heading: Math.PI }).distance).toBeCloseTo(0.01, 12);
  });

  it('has a side of its own for a walker that stands on it', () => {
    for (const heading of [0.2, Math.PI - 0.2]) {
      const met = encounter(0.03, { x: 0, y: 0, heading });
      expect([met.near, met.distance]).toEqual([true, 0]);
      expect(Math.abs(met.angle)).toBeCloseTo(0.2, 12);
    }
  });

  it('blocks the steps that cross or touch it, and no others', () => {
    expect(blocks([-0.1, 0], [0.1, 0.1])).toBe(true);
    expect(blocks([0.1, 0], [-0.1, 0.1])).toBe(true);
    expect(blocks([-0.1, 0], [0, 0])).toBe(true);
    expect(blocks([-0.1, 0.2], [0.1, 0.3])).toBe(true); // exactly through the end
    expect(blocks([-0.1, 0.3], [0.1, 0.3])).toBe(false);
    expect(blocks([-0.1, 0], [-0.2, 0])).toBe(false);
    expect(blocks([0, 0], [0.1, 0])).toBe(false);
    expect(enclosureOf(Arena.parse({})).blocks([-5, 0], [5, 0])).toBe(false);
  });

  it('is never crossed by a walk', () => {
    const { positions, steps, displacements } = walk(walled, { episodes: 60, steps: 120, seed: 3 });
    let [near, stopped] = [0, 0];
    for (let episode = 0; episode < 60; episode++) {
      for (let step = 0; step < steps; step++) {
        const at = 2 * (episode * (steps + 1) + step);
        const [x, y, nextX, nextY] = positions.subarray(at, at + 4) as unknown as [
          number,
          number,
          number,
          number,
        ];
        if (x * nextX < 0) {
          // the height at which the step crosses the line of the wall
          expect(y + ((0 - x) / (nextX - x)) * (nextY - y)).toBeGreaterThan(0.25);
          near++;
        }
        if (displacements[episode * steps + step] === 0) stopped++;
      }
    }
    expect(near).toBeGreaterThan(5); // the gap is used
    expect(stopped).toBeGreaterThan(0);
  });

  it('does not change what lies inside', () => {
    expect(contains(1, 0.5)).toBe(true);
    expect(contains(1.01, 0)).toBe(false);
    expect(contains(0.9, 0.4, 0.1)).toBe(true);
    expect(contains(0.91, 0.4, 0.1)).toBe(false);
    expect(enclosureOf(circle).contains(0.3, 0.4)).toBe(true);
    expect(enclosureOf(circle).contains(0.3, 0.4, 0.01)).toBe(false);
  });
});
