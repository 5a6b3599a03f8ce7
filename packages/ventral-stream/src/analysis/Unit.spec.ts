import { createRng, ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { responsiveUnits } from './responsiveUnits';
import { unitLabel, unitTraces } from './Unit';

/** One image, two timesteps, a map of 1 x 2 pixels with two channels. */
const layer = ndArray(Float32Array.of(0, 1, 2, 3, 5, 0, 2, 9), [1, 2, 1, 2, 2]);

describe('units', () => {
  it('have the traces that stand at their place', () => {
    expect(unitTraces(layer, { node: 'a', at: [0, 0, 0] })).toEqual([[0, 5]]);
    expect(unitTraces(layer, { node: 'a', at: [0, 1, 1] })).toEqual([[3, 9]]);
    const vectors = ndArray(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [2, 2, 2]);
    expect(unitTraces(vectors, { node: 'out', at: [1] })).toEqual([
      [2, 4],
      [6, 8],
    ]);
    expect(unitLabel({ node: 'a', at: [0, 1, 7] })).toBe('a channel 7 at (0, 1)');
    expect(unitLabel({ node: 'out', at: [3] })).toBe('out channel 3');
  });

  it('are found by how far they move, one of each channel', () => {
    // Ranges: pixel 0 has 5 and 1, pixel 1 has 0 and 6.
    expect(responsiveUnits('a', layer, { count: 5 })).toEqual([
      { node: 'a', at: [0, 1, 1] },
      { node: 'a', at: [0, 0, 0] },
    ]);
    expect(responsiveUnits('a', layer, { count: 1 })).toHaveLength(1);
    // The middle of a map of two columns is the second one.
    expect(responsiveUnits('a', layer, { count: 5, central: true })).toEqual([
      { node: 'a', at: [0, 1, 1] },
      { node: 'a', at: [0, 1, 0] },
    ]);
  });

  it('move no less than any other of their layer', () => {
    const values = Float32Array.from(createRng(3).normal(3 * 4 * 5 * 5 * 6));
    const drawn = ndArray(values, [3, 4, 5, 5, 6]);
    const range = (at: number[]) =>
      unitTraces(drawn, { node: 'a', at }).reduce(
        (sum, trace) => sum + (Math.max(...trace) - Math.min(...trace)) / 3,
        0,
      );
    const [best] = responsiveUnits('a', drawn, { count: 1 });
    for (let y = 0; y < 5; y++)
      for (let x = 0; x < 5; x++)
        for (let c = 0; c < 6; c++) expect(range([y, x, c])).toBeLessThanOrEqual(range([...best!.at]));
  });

  it('must be there', () => {
    expect(() => unitTraces(layer, { node: 'a', at: [0, 2, 0] })).toThrow(
      'unitIndex: a unit of a must be within [1,2,2], got [0,2,0]',
    );
    expect(() => unitTraces(layer, { node: 'a', at: [0] })).toThrow('got [0]');
  });
});
