import { createRng, ndArray, type Score } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { CellsConfig } from './CellsConfig';
import { lnScores, lnShares, pooledLn } from './lnScores';

const groups = [
  { counts: { position: 3, heading: 1, none: 0 }, n: 3, without: 1 },
  { counts: { position: 0, heading: 0, none: 1 }, n: 1, without: 0 },
];

describe('pooledLn', () => {
  it('counts the cells of all groups together, those without a model apart', () => {
    expect(pooledLn(groups)).toEqual({
      shares: { position: 0.75, heading: 0.25, none: 0.25 },
      n: 4,
      without: 1,
    });
  });

  it('yields a share of each variable, and nothing where no cell was looked at', () => {
    const scores = [...lnShares(groups, { of: 'animals' })].map((event) => (event as { score: Score }).score);
    expect(scores.map(({ metric, value, n }) => [metric, value, n])).toEqual([
      ['lnShare', 0.75, 4],
      ['lnShare', 0.25, 4],
      ['lnShare', 0.25, 4],
      ['cellsWithoutLn', 1, 5],
    ]);
    expect(scores[1]!.labels).toEqual({ of: 'animals', variable: 'heading' });
    expect([...lnShares([{ counts: {}, n: 0, without: 0 }], {})]).toEqual([]);
  });
});

describe('lnScores', () => {
  const n = 4000;
  const stream = createRng(5).stream();
  const x = Float64Array.from({ length: n }, () => stream.uniform() * 2);
  const positions = ndArray(
    Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 === 0 ? x[at / 2]! : 0)),
    [n, 2],
  );
  const speeds = ndArray(
    Float64Array.from({ length: n }, () => stream.uniform()),
    [n],
  );
  // A unit for place along the track, one for speed, one that is silent, one that is alike everywhere.
  const activity = Float64Array.from({ length: 4 * n }, (_, at) => {
    const sample = Math.floor(at / 4);
    return [Math.exp(-((x[sample]! - 1) ** 2) / 0.02), speeds.values[sample]!, -1, 1][at % 4]!;
  });
  const held = {
    path: { positions, speeds },
    activity: ndArray(activity, [n, 4]),
    ids: ['place', 'speed', 'silent', 'flat'],
  };
  const options = {
    config: CellsConfig.parse({ ln: { cells: 4, positionBins: 10, meanRate: 20 } }),
    bounds: { minX: 0, maxX: 2, minY: 0, maxY: 0 },
    shape: 'track',
    highestSpeed: 1.1,
    labels: { of: 'model' },
    step: 0.02,
  } as const;
  const follow = (own: object = {}) => {
    const events = lnScores(held, { ...options, rng: createRng(1), ...own });
    const found = new Map<unknown, unknown>();
    for (let next = events.next(); ; next = events.next()) {
      if (next.done === true) return { found, counts: next.value };
      const { labels } = (next.value as { score: Score }).score;
      found.set(labels['cell'], labels['selected']);
    }
  };

  it('tells what units on a track code for from the spikes that they are given', () => {
    const { found, counts } = follow();
    expect(found).toEqual(
      new Map([
        ['place', 'position'],
        ['speed', 'speed'],
        ['flat', 'none'],
      ]),
    );
    expect(counts).toEqual({ counts: { position: 1, speed: 1, none: 1 }, n: 3, without: 1 });
  });

  it('looks at no more cells than it is told to, drawn by the seed', () => {
    const config = CellsConfig.parse({ ln: { cells: 2, positionBins: 10, meanRate: 20 } });
    const drawn = [1, 2, 3, 4, 5, 6].map((seed) => {
      const { found, counts } = follow({ config, rng: createRng(seed) });
      expect(counts.n + counts.without).toBe(2);
      return [...found.keys()].join();
    });
    expect(new Set(drawn).size).toBeGreaterThan(1);
    expect(follow({ config: CellsConfig.parse({ ln: { cells: 0 } }) }).counts.n).toBe(0);
  });
});
