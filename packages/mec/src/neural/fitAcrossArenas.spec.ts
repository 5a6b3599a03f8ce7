import { ndArray } from '@goal-driven/core/arrays';
import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { Binning, binSessions } from './binSessions';
import { cellsInBoth, fitAcrossArenas, takeMaps } from './fitAcrossArenas';
import { FitMap } from './FitMap';
import { SyntheticAnimals, syntheticSessions } from './syntheticSessions';

const random = createRng(2).stream();
const maps = (units: number, rows: number, columns: number) =>
  ndArray(
    Float64Array.from({ length: units * rows * columns }, () => random.normal()),
    [units, rows, columns],
  );
/** Two cells that are a unit each, the second with its sign turned, the third constant. */
const cellsOf = ({ values, shape }: ReturnType<typeof maps>) => {
  const size = shape[1]! * shape[2]!;
  return ndArray(
    Float64Array.from({ length: 3 * size }, (_, at) => {
      if (at < size) return values[at]!;
      return at < 2 * size ? -values[at]! : 4;
    }),
    [3, shape[1]!, shape[2]!],
  );
};
const least = FitMap.parse({ kind: 'leastSquares' });

describe('fitAcrossArenas', () => {
  const [small, large] = [maps(2, 3, 3), maps(2, 4, 5)];

  it('predicts in a second arena, of other size, what it was fitted to in the first', () => {
    const [first, second] = [small, large].map((source) => ({ source, target: cellsOf(source) }));
    const values = fitAcrossArenas(first!, second!, least);
    expect([values[0], values[1]].map((value) => value!.toFixed(9))).toEqual(['1.000000000', '1.000000000']);
    expect(values[2]).toBeNaN();
    const turned = ndArray(
      second!.target.values.map((value) => -value),
      second!.target.shape,
    );
    expect(fitAcrossArenas(first!, { source: large, target: turned }, least)[0]).toBeCloseTo(-1, 9);
  });

  it('leaves out bins without a value', () => {
    const holed = ndArray(large.values.slice(), large.shape);
    holed.values[0] = NaN;
    const target = cellsOf(large);
    target.values[0] = 1e3; // in the bin that is left out
    expect(
      fitAcrossArenas({ source: small, target: cellsOf(small) }, { source: holed, target }, least)[0],
    ).toBeCloseTo(1, 9);
  });

  it('refuses other units, other cells and other bins', () => {
    const [first, second] = [small, large].map((source) => ({ source, target: cellsOf(source) }));
    expect(() => fitAcrossArenas(first!, { ...second!, source: maps(3, 4, 5) }, least)).toThrow(
      /source must have the 2 maps of the first arena, got 3/,
    );
    expect(() => fitAcrossArenas(first!, { ...second!, target: maps(2, 4, 5) }, least)).toThrow(
      /target must have the 3 maps of the first arena, got 2/,
    );
    expect(() => fitAcrossArenas(first!, { ...second!, source: small }, least)).toThrow(
      /fitAcrossArenas: source and target must be maps of the same bins/,
    );
  });
});

describe('cells of synthetic animals in several arenas', () => {
  const mixture = { grid: 0, border: 1, headDirection: 0, speed: 0, conjunctive: 0, heterogeneous: 1 };
  const config = SyntheticAnimals.parse({
    ...{ animals: 2, cells: 4, duration: 400, mixture },
    otherArenas: [{ width: 1.2, height: 0.8 }],
  });
  const sessions = syntheticSessions(config, createRng(5));

  it('are the same in either, on other walks', () => {
    const { arenas } = binSessions(sessions, Binning.parse({ binWidth: 0.1 }));
    expect(arenas.map(({ arena, animals }) => [arena, animals.length])).toEqual([
      ['synthetic 1 m x 1 m', 2],
      ['synthetic 1.2 m x 0.8 m', 2],
    ]);
    const [first, second] = arenas.map(({ animals }) => animals[0]!);
    expect(cellsInBoth(first!, second!)).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(cellsInBoth(first!, arenas[1]!.animals[1]!)).toEqual([]);
    expect(second!.maps.shape).toEqual([4, 8, 12]);
    expect(sessions[0]!.path.pos.subarray(0, 4)).not.toEqual(sessions[1]!.path.pos.subarray(0, 4));
    // A border cell keeps its wall: the side of most activity.
    const sides = [first!, second!].map(({ maps: { values, shape } }) => {
      const [rows, columns] = shape.slice(1) as [number, number];
      const mean = (own: (row: number, column: number) => boolean) => {
        const bins = [...values.subarray(0, rows * columns)].filter((_, bin) =>
          own(Math.floor(bin / columns), bin % columns),
        );
        return bins.reduce((sum, rate) => sum + rate, 0) / bins.length;
      };
      const all = [
        mean((row) => row === 0),
        mean((row) => row === rows - 1),
        mean((_, column) => column === 0),
        mean((_, column) => column === columns - 1),
      ];
      return all.indexOf(Math.max(...all));
    });
    expect(sides[0]).toBe(sides[1]);
  });

  it('are what they were where no other arena is asked for', () => {
    const [alone] = syntheticSessions({ ...config, otherArenas: [] }, createRng(5));
    expect(alone).toEqual(sessions[0]);
    const twice = { ...config, otherArenas: [config.arena] };
    expect(() => syntheticSessions(twice, createRng(5))).toThrow(/arenas must differ in size/);
  });
});

describe('takeMaps', () => {
  it('takes maps by number, in the order asked for', () => {
    const all = ndArray(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 1, 2]);
    expect(takeMaps(all, [2, 0])).toEqual(ndArray(Float64Array.of(5, 6, 1, 2), [2, 1, 2]));
  });
});
