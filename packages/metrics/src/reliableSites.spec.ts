import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import { table, vector } from './_fixtures';
import { reliableSites, reliableWindow } from './reliableSites';

describe('reliableSites', () => {
  it('keeps sites at or above the threshold and counts the others', () => {
    const found = reliableSites(vector(0.3, 0.29, NaN, -2, 0.9), { threshold: 0.3 });
    expect([...found.sites]).toEqual([0, 4]);
    expect([found.unreliable, found.undefinedSites, found.n]).toEqual([2, 1, 5]);
  });

  it('goes by the best bin', () => {
    const reliability = table([
      [0.1, NaN, NaN, 0.6],
      [0.5, 0.5, NaN, -1],
      [0.2, 0.4, NaN, NaN],
    ]);
    const found = reliableSites(reliability, { threshold: 0.5 });
    expect([...found.sites]).toEqual([0, 1, 3]);
    expect([found.unreliable, found.undefinedSites]).toEqual([0, 1]);
  });

  it('names what does not fit', () => {
    const cube = ndArray(new Float64Array(1), [1, 1, 1]);
    expect(() => reliableSites(cube, { threshold: 0 })).toThrow(
      /\[sites\] or \[bins, sites\], got \[1,1,1\]/,
    );
    expect(() => reliableSites(vector(), { threshold: 0 })).toThrow(/got \[0\]/);
    expect(() => reliableSites(vector(1), { threshold: NaN })).toThrow(/threshold must be finite, got NaN/);
  });
});

describe('reliableWindow', () => {
  const bins = (...medians: number[]) => table(medians.map((median) => [median - 0.1, median, median + 0.2]));

  it('is the longest run of bins whose median passes', () => {
    const { start, end, medians } = reliableWindow(bins(0.4, 0.1, 0.3, 0.5, 0.35, 0.2, 0.9, 0.9), {
      threshold: 0.3,
    });
    expect([start, end]).toEqual([2, 5]);
    expect([...medians.values]).toEqual([0.4, 0.1, 0.3, 0.5, 0.35, 0.2, 0.9, 0.9]);
  });

  it('is the earliest of equal runs, and may be one bin or reach the end', () => {
    expect(reliableWindow(bins(0, 1, 1, 0, 1, 1), { threshold: 0.5 })).toMatchObject({ start: 1, end: 3 });
    expect(reliableWindow(bins(0, 1, 0), { threshold: 0.5 })).toMatchObject({ start: 1, end: 2 });
    expect(reliableWindow(bins(1, 0, 1, 1), { threshold: 0.5 })).toMatchObject({ start: 2, end: 4 });
    expect(reliableWindow(bins(1, 1), { threshold: 0.5 })).toMatchObject({ start: 0, end: 2 });
  });

  it('is empty where no bin passes; sites without a value have no vote', () => {
    expect(reliableWindow(bins(0.1, 0.2), { threshold: 0.5 })).toMatchObject({ start: 0, end: 0 });
    const { start, end, medians } = reliableWindow(
      table([
        [NaN, NaN, NaN],
        [NaN, 0.6, 0.8],
      ]),
      { threshold: 0.5 },
    );
    expect([start, end]).toEqual([1, 2]);
    expect([...medians.values]).toEqual([NaN, 0.7]);
  });

  it('names what does not fit', () => {
    expect(() => reliableWindow(vector(1, 2), { threshold: 0 })).toThrow(
      /reliability must be \[bins, sites\], got \[2\]/,
    );
    expect(() => reliableWindow(bins(1), { threshold: Infinity })).toThrow(/must be finite, got Infinity/);
  });
});
