import { ndArray } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { recordedSession } from './recordedSession';

const labels = {
  animal: 'rat 1',
  session: 'a',
  arena: 'box',
  bounds: { minX: 0, maxX: 1, minY: 0, maxY: 1 },
};
const vector = (...values: number[]) => ndArray(Float64Array.from(values), [values.length]);
const arrays = () => ({
  t: vector(0, 0.1, 0.2),
  pos: ndArray(Float64Array.of(0.1, 0.1, 0.2, 0.2, 0.3, 0.3), [3, 2]),
  spike_times: vector(0.15, 0.05, 0.2),
  spike_cells: ndArray(Int32Array.of(1, 1, 0), [3]),
});
const read = (changes: object) => recordedSession({ ...arrays(), ...changes }, labels, 'a.npz');

describe('recordedSession', () => {
  it('gives each cell its spikes in order, and cells without spikes where they are counted', () => {
    const session = read({ cells: vector(3), heading: vector(0, 1, 2) });
    expect(session.cells).toEqual([
      { id: 'rat 1/a/0', spikes: Float64Array.of(0.2) },
      { id: 'rat 1/a/1', spikes: Float64Array.of(0.05, 0.15) },
      { id: 'rat 1/a/2', spikes: Float64Array.of() },
    ]);
    expect(session).toMatchObject({ animal: 'rat 1', arena: 'box', synthetic: false });
    expect(session.heading).toEqual(Float64Array.of(0, 1, 2));
    expect(recordedSession(arrays(), labels, 'a.npz').cells).toHaveLength(2);
  });

  it.each([
    [{ t: vector(0, 0.2, 0.1) }, /t must increase, got 0.1 s after 0.2 s at sample 2/],
    [
      { spike_times: vector(0.1, 0.3, 0) },
      /a.npz: spikes must lie within the session, 0 to 0.2 s, got 0.3 s/,
    ],
    [{ spike_times: vector(0.1, -0.1, 0) }, /got -0.1 s at spike 1/],
    [{ spike_times: vector(0.1) }, /one number per spike, got 3 for 1 spikes/],
    [{ spike_times: vector(0.1, NaN, 0) }, /must be finite, got NaN at element 1/],
    [{ spike_cells: vector(0, 1.5, 0) }, /must be numbers from 0, got 1.5 at spike 1/],
    [{ spike_cells: vector(0, -1, 0) }, /got -1 at spike 1/],
    [{ spike_cells: undefined }, /must hold spike_cells \[spikes\], cell numbers, got nothing/],
    [{ cells: vector(1) }, /above the largest number 1, at most 1000000, got 1/],
    [{ cells: vector(2e6) }, /got 2000000/],
    [{ heading: vector(0) }, /heading must be \[3\] like t, got \[1\]/],
  ])('refuses %j', (changes, message) => {
    expect(() => read(changes)).toThrow(message);
  });
});
