import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import { vector } from '../_fixtures';
import { pathExample } from '../_pathFixtures';
import { metrics } from '../metrics';

const { positions, activity, headings, speeds } = pathExample();

describe('cellClasses', () => {
  const scores = ndArray(Float64Array.of(0.9, 0.1, 0.2, 0.6, 0.1, NaN), [3, 2]);

  it('has the thresholds of the study for grid and border cells', () => {
    expect(metrics.cellClasses.run({ scores })).toEqual({
      labels: [['grid'], ['border'], []],
      fractions: { grid: 1 / 3, border: 1 / 3, conjunctive: 0, none: 1 / 3, heterogeneous: 1 / 3 },
      counts: { grid: 1, border: 1, conjunctive: 0, none: 1, heterogeneous: 1 },
      undefinedScores: { grid: 0, border: 1 },
      n: 3,
    });
  });

  it('takes other classes and thresholds, one for all cells or one for each', () => {
    const classes = ['speed', 'place'];
    const each = ndArray(Float64Array.of(1, 0, 0, 0, 0, 0), [3, 2]);
    const common = metrics.cellClasses.run({ scores, thresholds: vector(0.15, 0.5) }, { classes });
    expect(common['labels']).toEqual([['speed'], ['speed', 'place'], []]);
    expect(metrics.cellClasses.run({ scores, thresholds: each }, { classes })['labels']).toEqual([
      ['place'],
      ['speed', 'place'],
      ['speed'],
    ]);
  });

  it('says what is missing', () => {
    const { run } = metrics.cellClasses;
    expect(() => run({ scores }, { classes: ['grid', 'speed'] })).toThrow(
      /thresholds must be given for speed, got none/,
    );
    expect(() => run({ scores }, { classes: ['grid'] })).toThrow(/a column for each of grid, got 2 and 1/);
    expect(() => run({ scores, thresholds: vector(1) })).toThrow(/got 2 and 1/);
  });
});

describe('shuffledCellClasses', () => {
  it('takes seconds for offsets, and finds the place cell of two', () => {
    const options = { bins: 6, shuffles: 60, minimumOffset: 0.4, x: [0, 1], y: [0, 1] };
    const result = metrics.shuffledCellClasses.run({ positions, activity, headings, speeds }, options);
    const { labels, scores, pValues } = result as unknown as {
      labels: string[][];
      scores: { [name: string]: Float64Array };
      pValues: { [name: string]: Float64Array };
    };
    expect(labels[0]).toContain('place');
    expect(labels[1]).not.toContain('place');
    expect(pValues['place']![0]).toBeCloseTo(1 / 61, 12);
    expect(Object.keys(scores)).toEqual(['grid', 'border', 'place', 'headDirection', 'speed']);
    const halves = { ...options, minimumOffset: 2.41 };
    expect(() => metrics.shuffledCellClasses.run({ positions, activity }, halves)).toThrow(
      /at most half of the 240 samples, got 121/,
    );
    const permuted = metrics.shuffledCellClasses.run(
      { positions, activity },
      { ...halves, shuffle: 'permutation' },
    );
    expect(permuted.n).toBe(2);
  });
});

describe('rateMaps', () => {
  it('spans the path unless walls are given', () => {
    const places = ndArray(Float64Array.of(0, 2, 1, 4, 3, 6), [3, 2]);
    const values = (options: { [option: string]: unknown }) => {
      const result = metrics.rateMaps.run({ positions: places, activity: vector(1, 2, 3) }, options);
      return [...(result['values'] as { values: Float64Array }).values, result['dropped']];
    };
    expect(values({ bins: 2 })).toEqual([1, NaN, 2, 3, 0]);
    expect(values({ bins: 1, x: [0, 1] })).toEqual([1.5, 1]);
    expect(values({ bins: 1, y: [3, 5] })).toEqual([2, 2]);
  });
});

describe('lnpForwardSelection', () => {
  it('codes of each unit, with what each variable contributes, in the arena given', () => {
    const options = {
      positionBins: 3,
      headingBins: 3,
      speedBins: 3,
      sectionsPerFold: 2,
      highestSpeed: 0.3,
      x: [0, 1],
    };
    const result = metrics.lnpForwardSelection.run(
      { counts: activity, positions, headings, speeds },
      options,
    );
    const slow = speeds.values.filter((speed) => speed < 0.3).length;
    expect(result['samples']).toBe(slow);
    expect(slow).toBeLessThan(240);
    expect(result.n).toBe(2);
    const selected = result['selected'] as string[][];
    expect(selected[0]).toEqual(['position']);
    expect(result['unclassified']).toBe(selected.filter((names) => names.length === 0).length);
    expect((result['increases'] as { shape: number[] }).shape).toEqual([2, 10]);
    const contributions = result['contributions'] as { [name: string]: Float64Array };
    expect(Object.keys(contributions)).toEqual(['position', 'heading', 'speed']);
    expect(contributions['position']![0]).toBeCloseTo((result['values'] as Float64Array)[0]!, 12);
  });
});
