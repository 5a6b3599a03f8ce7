import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena, boundsOf } from './arena';
import { wallEncounter, wrapAngle } from './wall';

const bounds = boundsOf(Arena.parse({}));
const encounter = (x: number, y: number, heading: number) => wallEncounter(bounds, 0.03, { x, y, heading });

describe('an encounter with a wall', () => {
  // cases of specs/mec.md 1.4, from the original code
  it.each([
    [1.08, 0.2, 0.3, true, 1.27079632679, 0.02, 0.3],
    [-1.09, -0.5, Math.PI - 0.4, true, -1.17079632679, 0.01, -0.4],
    [1.08, 0.2, 2.0, false, 0, 0.02, 2],
    [0.2, 1.099, Math.PI / 2, true, 0, 0.001, 0],
  ])('at (%d, %d) heading %d', (x, y, heading, near, turn, distance, angle) => {
    const met = encounter(x, y, heading);
    expect(met.near).toBe(near);
    expect(met.turn).toBeCloseTo(turn, 10);
    expect(met.distance).toBeCloseTo(distance, 12);
    expect(met.angle).toBeCloseTo(angle, 12);
  });

  it('gives a tie to the first wall of east, north, west, south', () => {
    expect(encounter(1.09, 1.09, 0).angle).toBeCloseTo(0, 12);
    expect(encounter(0, 0, 0).angle).toBeCloseTo(0, 12);
  });

  it('leaves the walker parallel to the wall or heading away (law)', () => {
    const coordinate = fc.double({ min: -1.15, max: 1.15, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, fc.double({ min: -20, max: 20, noNaN: true }), (x, y, heading) => {
        const { near, turn, angle } = encounter(x, y, heading);
        if (near && angle !== 0) expect(Math.abs(angle + turn)).toBeCloseTo(Math.PI / 2, 12);
        if (!near) expect(turn).toBe(0);
      }),
    );
  });
});

describe('wrapping an angle', () => {
  it('keeps the direction and stays in [-pi, pi) (law)', () => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (angle) => {
        const wrapped = wrapAngle(angle);
        expect(wrapped).toBeGreaterThanOrEqual(-Math.PI);
        expect(wrapped).toBeLessThan(Math.PI);
        expect(Math.cos(wrapped)).toBeCloseTo(Math.cos(angle), 9);
        expect(Math.sin(wrapped)).toBeCloseTo(Math.sin(angle), 9);
      }),
    );
  });
});
