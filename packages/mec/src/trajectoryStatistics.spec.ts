import { createRng } from '@goal-driven/core/arrays';
import { normal } from '@goal-driven/metrics';
import { describe, expect, it } from 'vitest';
import { Arena, boundsOf } from './arena';
import { enclosureOf } from './enclosure';
import { drawWalks, Motion, simulateWalks } from './trajectories';
import { wallEncounter, wrapAngle } from './wall';

// Formulas and constants of specs/mec.md 1.1, 1.3 and 1.4; the walks are those of seed 11.
const motion = Motion.parse({});
const arena = Arena.parse({});
const plan = { bounds: boundsOf(arena), motion, episodes: 1000, steps: 20 };
const draws = drawWalks(plan, createRng(11));
const walks = simulateWalks(plan, draws);
const samples = plan.episodes * plan.steps;

/** The largest distance of an empirical distribution from a distribution function. */
function distance(values: Float64Array, below: (x: number) => number): number {
  const sorted = values.toSorted();
  return sorted.reduce((most, value, index) => {
    const expected = below(value);
    return Math.max(
      most,
      Math.abs(expected - index / sorted.length),
      Math.abs(expected - (index + 1) / sorted.length),
    );
  }, 0);
}

/** Kolmogorov's bound that a true distribution passes in 99 of 100 samples. */
const bound = 1.63 / Math.sqrt(samples);
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the speed of a walker', () => {
  it('is Rayleigh distributed with scale 0.13 times 2 pi, in m/s', () => {
    const b = 0.816814089933;
    expect(distance(draws.speed, (r) => 1 - Math.exp(-(r * r) / (2 * b * b)))).toBeLessThan(bound);
    expect(Math.abs(mean(draws.speed) - 1.0237246)).toBeLessThan(3 * Math.sqrt(0.2863583632 / samples));
  });

  it('has no memory', () => {
    const centred = draws.speed.map((speed) => speed - 1.0237246);
    const products = centred.subarray(1).map((value, index) => value * centred[index]!);
    expect(Math.abs(mean(products) / 0.2863583632)).toBeLessThan(3 / Math.sqrt(samples));
  });

  it('is a quarter of its draw for a walker that heads for a near wall, and the whole one elsewhere', () => {
    let near = 0;
    for (let at = 0; at < samples; at++) {
      const row = Math.floor(at / plan.steps) * (plan.steps + 1) + (at % plan.steps);
      const walker = {
        x: walks.positions[2 * row]!,
        y: walks.positions[2 * row + 1]!,
        heading: walks.headings[row]!,
      };
      const met = wallEncounter(plan.bounds, 0.03, walker);
      expect(walks.displacements[at]).toBeCloseTo(draws.speed[at]! * 0.02 * (met.near ? 0.25 : 1), 12);
      if (met.near) near++;
    }
    expect(near).toBeGreaterThan(200);
  });
});

describe('the turning of a walker', () => {
  it('is gaussian, 0.2304 rad a step, where there is no wall', () => {
    expect(distance(draws.turn, (w) => normal.below(w / 11.52))).toBeLessThan(bound);
    const open = simulateWalks({ ...plan, bounds: { minX: -99, maxX: 99, minY: -99, maxY: 99 } }, draws);
    const turns = Float64Array.from({ length: samples }, (_, at) => {
      const row = Math.floor(at / plan.steps) * (plan.steps + 1) + (at % plan.steps);
      return wrapAngle(open.headings[row + 1]! - open.headings[row]!);
    });
    expect(distance(turns, (turn) => normal.below(turn / 0.2304))).toBeLessThan(bound);
  });

  it('starts from a uniform heading', () => {
    expect(distance(draws.heading, (angle) => angle / (2 * Math.PI))).toBeLessThan(
      1.63 / Math.sqrt(plan.episodes),
    );
  });
});

describe('the avoidance of walls', () => {
  it('lays the heading along the wall before it turns at random', () => {
    const still = { ...plan, motion: Motion.parse({ turnSd: 0 }) };
    const { positions, headings } = simulateWalks(still, drawWalks(still, createRng(11)));
    let met = 0;
    for (let row = 0; row < headings.length - 1; row++) {
      if (row % (plan.steps + 1) === plan.steps) continue;
      const walker = { x: positions[2 * row]!, y: positions[2 * row + 1]!, heading: headings[row]! };
      const wall = wallEncounter(plan.bounds, 0.03, walker);
      if (!wall.near || wall.angle === 0) continue;
      met++;
      const normalOfWall = walker.heading - wall.angle;
      expect(Math.cos(headings[row + 1]! - normalOfWall)).toBeCloseTo(0, 9);
    }
    expect(met).toBeGreaterThan(100);
  });

  it.each([
    ['box', arena],
    ['circle of the same area', Arena.parse({ kind: 'circle', radius: 2.2 / Math.sqrt(Math.PI) })],
  ])('leaves few positions outside a %s', (_, where) => {
    const enclosure = enclosureOf(where);
    const within = { ...plan, bounds: boundsOf(where), enclosure };
    const { positions } = simulateWalks(within, drawWalks(within, createRng(11)));
    let outside = 0;
    for (let at = 0; at < positions.length; at += 2) {
      if (!enclosure.contains(positions[at]!, positions[at + 1]!)) outside++;
    }
    const share = (2 * outside) / positions.length;
    // 0.006061 of all positions in 300 published episodes
    expect(share).toBeGreaterThan(0.003);
    expect(share).toBeLessThan(0.009);
  });
});
