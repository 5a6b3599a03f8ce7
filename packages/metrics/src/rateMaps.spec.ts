import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ConfigError, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { parkMiller } from './_fixtures';
import { binEdges, rateMap, rateMaps } from './rateMaps';

const x = [-0.5, -0.3, -0.1, 0.1, 0.3, 0.5, 0.5, 0.2, -0.2];
const y = [-0.5, 0.1, 0, 0.5, -0.4, 0.5, -0.5, 0.25, -0.25];
const positions = ndArray(Float64Array.from(x.flatMap((value, index) => [value, y[index]!])), [9, 2]);
const activity = ndArray(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), [9]);
const square = (bins: number) => ({ x: binEdges(-0.5, 0.5, bins), y: binEdges(-0.5, 0.5, bins) });
/** Printed maps are [x, y]; ours are [y, x]. */
const transposed = (rows: number[][]) => rows[0]!.flatMap((_, column) => rows.map((row) => row[column]!));

describe('rateMap', () => {
  it('gives the printed means and counts, which equal scipy binned_statistic_2d', () => {
    const { map, occupancy, dropped } = rateMap(positions, activity, square(2));
    expect([...map.values]).toEqual(
      transposed([
        [5, 2.5],
        [6, 6],
      ]),
    );
    expect([...occupancy.values]).toEqual(
      transposed([
        [2, 2],
        [2, 3],
      ]),
    );
    expect(dropped).toBe(0);
    expect([...rateMap(positions, activity, square(4)).map.values]).toEqual(
      transposed([
        [1, NaN, 2, NaN],
        [NaN, 9, 3, NaN],
        [NaN, NaN, NaN, 6],
        [6, NaN, NaN, 6],
      ]),
    );
  });

  it('has y as rows and x as columns', () => {
    const { map } = rateMap(ndArray(Float64Array.of(0.9, 0.1), [1, 2]), ndArray(Float64Array.of(5), [1]), {
      x: binEdges(0, 1, 3),
      y: binEdges(0, 1, 2),
    });
    expect(map.shape).toEqual([2, 3]);
    expect([...map.values]).toEqual([NaN, NaN, 5, NaN, NaN, NaN]);
  });

  it('closes bins on the left and the last one on both sides, and drops what is outside', () => {
    const places = ndArray(Float64Array.of(0, 0, 1, 0, 2, 0, 2.0001, 0, -0.0001, 0), [5, 2]);
    const values = ndArray(Float64Array.of(1, 2, 4, 8, 16), [5]);
    const { map, dropped } = rateMap(places, values, { x: Float64Array.of(0, 1, 2), y: binEdges(-1, 1, 1) });
    expect([...map.values]).toEqual([1, 3]);
    expect(dropped).toBe(2);
  });
});

describe('rateMaps', () => {
  it('does not depend on how the samples are cut into pieces, nor on other units', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 40 }), (seed, cut) => {
        const edges = { x: binEdges(0.1, 0.9, 4), y: binEdges(0.2, 1, 3) };
        const places = parkMiller(seed, [40, 2]);
        const rates = parkMiller(seed + 1, [40, 3]);
        const accumulator = rateMaps(edges, 3);
        for (const [start, end] of [
          [0, cut],
          [cut, 40],
        ] as const) {
          accumulator.add(
            ndArray(places.values.slice(2 * start, 2 * end), [end - start, 2]),
            ndArray(Float32Array.from(rates.values.slice(3 * start, 3 * end)), [end - start, 3]),
          );
        }
        const { maps, occupancy, dropped } = accumulator.finish();
        expect(maps.shape).toEqual([3, 3, 4]);
        expect(occupancy.values.reduce((sum, count) => sum + count, 0) + dropped).toBe(40);
        for (let unit = 0; unit < 3; unit++) {
          const one = Float32Array.from({ length: 40 }, (_, sample) => rates.values[3 * sample + unit]!);
          expect([...maps.values.slice(12 * unit, 12 * unit + 12)]).toEqual([
            ...rateMap(places, ndArray(one, [40]), edges).map.values,
          ]);
        }
      }),
    );
  });

  it('says what does not fit', () => {
    const edges = square(2);
    const accumulator = rateMaps(edges, 2);
    expect(() => accumulator.add(positions, activity)).toThrow(ShapeError);
    expect(() => accumulator.add(activity, activity)).toThrow(
      'rateMaps: positions must be [samples, 2], got [9]',
    );
    const broken = ndArray(Float64Array.of(1, 2, 3, NaN), [2, 2]);
    expect(() => accumulator.add(ndArray(new Float64Array(4), [2, 2]), broken)).toThrow(
      'rateMaps: activity must be finite, got NaN at [1, 1]',
    );
    expect(() => accumulator.add(broken, ndArray(new Float64Array(4), [2, 2]))).toThrow(DataError);
    expect(() => rateMaps({ ...edges, x: Float64Array.of(0, 0) }, 1)).toThrow(
      'rateMaps: edges.x must be two or more ascending',
    );
    expect(() => binEdges(1, 1, 4)).toThrow(ConfigError);
  });

  it('leaves the accumulator unchanged by a piece that it refuses', () => {
    const accumulator = rateMaps(square(2), 1);
    expect(() =>
      accumulator.add(ndArray(new Float64Array(4), [2, 2]), ndArray(Float64Array.of(1, NaN), [2, 1])),
    ).toThrow(DataError);
    expect(accumulator.finish().occupancy.values).toEqual(new Float64Array(4));
  });
});
