import { createRng, RandomState } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { Arena, boundsOf, type Track } from './arena';
import { enclosureOf } from './enclosure';
import { makePaths, publishedSource, seededSource } from './pathSource';
import { simulateTrackWalks } from './simulateTrackWalks';
import { drawWalks, Motion, pathSamples } from './trajectories';

const arena = Arena.parse({ kind: 'track', length: 2 }) as Track;

describe('a walk along a track', () => {
  it('goes forward by its speeds and begins again where it ends', () => {
    const motion = Motion.parse({ dt: 0.5 });
    const plan = { bounds: boundsOf(arena), enclosure: enclosureOf(arena), motion, episodes: 1, steps: 3 };
    const draws = {
      start: Float64Array.of(1.5, 0),
      heading: Float64Array.of(2),
      turn: Float64Array.of(9, 9, 9),
      speed: Float64Array.of(0.5, 1, 3),
    };
    const walks = simulateTrackWalks(arena, plan, draws);
    expect([...walks.positions]).toEqual([1.5, 0, 1.75, 0, 0.25, 0, 1.75, 0]);
    expect([...walks.displacements]).toEqual([0.25, 0.5, 1.5]);
    expect([...walks.moves]).toEqual([0.25, 0, 0.5, 0, 1.5, 0]);
    expect([...walks.headings]).toEqual([0, 0, 0, 0]);
    const { velocity, position, start } = pathSamples(walks);
    expect([...start, ...velocity, ...position]).toEqual([1.75, 0, 0.5, 0, 1.5, 0, 0.25, 0, 1.75, 0]);
  });

  it('is what a track gives, from either source of numbers', () => {
    const plan = { arena, motion: Motion.parse({}), batchSize: 3, timesteps: 5 };
    for (const source of [seededSource(createRng(1)), publishedSource(new RandomState(1))]) {
      const { paths } = makePaths(plan, source);
      for (let at = 0; at < paths.position.length; at += 2) {
        expect(paths.position[at]).toBeGreaterThanOrEqual(0);
        expect(paths.position[at]).toBeLessThan(2);
        expect(paths.position[at + 1]).toBe(0);
        expect(paths.velocity[at]).toBeGreaterThan(0);
        expect(paths.velocity[at + 1]).toBe(0);
      }
    }
  });

  it('has one speed where the motion has one, and the other draws stay', () => {
    const plan = { bounds: boundsOf(arena), motion: Motion.parse({}), episodes: 2, steps: 3 };
    const steady = { ...plan, motion: Motion.parse({ constantSpeed: 0.4 }) };
    const [free, fixed] = [drawWalks(plan, createRng(2)), drawWalks(steady, createRng(2))];
    expect([...fixed.speed]).toEqual(Array(6).fill(0.4));
    expect([fixed.start, fixed.heading, fixed.turn]).toEqual([free.start, free.heading, free.turn]);
    const random = new RandomState(3);
    publishedSource(random).walks(steady);
    const again = new RandomState(3);
    again.rand(6); // x, y and heading of two walks
    again.randn(6 + 2); // turns, and the draws that nobody uses
    expect(random.rand(1)[0]).toBe(again.rand(1)[0]);
  });
});
