import { ndArray } from '@goal-driven/core/arrays';
import { nmf } from '@goal-driven/metrics';
import { describe, expect, it } from 'vitest';
import { createRng } from '@goal-driven/core/arrays';
import type { PathIntegrationBatch } from '../pathIntegrationStream';
import { Baseline, baselineName } from './Baseline';
import { fitBaseline } from './fitBaseline';
import { parkMiller } from './_parkMiller.fixture';
import { featureMaps, placeMaps } from './placeMaps';

const bounds = { minX: 0, maxX: 3, minY: 0, maxY: 3 };
const array = (values: number[], shape: number[]) => ndArray(Float32Array.from(values), shape);

async function* batches(): AsyncGenerator<PathIntegrationBatch> {
  // two paths of two steps; the third and fourth position share a bin
  yield {
    velocity: array([1, 0, 2, 0, 3, 0, 5, 8], [2, 2, 2]),
    start: array([0, 0], [2, 1]),
    target: array([0.5, 0.25, 1, 0], [2, 2, 1]),
    position: array([0.5, 0.5, 2.5, 0.5, 1.5, 2.5, 1.6, 2.6], [2, 2, 2]),
  };
}

describe('maps of place code and velocity', () => {
  it('are means over the samples of each visited bin, rows from the south', async () => {
    const { place, velocity, occupancy } = await placeMaps(batches(), bounds, 1);
    expect([...occupancy.values]).toEqual([1, 0, 1, 0, 0, 0, 0, 2, 0]);
    expect(place).toEqual(ndArray(Float64Array.of(0.5, 0.25, 0.5), [3, 1]));
    expect(velocity).toEqual(ndArray(Float64Array.of(1, 0, 2, 0, 4, 4), [3, 2]));
  });

  it('become maps again, NaN where nobody was', async () => {
    const { velocity, occupancy } = await placeMaps(batches(), bounds, 1);
    const { maps } = featureMaps(velocity, occupancy);
    expect(maps.shape).toEqual([2, 3, 3]);
    expect([...maps.values]).toEqual([
      ...[1, NaN, 2, NaN, NaN, NaN, NaN, 4, NaN],
      ...[0, NaN, 0, NaN, NaN, NaN, NaN, 4, NaN],
    ]);
  });
});

describe('a fitted baseline', () => {
  const place = parkMiller(121, [8, 6]);
  const velocity = parkMiller(9, [8, 2]);
  const occupancy = ndArray(new Float64Array(8).fill(1), [1, 8]);
  const maps = { place, velocity, occupancy };
  const other = { ...maps, place: parkMiller(122, [3, 6]) };
  const fit = (choice: object) => fitBaseline(Baseline.parse(choice), maps, createRng(1));

  it('of place cells and of velocity is the maps themselves', () => {
    expect(fit({ kind: 'placeCells' }).features(other)).toBe(other.place);
    expect(fit({ kind: 'velocity' }).features(other)).toBe(velocity);
  });

  it('of NMF has the published start, and weights for other maps', () => {
    const features = fit({ kind: 'nmf', components: 2 }).features(other);
    // specs/mec.md 9.4, scikit-learn 1.2.1
    const expected = [0.5114698176, 0.4294739925, 0.4057846695, 0.833177702, 0.4365197048, 0.8346126347];
    expected.forEach((value, at) => expect(features.values[at]).toBeCloseTo(value, 9));
    const seeded = nmf(place, {
      components: 2,
      start: { kind: 'random', seed: 3 },
      maxSweeps: 7,
      tolerance: 0,
    });
    const own = fit({ kind: 'nmf', components: 2, seed: 3, maxSweeps: 7, tolerance: 0 }).features(other);
    expect(own).toEqual(seeded.transform(other.place));
  });

  it.each([
    [{ kind: 'pca', components: 2 }, false],
    [{ kind: 'nonNegativePca', components: 2 }, false],
    [{ kind: 'hebbian', components: 2, epochs: 1 }, false],
    [{ kind: 'lowRank', components: 2 }, true],
  ])('%j gives as many features as components, of maps of any size', (choice, positive) => {
    const features = fit(choice).features(other);
    expect(features.shape).toEqual([3, 2]);
    expect(features.values.every(Number.isFinite)).toBe(true);
    if (positive) expect(Math.min(...features.values)).toBeGreaterThanOrEqual(0);
    expect(fit(choice).features(other)).toEqual(features);
  });

  it('of unconstrained low rank spans what the principal components span', () => {
    const [low, principal] = [
      { kind: 'lowRank', nonNegative: false, components: 2 },
      { kind: 'pca', components: 2 },
    ].map((choice) => fit(choice).features(other));
    expect(low).toEqual(principal);
  });

  it('has a name', () => {
    const named = [
      { kind: 'placeCells' },
      { kind: 'velocity' },
      { kind: 'nmf' },
      { kind: 'pca', components: 3 },
      { kind: 'nonNegativePca', components: 4 },
      { kind: 'hebbian' },
      { kind: 'hebbian', nonNegative: false },
      { kind: 'lowRank', components: 5 },
      { kind: 'lowRank', nonNegative: false },
    ].map((choice) => baselineName(Baseline.parse(choice)));
    expect(named).toEqual([
      'place-cells',
      'velocity',
      'nmf-9',
      'pca-3',
      'non-negative-pca-4',
      'non-negative-hebbian-9',
      'hebbian-9',
      'non-negative-low-rank-5',
      'low-rank-9',
    ]);
  });
});
