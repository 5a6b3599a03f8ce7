import { createRng, RandomState } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { Arena } from './arena';
import { makePaths, publishedSource, seededSource } from './pathSource';
import { requireZoneIn, rewardedPaths, RewardZone, zoneBounds } from './rewardZone';
import { Motion, type Walks } from './trajectories';

const arena = Arena.parse({});
const zone = RewardZone.parse({});
const plan = { arena, motion: Motion.parse({}), batchSize: 4, timesteps: 20, reward: zone };

const expectRow = (values: Float64Array, expected: readonly number[]) =>
  expected.forEach((value, index) => expect(values[index]).toBeCloseTo(value, 9));

describe('paths to the reward zone', () => {
  const { paths, inZone } = makePaths(plan, publishedSource(new RandomState(0)));
  const pair = (values: Float64Array, index: number) => values.subarray(2 * index, 2 * index + 2);

  // values of specs/mec.md 3, from the original code
  it('are those of the original', () => {
    expectRow(
      paths.start,
      [
        0.1329676292, -0.1739028606, 0.4617881517, 0.331423052, 0.2328545962, -0.1625563661, 0.08689922012,
        0.8597263969,
      ],
    );
    const first = [0, 1, 2, 3].flatMap((episode) => [...pair(paths.velocity, 20 * episode)]);
    expectRow(
      Float64Array.from(first),
      [
        0.08814748154, 0.1319861229, -0.006517152444, 0.0162196503, 0.07387791482, 0.1303651952,
        0.09472868284, -0.01567519956,
      ],
    );
    const next = [0, 1, 2, 3].flatMap((episode) => [...pair(paths.velocity, 20 * episode + 8)]);
    expectRow(
      Float64Array.from(next),
      [
        -0.02618583688, 0.01754530572, -0.001579556463, 0.009159850968, 0.005998467331, 0.01319278562,
        0.002128255815, 0.007047280304,
      ],
    );
    const last = [0, 1, 2, 3].flatMap((episode) => [...pair(paths.position, 20 * episode + 19)]);
    expectRow(
      Float64Array.from(last),
      [
        0.7045546596, 0.8621232255, 0.4039923601, 0.743921103, 0.8342415824, 0.7398551201, 0.8102518611,
        0.8321784404,
      ],
    );
  });

  it('are in the zone for as many steps as in the original', () => {
    const counts = [0, 1, 2, 3].map((episode) =>
      inZone!.subarray(20 * episode, 20 * (episode + 1)).reduce((sum, value) => sum + value, 0),
    );
    expect(counts).toEqual([8, 0, 13, 14]);
  });

  it('are at the goal after the straight way, and add up to their targets', () => {
    const many = makePaths({ ...plan, batchSize: 20 }, seededSource(createRng(5)));
    const { start, velocity, position } = many.paths;
    let rewarded = 0;
    for (let episode = 0; episode < 20; episode++) {
      const at = pair(position, 20 * episode + 6);
      const arrived = Math.hypot(at[0]! - 0.75, at[1]! - 0.75) < 1e-12;
      if (arrived) rewarded++;
      for (const axis of [0, 1]) {
        let sum = start[2 * episode + axis]!;
        for (let step = 0; step < 20; step++) {
          sum += velocity[2 * (20 * episode + step) + axis]!;
          expect(position[2 * (20 * episode + step) + axis]).toBeCloseTo(sum, 12);
        }
      }
    }
    expect(rewarded).toBe(13); // ceil(0.625 * 20)
  });

  it('go straight by equal steps, then as the walk in the zone does', () => {
    const one = RewardZone.parse({ navigationSteps: 2 });
    const before = {
      episodes: 2,
      timesteps: 3,
      start: Float64Array.of(0.15, -0.25, 9, 9),
      velocity: new Float64Array(12).fill(7),
      position: new Float64Array(12).fill(8),
      heading: new Float64Array(6).fill(5),
      startHeading: new Float64Array(2),
    };
    const zoneWalks = {
      episodes: 2,
      steps: 1,
      moves: Float64Array.of(0.02, 0.2, 0, 0),
      headings: Float64Array.of(1.25, 0, 2.5, 0),
    } as unknown as Walks;
    const made = rewardedPaths(one, before, { rewarded: Uint8Array.of(1, 0), zoneWalks });
    expectRow(made.paths.velocity, [0.3, 0.5, 0.3, 0.5, 0.02, 0.2, 7, 7]);
    expectRow(made.paths.position, [0.45, 0.25, 0.75, 0.75, 0.77, 0.95, 8, 8]);
    expectRow(made.paths.heading, [Math.atan2(0.5, 0.3), Math.atan2(0.5, 0.3), 1.25, 5]);
    expect([...made.inZone]).toEqual([0, 0, 1, 0, 0, 0]);
    expect(before.velocity[0]).toBe(7); // what was given stays
  });
});

describe('a reward zone', () => {
  it('has its size around its centre', () => {
    const { minX, maxX, minY, maxY } = zoneBounds(RewardZone.parse({ x: 0, y: 0.5, size: 0.5 }));
    expect([minX, maxX, minY, maxY]).toEqual([-0.25, 0.25, 0.25, 0.75]);
  });

  it('is refused where paths cannot be or do not reach it', () => {
    requireZoneIn(arena, zone, 20);
    requireZoneIn(Arena.parse({ width: 2, height: 2 }), zone, 8); // 0.15 m from the wall, to the last bit
    expect(() => requireZoneIn(Arena.parse({ width: 1.99 }), zone, 20)).toThrow(
      'reward: the zone must be 0.15 m from every wall of 1.99 m x 2.2 m, got 0.2 m around (0.75, 0.75)',
    );
    expect(() => requireZoneIn(Arena.parse({ kind: 'circle', radius: 1.3 }), zone, 20)).toThrow(
      /from every wall of circle/,
    );
    expect(() => requireZoneIn(Arena.parse({ kind: 'track' }), zone, 20)).toThrow(
      'reward: the arena must not be a track, got one',
    );
    expect(() => requireZoneIn(arena, zone, 7)).toThrow(
      'reward: navigationSteps must be below the 7 steps of a path, got 7',
    );
  });
});
