import { describe, expect, it, vi } from 'vitest';
import { ConfigError, createRng, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { pathExample } from './_pathFixtures';
import { borderScore } from './borderScore';
import { classifyByShuffling } from './classifyByShuffling';
import { gridScore } from './gridScore';
import { headDirectionTuning } from './headDirectionTuning';
import { meanVector } from './meanVector';
import { binEdges, rateMap } from './rateMaps';
import { rectangleGridScore } from './rectangleGridScore';
import { pooledThreshold } from './shuffleTest';
import { smoothRateMaps } from './smoothRateMaps';
import { spatialInformation } from './spatialInformation';
import { speedScores } from './speedScores';

const { activity, ...path } = pathExample();
const edges = { x: binEdges(0, 1, 6), y: binEdges(0, 1, 6) };
const rng = createRng(3);
const options = {
  edges,
  shuffle: { kind: 'shift', minimumOffset: 10 },
  shuffles: 40,
  percentile: 95,
} as const;
const cell = (at: number): NdArray =>
  ndArray(
    activity.values.filter((_, index) => index % 2 === at),
    [240],
  );

describe('classifyByShuffling', () => {
  it('scores each cell as the metrics do, on smoothed maps, and labels it by its own shuffles', () => {
    const { tests, thresholds, labels, n } = classifyByShuffling(path, activity, rng, options);
    expect(n).toBe(2);
    expect(Object.keys(tests).sort()).toEqual(['border', 'grid', 'headDirection', 'place', 'speed']);
    for (const at of [0, 1]) {
      const { map: raw, occupancy } = rateMap(path.positions, cell(at), edges);
      const map = smoothRateMaps(raw, { sd: 1, occupancy });
      expect(tests.grid![at]!.observed).toBeCloseTo(gridScore(map), 12);
      expect(tests.border![at]!.observed).toBeCloseTo(borderScore(map), 12);
      expect(tests.place![at]!.observed).toBeCloseTo(spatialInformation(map, occupancy), 12);
      const tuning = headDirectionTuning(path.headings, cell(at), { speeds: path.speeds });
      expect(tests.headDirection![at]!.observed).toBe(meanVector(tuning.curves).length);
      expect(tests.speed![at]!.observed).toBe(speedScores(path.speeds, cell(at)).scores.values[0]);
      expect(thresholds.place!.values[at]).toBe(tests.place![at]!.threshold);
      expect(tests.place![at]!.shuffled).toHaveLength(40);
      expect(labels[at]!.includes('speed')).toBe(tests.speed![at]!.significant);
    }
    expect(tests.place![0]!.significant).toBe(true);
    expect(tests.place![1]!.significant).toBe(false);
  });

  it('takes each cell by itself: a cell alone gets the same scores and shuffles as child 0', () => {
    const both = classifyByShuffling(path, activity, rng, options);
    const first = classifyByShuffling(path, cell(0), rng, options);
    expect(first.tests.grid).toEqual(both.tests.grid!.slice(0, 1));
    expect(first.n).toBe(1);
  });

  it('is the same on one thread and on three, and tells of each cell', async () => {
    const outcome = async (threads: string) => {
      vi.resetModules();
      vi.stubEnv('GOAL_DRIVEN_THREADS', threads);
      const told: [number, number][] = [];
      const fresh = await import('./classifyByShuffling');
      const { tests } = fresh.classifyByShuffling(path, activity, rng, {
        ...options,
        edges: { x: binEdges(0, 1, 20), y: binEdges(0, 1, 20) },
        onProgress: (done, total) => told.push([done, total]),
      });
      vi.unstubAllEnvs();
      expect(told).toEqual([
        [1, 2],
        [2, 2],
      ]);
      return tests;
    };
    expect(await outcome('3')).toEqual(await outcome('1'));
  });

  it('takes arenas that are not square, and other readings of the border', () => {
    const long = { x: edges.x, y: binEdges(0, 1, 4) };
    const { map: raw, occupancy } = rateMap(path.positions, cell(0), long);
    const map = smoothRateMaps(raw, { sd: 1, occupancy });
    const { tests } = classifyByShuffling(path, cell(0), rng, { ...options, edges: long });
    expect(tests.grid![0]!.observed).toBeCloseTo(rectangleGridScore(map), 12);
    const round = classifyByShuffling(path, cell(0), rng, {
      ...options,
      edges: long,
      borderForm: 'opexebo',
    });
    expect(round.tests.border![0]!.observed).toBeCloseTo(borderScore(map, { form: 'opexebo' }), 12);
    expect(round.tests.border![0]!.observed).not.toBeCloseTo(tests.border![0]!.observed, 3);
  });

  it('knows no grid or border cells on a track, where no cell is thus heterogeneous or not', () => {
    const track = { x: edges.x, y: binEdges(0, 1, 1) };
    const { tests, classes, heterogeneous } = classifyByShuffling(path, cell(0), rng, {
      ...options,
      edges: track,
    });
    expect(Object.keys(tests).sort()).toEqual(['headDirection', 'place', 'speed']);
    expect([Object.keys(classes).length, heterogeneous.fraction]).toEqual([3, NaN]);
    const { map: raw, occupancy } = rateMap(path.positions, cell(0), track);
    const map = smoothRateMaps(raw, { sd: 1, occupancy });
    expect(tests.place![0]!.observed).toBeCloseTo(spatialInformation(map, occupancy), 12);
  });

  it('leaves maps as they are for a deviation of 0', () => {
    const { tests } = classifyByShuffling(path, cell(0), rng, { ...options, sd: 0 });
    const { map, occupancy } = rateMap(path.positions, cell(0), edges);
    expect(tests.place![0]!.observed).toBe(spatialInformation(map, occupancy));
    expect(tests.grid![0]!.observed).toBe(gridScore(map));
  });

  it('scores what it is given: no headings, no head direction cells; moderate speeds count where speeds are known', () => {
    const { positions, headings } = path;
    expect(Object.keys(classifyByShuffling({ positions }, activity, rng, options).classes)).toEqual([
      'grid',
      'border',
      'place',
    ]);
    const { tests } = classifyByShuffling({ positions, headings }, activity, rng, {
      ...options,
      headingBins: 5,
    });
    const tuning = headDirectionTuning(headings, cell(0), { bins: 5 });
    expect(tests.headDirection![0]!.observed).toBe(meanVector(tuning.curves).length);
    expect(tests.speed).toBeUndefined();
  });

  it('pools the shuffles of all cells where told to', () => {
    const { tests, thresholds } = classifyByShuffling(path, activity, rng, { ...options, pooled: true });
    const common = pooledThreshold(tests.border!, 95);
    expect([...thresholds.border!.values]).toEqual([common, common]);
    const usual = classifyByShuffling(path, activity, rng, { ...options, pooled: true, percentile: 99 });
    expect(usual.thresholds.place!.values[0]).toBe(pooledThreshold(usual.tests.place!));
  });

  it('says what does not fit', () => {
    const short = ndArray(new Float64Array(4), [4]);
    expect(() => classifyByShuffling(path, short, rng, options)).toThrow(ShapeError);
    expect(() => classifyByShuffling(path, short, rng, options)).toThrow(
      /classifyByShuffling: activity must be \[240\]/,
    );
    for (const wrong of [{ speeds: short }, { headings: short }]) {
      expect(() => classifyByShuffling({ ...path, ...wrong }, activity, rng, options)).toThrow(ShapeError);
    }
    const oblong = { x: binEdges(0, 1, 6), y: binEdges(0, 1, 5) };
    expect(() => classifyByShuffling(path, activity, rng, { ...options, edges: oblong })).toThrow(
      /gridScore: rateMap must be square .* got \[5,6\]/,
    );
    const shuffle = { kind: 'shift', minimumOffset: 121 } as const;
    expect(() => classifyByShuffling(path, activity, rng, { ...options, shuffle })).toThrow(ConfigError);
  });
});
