import { ConfigError, RandomState } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { Arena, type Track } from './arena';
import { cueCount, Cues, cuesAlong, requireCuesIn } from './cues';
import { makePaths, publishedSource } from './pathSource';
import { rectangleDistances, RectangleCues } from './rectangleCues';
import { towerDistances, TowerCues } from './towerCues';
import { Motion } from './trajectories';

const box = Arena.parse({});
const track = Arena.parse({ kind: 'track' }) as Track;
const rectangles = RectangleCues.parse({ kind: 'rectangles' });
const towers = TowerCues.parse({ kind: 'towers' });
const upcoming = TowerCues.parse({ kind: 'towers', mode: 'upcoming' });

const expectRow = (values: ArrayLike<number>, expected: readonly number[]) => {
  expect(values.length).toBe(expected.length);
  expected.forEach((value, index) => expect(values[index]).toBeCloseTo(value, 9));
};

describe('distances to rectangles', () => {
  // values of specs/mec.md 2, from the original code
  it('are those of the published landmarks', () => {
    expectRow(
      rectangleDistances(rectangles, 0.1, -0.05),
      [0, 0.3354101966, 0.4031128874, 0.6726812024, 0.9291393867],
    );
    expectRow(
      rectangleDistances(rectangles, 0.5, 0.2),
      [0.3535533906, 0.07071067812, 0.8746427842, 0.2549509757, 1.40064271],
    );
  });

  it('along a whole batch are those of the original, with zeros where there are no cues', () => {
    const plan = { arena: box, motion: Motion.parse({}), batchSize: 4, timesteps: 20, cues: rectangles };
    const { paths, cued } = makePaths(plan, publishedSource(new RandomState(0)));
    expect([...cued!]).toEqual([1, 0, 0, 1]);
    const values = cuesAlong(rectangles, box, { paths, cued });
    const at = (episode: number, step: number) =>
      values.subarray(5 * (20 * episode + step), 5 * (20 * episode + step + 1));
    expectRow(at(0, 0), [0.02390286057, 0.4397615388, 0.3904548369, 0.7504470519, 0.8953490702]);
    expectRow(at(1, 0), [0, 0, 0, 0, 0]);
    expectRow(at(3, 0), [0.7097263969, 0.4409961278, 1.15973866, 0.5571290455, 1.617718764]);
    expectRow(at(0, 19), [0.3296370801, 0.3504570834, 0.7450573153, 0.5536907276, 1.242302893]);
    expectRow(at(2, 19), [0, 0, 0, 0, 0]);
    expectRow(at(3, 19), [0.7300582856, 0.6582060602, 1.122512076, 0.8669203106, 1.501105565]);
  });

  it('are what the animal has before each step, in every episode where none is named', () => {
    const paths = {
      episodes: 1,
      timesteps: 2,
      start: Float64Array.of(1, 0),
      velocity: new Float64Array(4),
      position: Float64Array.of(0, 1, 9, 9),
      heading: new Float64Array(2),
      startHeading: new Float64Array(1),
    };
    const one = RectangleCues.parse({
      kind: 'rectangles',
      rectangles: [{ x: 0, y: 0, width: 1, height: 1 }],
    });
    expect([...cuesAlong(one, box, { paths })]).toEqual([0.5, 0.5]);
    expect([...cuesAlong(one, box, { paths, cued: Uint8Array.of(0) })]).toEqual([0, 0]);
  });
});

describe('distances to towers', () => {
  // values of specs/mec.md 4
  it.each([
    [1.0, [0.95, 0.05, 0.5, 1.37, 2.15], 0.5],
    [0.7, [0.65, 0, 0.8, 1.67, 2.45], 0],
    [3.5, [0.45, 2.55, 1.8, 1.07, 0.25], 0.45],
    [3.96, [0, 3.01, 2.26, 1.53, 0.71], 0],
    [0.05, [0, 0.6, 1.45, 2.32, 3.1], 0],
  ])('at %d m', (x, vector, ahead) => {
    expectRow(towerDistances(towers, track, x), vector);
    expectRow(towerDistances(upcoming, track, x), [ahead]);
  });

  it('go around the track only for the way ahead', () => {
    const one = [[0.5, 1]] as [number, number][];
    expectRow(towerDistances({ ...towers, towers: one }, track, 3.5), [2.5]);
    expectRow(towerDistances({ ...upcoming, towers: one }, track, 3.5), [1]);
  });

  it('are those of every step of a path', () => {
    const plan = { arena: track, motion: Motion.parse({}), batchSize: 2, timesteps: 3, cues: towers };
    const { paths, cued } = makePaths(plan, publishedSource(new RandomState(0)));
    expect([...cued!]).toEqual([1, 1]);
    const values = cuesAlong(towers, track, { paths, cued });
    expectRow(values.subarray(0, 5), towerDistances(towers, track, paths.start[0]!));
    expectRow(values.subarray(25, 30), towerDistances(towers, track, paths.position[2 * 4]!));
  });
});

describe('cues', () => {
  it('are as many as landmarks, or one way ahead', () => {
    expect([rectangles, towers, upcoming].map(cueCount)).toEqual([5, 5, 1]);
    expect(Cues.parse({ kind: 'towers', towers: [[0, 1]] })).toEqual({ ...towers, towers: [[0, 1]] });
  });

  const rectangle = (...list: [number, number, number, number][]) =>
    RectangleCues.parse({
      kind: 'rectangles',
      rectangles: list.map(([x, y, width, height]) => ({ x, y, width, height })),
    });

  it('may touch a wall and not each other', () => {
    requireCuesIn(box, rectangles);
    requireCuesIn(box, rectangle([1, 1, 0.2, 0.2]));
    requireCuesIn(box, rectangle([0, 0, 0.2, 0.2], [0.21, 0, 0.2, 0.2]));
    requireCuesIn(box, rectangle([0, 0, 0.2, 0.2], [0, 0.21, 0.2, 0.2]));
    expect(() => requireCuesIn(box, rectangle([0, 0, 0.2, 0.2], [0.2, 0.1, 0.2, 0.2]))).toThrow(
      new ConfigError(
        'cues: rectangles must be apart, got 0 (0.2 m x 0.2 m at (0, 0)) and 1 (0.2 m x 0.2 m at (0.2, 0.1))',
      ),
    );
    expect(() => requireCuesIn(box, rectangle([0, 0, 1, 1], [1.01, 1, 0.2, 0.2]))).toThrow(
      'cues: rectangle 1 must lie within the arena (2.2 m x 2.2 m), got 0.2 m x 0.2 m at (1.01, 1)',
    );
    expect(() => requireCuesIn(Arena.parse({ kind: 'circle' }), rectangle([0.8, 0.8, 0.1, 0.1]))).toThrow(
      /rectangle 0 must lie within the arena \(circle/,
    );
  });

  it('belong to arenas of their kind', () => {
    expect(() => requireCuesIn(track, rectangles)).toThrow(
      'cues: rectangles must be in an arena that is a rectangle or a circle, got track',
    );
    expect(() => requireCuesIn(box, towers)).toThrow(
      'cues: towers must be in an arena that is a track, got rectangle',
    );
    expect(() => requireCuesIn({ ...track, length: 3.2 }, towers)).toThrow(
      'cues: tower 0 must stand on the track, at most at 3.2 m, got 3.95 to 0.05 m',
    );
    requireCuesIn(track, towers);
  });
});
