import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { gridScores, smoothRateMaps } from '@goal-driven/metrics';
import { ndArray } from '@goal-driven/core/arrays';
import { Binning, binSessions } from './binSessions';
import type { RecordedSession } from './recordedSession';
import { SyntheticAnimals, syntheticSessions } from './syntheticSessions';

const plain = Binning.parse({ binWidth: 1, smoothing: 'none', longestGap: 2, trials: 2, trialBlock: 3 });

/** Nine samples, 1 s apart: bins 0 .. 8 of a 3 m x 3 m arena in turn, row by row. */
const tour = (spikes: number[], changes: Partial<RecordedSession> = {}): RecordedSession => ({
  animal: 'a',
  session: '1',
  arena: 'box',
  bounds: { minX: 0, maxX: 3, minY: 0, maxY: 3 },
  path: {
    t: Float64Array.from({ length: 9 }, (_, index) => index),
    pos: Float64Array.from({ length: 18 }, (_, at) => {
      const bin = Math.floor(at / 2);
      return at % 2 === 0 ? (bin % 3) + 0.5 : Math.floor(bin / 3) + 0.5;
    }),
  },
  cells: [{ id: 'a/1/0', spikes: Float64Array.from(spikes) }],
  synthetic: false,
  ...changes,
});
const only = (session: RecordedSession, binning = plain) =>
  binSessions([session], binning).arenas[0]!.animals[0]!;

describe('binSessions', () => {
  it('counts spikes over the time in each bin', () => {
    const { maps, sessions } = only(tour([0, 0.5, 4.2, 8]));
    expect(maps.shape).toEqual([1, 3, 3]);
    expect([...maps.values]).toEqual([2, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect([...sessions[0]!.occupancy.values]).toEqual(new Array(9).fill(1));
    expect(sessions[0]!.leftOut).toEqual({ gaps: 0, slow: 0, outside: 0 });
  });

  it('gives blocks of the session to the trials in turn, bins where a trial never was as NaN', () => {
    const { trials } = only(tour([0, 4.2, 8]));
    expect(trials.shape).toEqual([2, 1, 3, 3]);
    // Blocks of 3 s: rows 0 and 2 in the first trial, row 1 in the second.
    expect([...trials.values.subarray(0, 9)]).toEqual([1, 0, 0, NaN, NaN, NaN, 0, 0, 1]);
    expect([...trials.values.subarray(9)]).toEqual([NaN, NaN, NaN, 0, 1, 0, NaN, NaN, NaN]);
  });

  it('leaves out gaps, slow times and what lies outside, and counts their spikes', () => {
    const session = tour([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const { t, pos } = session.path;
    const path = { t: t.map((time) => (time > 3 ? time + 5 : time)), pos: pos.slice() };
    path.pos.set([-1, 0.5], 2 * 1); // outside
    path.pos.set([...path.pos.subarray(12, 14)], 14); // samples 6 and 7 at one place: slow
    const spikes = path.t.slice();
    const binning = { ...plain, lowestSpeed: 0.1 };
    const { maps, sessions } = only({ ...session, path, cells: [{ id: 'a', spikes }] }, binning);
    // Sample 3 lasts 6 s; sample 6 does not move, nor does the last one, which has no next.
    expect(sessions[0]!.leftOut).toEqual({ gaps: 1, slow: 2, outside: 1 });
    expect([...maps.values]).toEqual([1, NaN, 1, NaN, 1, 1, 1, NaN, NaN]);
  });

  it('smooths the rate with zeros around, or spikes and time apart', () => {
    const session = tour([0, 4.2]);
    const raw = only(session).maps;
    expect(only(session, { ...plain, smoothing: 'rate' }).maps).toEqual(
      smoothRateMaps(raw, { sd: 1, form: 'zeroFilled' }),
    );
    const occupancy = ndArray(new Float64Array(9).fill(1), [3, 3]);
    expect(only(session, { ...plain, smoothing: 'spikesAndTime' }).maps).toEqual(
      smoothRateMaps(raw, { sd: 1, form: 'normalised', occupancy }),
    );
  });

  it('puts the sessions of an animal side by side, and animals by arena', () => {
    const { arenas } = binSessions(
      [tour([0]), tour([1], { session: '2' }), tour([2], { animal: 'b' }), tour([3], { arena: 'other' })],
      plain,
    );
    expect(arenas.map(({ arena, animals }) => [arena, animals.map(({ animal }) => animal)])).toEqual([
      ['box', ['a', 'b']],
      ['other', ['a']],
    ]);
    const [first] = arenas[0]!.animals;
    expect(first!.cells.map(({ session }) => session)).toEqual(['1', '2']);
    expect(first!.maps.shape).toEqual([2, 3, 3]);
    expect(first!.trials.shape).toEqual([2, 2, 3, 3]);
    expect([first!.maps.values[0], first!.maps.values[9 + 1]]).toEqual([1, 1]);
    expect([first!.trials.values[0], first!.trials.values[9 + 1]]).toEqual([1, 1]);
  });

  it('refuses arenas that are not one, and too few bins', () => {
    expect(() => binSessions([tour([]), tour([])], plain)).toThrow(/names that differ, got 1, 1 of a in box/);
    const wide = { minX: 0, maxX: 4, minY: 0, maxY: 3 };
    expect(() => binSessions([tour([]), tour([], { bounds: wide })], plain)).toThrow(/same walls/);
    expect(() => binSessions([tour([]), tour([], { synthetic: true })], plain)).toThrow(/all synthetic/);
    expect(() => only(tour([]), { ...plain, binWidth: 1.4 })).toThrow(/at least 3 bins a side, got 2 x 2/);
  });

  it('finds the grids of synthetic grid cells, and not in the others', () => {
    const mixture = { grid: 1, border: 0, headDirection: 1, speed: 0, conjunctive: 0, heterogeneous: 1 };
    const config = SyntheticAnimals.parse({ animals: 1, cells: 12, duration: 1200, modules: 1, mixture });
    const [arena] = binSessions(syntheticSessions(config, createRng(4)), Binning.parse({})).arenas;
    expect(arena!.synthetic).toBe(true);
    const { maps, cells } = arena!.animals[0]!;
    const scores = cells.map(({ truth }, cell) => ({
      truth,
      score: gridScores(ndArray(maps.values.subarray(400 * cell, 400 * (cell + 1)), [20, 20])).score60,
    }));
    const median = (kind: string) =>
      scores
        .filter(({ truth }) => truth === kind)
        .map(({ score }) => score)
        .sort((a, b) => a - b)[2]!;
    expect(median('grid')).toBeGreaterThan(0.6);
    expect(median('headDirection')).toBeLessThan(0.3);
    expect(median('heterogeneous')).toBeLessThan(0.4);
  });
});
