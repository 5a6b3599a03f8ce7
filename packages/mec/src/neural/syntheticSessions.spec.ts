import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { kindsOf, SyntheticAnimals, syntheticSessions } from './syntheticSessions';

const config = SyntheticAnimals.parse({ animals: 2, cells: 10, duration: 60 });

describe('kindsOf', () => {
  it('gives whole cells by weight, largest remainders first', () => {
    const mixture = { grid: 1, border: 1, headDirection: 0, speed: 0, conjunctive: 0, heterogeneous: 2 };
    expect(kindsOf({ cells: 8, mixture })).toEqual([
      ...['grid', 'grid', 'border', 'border'],
      ...['heterogeneous', 'heterogeneous', 'heterogeneous', 'heterogeneous'],
    ]);
    // 7 cells are 1.75, 1.75 and 3.5: the two remainders of 0.75 are served first.
    expect(kindsOf({ cells: 7, mixture }).filter((kind) => kind === 'heterogeneous')).toHaveLength(3);
  });
});

describe('syntheticSessions in other arenas', () => {
  const mixture = { grid: 0, border: 1, headDirection: 0, speed: 0, conjunctive: 0, heterogeneous: 0 };
  const own = { animals: 1, cells: 6, duration: 400, mixture, backgroundRate: 0, gainSd: 0 };
  const of = (arena: object) =>
    syntheticSessions(SyntheticAnimals.parse({ ...own, arena }), createRng(2))[0]!;

  it('walk in a circle, where border cells fire at its wall', () => {
    const { shape, arena, bounds, path, cells } = of({ kind: 'circle', radius: 0.5 });
    expect([shape, arena]).toEqual(['circle', 'synthetic circle of radius 0.5 m']);
    expect(bounds).toEqual({ minX: -0.5, maxX: 0.5, minY: -0.5, maxY: 0.5 });
    const radius = (at: number) => Math.hypot(path.pos[2 * at]!, path.pos[2 * at + 1]!);
    const mean = (radii: number[]) => radii.reduce((sum, r) => sum + r, 0) / radii.length;
    const everywhere = mean([...path.t.keys()].map(radius));
    const spikes = cells.flatMap((cell) => [...cell.spikes].map((time) => Math.floor(time / 0.02 + 1e-9)));
    expect(spikes.length).toBeGreaterThan(300);
    expect(mean(spikes.map(radius))).toBeGreaterThan(everywhere + 0.03);
    expect(Math.max(...[...path.t.keys()].map(radius))).toBeLessThan(0.56);
  });

  it('walk round a track, where there is no border to fire at', () => {
    const { shape, path, cells } = of({ kind: 'track', length: 2 });
    expect(shape).toBe('track');
    expect(cells.every(({ spikes }) => spikes.length === 0)).toBe(true);
    expect(path.pos.every((value, at) => (at % 2 === 1 ? value === 0 : value >= 0 && value <= 2))).toBe(true);
    const laps = path.t.subarray(1).filter((_, at) => path.pos[2 * at + 2]! < path.pos[2 * at]!).length;
    expect(laps).toBeGreaterThan(10);
  });
});

describe('syntheticSessions', () => {
  const sessions = syntheticSessions(config, createRng(1));

  it('says of each session and each cell that it was made', () => {
    expect(sessions.map(({ animal, synthetic }) => [animal, synthetic])).toEqual([
      ['synthetic-0', true],
      ['synthetic-1', true],
    ]);
    expect(sessions[0]!.arena).toContain('synthetic');
    expect(sessions[0]!.cells.map(({ truth }) => truth)).toEqual(kindsOf(config));
  });

  it('keeps spikes in order and within the session', () => {
    for (const { cells, path } of sessions) {
      for (const { spikes } of cells) {
        expect([...spikes]).toEqual([...spikes].sort((a, b) => a - b));
        if (spikes.length === 0) continue;
        expect(spikes[0]).toBeGreaterThanOrEqual(path.t[0]!);
        expect(spikes.at(-1)).toBeLessThanOrEqual(path.t.at(-1)!);
      }
    }
  });

  it('is the same from the same rng; animals differ', () => {
    expect(syntheticSessions(config, createRng(1))).toEqual(sessions);
    expect(sessions[0]!.path.pos).not.toEqual(sessions[1]!.path.pos);
    expect(sessions[0]!.cells[0]!.spikes).not.toEqual(sessions[1]!.cells[0]!.spikes);
  });

  it('fires Poisson spikes at the background rate where the tuning is silent', () => {
    const silent = SyntheticAnimals.parse({
      ...{ animals: 1, cells: 40, duration: 100, backgroundRate: 2 },
      mixture: { grid: 0, border: 0, headDirection: 0, speed: 1, conjunctive: 0, heterogeneous: 0 },
      motion: { speedScale: 0 },
    });
    const counts = syntheticSessions(silent, createRng(3))[0]!.cells.map(({ spikes }) => spikes.length);
    const mean = counts.reduce((sum, count) => sum + count, 0) / 40;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 39;
    // 200 expected of each; the mean of 40 has a standard error of 2.2, the variance one of 45.
    expect(Math.abs(mean - 200)).toBeLessThan(7);
    expect(Math.abs(variance - 200)).toBeLessThan(140);
  });
});
