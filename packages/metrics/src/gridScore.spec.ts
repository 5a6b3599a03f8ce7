import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { DataError, ndArray, readNpz, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/gridScore.json';
import { hexagonal, smoothed, squareLattice } from './_fixtureMaps';
import { parkMiller } from './_fixtures';
import { gridScore, gridScores, type GridScoreForm } from './gridScore';
import { spatialAutocorrelogram } from './spatialAutocorrelogram';

const shared = process.env['GOAL_DRIVEN_SHARED'];
const SHARED = join(shared ?? '', 'fixtures/metrics');
const noise = () => smoothed(parkMiller(101, [20, 20]));

describe('gridScore', () => {
  // [map, form, score60, its ring, score90, its ring], printed in the specification (ten digits).
  const table: [string, () => NdArray, GridScoreForm, number, number, number, number][] = [
    ['hexagonal 40 cm', () => hexagonal(40, 7), 'meanDifference', 1.453026766, 2, 0.2435135304, 7],
    ['hexagonal 40 cm', () => hexagonal(40, 7), 'minMax', 1.45277366, 2, 0.2435135304, 7],
    ['hexagonal 30 cm', () => hexagonal(30, 0), 'meanDifference', 1.647994463, 0, 0.2101671398, 4],
    ['hexagonal 30 cm', () => hexagonal(30, 0), 'minMax', 1.647886393, 0, 0.2101671398, 4],
    ['square 40 cm', () => squareLattice(40), 'meanDifference', -0.2950203503, 9, 1.637785281, 0],
    ['square 40 cm', () => squareLattice(40), 'minMax', -0.885061051, 9, 1.637785281, 0],
    ['noise', noise, 'meanDifference', -0.09004971503, 4, 0.797568952, 0],
    ['noise', noise, 'minMax', -0.2650594887, 4, 0.797568952, 0],
  ];
  for (const [name, map, form, score60, ring60, score90, ring90] of table) {
    it(`gives the printed scores and rings: ${name}, ${form}`, () => {
      const scores = gridScores(map(), { form });
      expect(Math.abs(scores.score60 - score60)).toBeLessThan(1e-9);
      expect(Math.abs(scores.score90 - score90)).toBeLessThan(1e-9);
      expect(scores.rings.indexOf(scores.ring60)).toBe(ring60);
      expect(scores.rings.indexOf(scores.ring90)).toBe(ring90);
    });
  }

  it('gives the printed scores of every ring, and their sizes', () => {
    const { rings } = gridScores(hexagonal(40, 7));
    expect(rings.map(({ pixels }) => pixels)).toEqual([148, 228, 308, 392, 504, 624, 748, 900, 1044, 1204]);
    const score60 = [
      1.2021927, 1.4490026, 1.4530268, 1.3371843, 1.3195914, 1.1555733, 0.95560305, 0.92366309, 0.93470166,
      0.92003703,
    ];
    const score90 = [
      -0.6015741, -0.72399543, -0.72067576, -0.63425879, -0.48370271, -0.20067952, 0.12582854, 0.24351353,
      0.19959599, 0.15171134,
    ];
    rings.forEach((ring, index) => {
      expect(Math.abs(ring.score60 - score60[index]!)).toBeLessThan(1e-7);
      expect(Math.abs(ring.score90 - score90[index]!)).toBeLessThan(1e-7);
    });
  });

  it.skipIf(shared === undefined)(
    'agrees to 1e-9 with the published scorer on shared maps; a constant map has no score',
    () => {
      const maps = readNpz(readFileSync(join(SHARED, 'grid_maps.npz')))['rate_maps'] as NdArray;
      const expected = JSON.parse(readFileSync(join(SHARED, 'grid_expected.json'), 'utf8')) as {
        maps: { score60: number; score90: number; mask60: number[] }[];
      };
      expected.maps.forEach(({ score60, score90, mask60 }, index) => {
        const scores = gridScores(ndArray(maps.values.slice(400 * index, 400 * (index + 1)), [20, 20]));
        if (index === 9) {
          // Constant: theirs is a score of rounding errors.
          expect(scores.score60).toBeNaN();
          expect(scores.score90).toBeNaN();
          return;
        }
        expect(Math.abs(scores.score60 - score60), `map ${index}`).toBeLessThan(1e-9);
        expect(Math.abs(scores.score90 - score90), `map ${index}`).toBeLessThan(1e-9);
        expect(scores.ring60.outer).toBeCloseTo(mask60[1]!, 12);
      });
    },
  );

  for (const { bins, score60, score90, minMax60, pixels } of golden.cases) {
    it(`agrees to 1e-9 with SciPy's rotations on [${bins}, ${bins}] (goldens/gridScore.py)`, () => {
      const map = parkMiller(bins, [bins, bins]);
      const { rings } = gridScores(map);
      expect(rings.map((ring) => ring.pixels)).toEqual(pixels);
      rings.forEach((ring, index) => {
        expect(Math.abs(ring.score60 - score60[index]!)).toBeLessThan(1e-9);
        expect(Math.abs(ring.score90 - score90[index]!)).toBeLessThan(1e-9);
      });
      gridScores(map, { form: 'minMax' }).rings.forEach((ring, index) => {
        expect(Math.abs(ring.score60 - minMax60[index]!)).toBeLessThan(1e-9);
      });
    });
  }

  it('gives the printed scores of the linear variant', () => {
    const { score60, score90 } = gridScores(hexagonal(40, 7), { interpolation: 'linear' });
    expect(Math.abs(score60 - 1.36843668)).toBeLessThan(1e-8);
    expect(Math.abs(score90 - 0.2320295278)).toBeLessThan(1e-9);
  });

  it('reads a turned ring linearly, by hand', () => {
    // Of side 3, the innermost rings hold but the four pixels beside the centre at distance 1, and their mirror images.
    const map = ndArray(Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 2), [3, 3]);
    const sac = spatialAutocorrelogram(map).values;
    const at = (y: number, x: number) => sac[5 * (2 + y) + 2 + x]!;
    const between = (y: number, x: number) => {
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [down, right] = [y - top, x - left];
      const line = (row: number) => (1 - right) * at(row, left) + right * at(row, left + 1);
      return (1 - down) * line(top) + down * line(top + 1);
    };
    const ring = [
      [0, 1],
      [1, 0],
      [0, -1],
      [-1, 0],
    ] as const;
    const mean = ring.reduce((sum, [y, x]) => sum + at(y, x), 0) / 4;
    const variance = ring.reduce((sum, [y, x]) => sum + (at(y, x) - mean) ** 2, 0) / 4 + 1e-5;
    const turned = (degrees: number) => {
      const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      const products = ring.map(
        ([y, x]) => (at(y, x) - mean) * (between(cosine * y + sine * x, cosine * x - sine * y) - mean),
      );
      return products.reduce((sum, product) => sum + product, 0) / 4 / variance;
    };
    const first = gridScores(map, { interpolation: 'linear' }).rings[0]!;
    expect(first.pixels).toBe(4);
    const score60 = (turned(60) + turned(120)) / 2 - (turned(30) + turned(90) + turned(150)) / 3;
    expect(first.score60).toBeCloseTo(score60, 12);
    expect(first.score90).toBeCloseTo(turned(90) - (turned(45) + turned(135)) / 2, 12);
  });

  for (const { bins, score60, score90, minMax60, pixels } of golden.linear) {
    it(`agrees to 1e-9 with SciPy's linear rotations on [${bins}, ${bins}] (goldens/gridScore.py)`, () => {
      const map = parkMiller(bins, [bins, bins]);
      const { rings } = gridScores(map, { interpolation: 'linear' });
      const low = gridScores(map, { interpolation: 'linear', form: 'minMax' }).rings;
      expect(rings.map((ring) => ring.pixels)).toEqual(pixels);
      rings.forEach((ring, index) => {
        expect(Math.abs(ring.score60 - score60[index]!)).toBeLessThan(1e-9);
        expect(Math.abs(ring.score90 - score90[index]!)).toBeLessThan(1e-9);
        expect(Math.abs(low[index]!.score60 - minMax60[index]!)).toBeLessThan(1e-9);
      });
    });
  }

  it('is indifferent to gain, offset, transposition and reflection', () => {
    const bins = 9;
    const turned = ({ values }: NdArray, f: (y: number, x: number) => number) =>
      ndArray(
        values.map((_, bin) => values[f(Math.floor(bin / bins), bin % bins)]!),
        [bins, bins],
      );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (seed, gain) => {
          const map = parkMiller(seed, [bins, bins]);
          const score = gridScore(map);
          const others = [
            ndArray(
              map.values.map((rate) => gain * rate + 7),
              map.shape,
            ),
            turned(map, (y, x) => x * bins + y),
            turned(map, (y, x) => y * bins + bins - 1 - x),
            turned(map, (y, x) => (bins - 1 - y) * bins + x),
          ];
          for (const other of others) expect(Math.abs(gridScore(other) - score)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('counts bins never visited as 0, and has no value for a map without variation', () => {
    const map = hexagonal(40, 7);
    const holes = map.values.map((rate, bin) => (bin % 17 === 0 ? NaN : rate));
    const zeros = map.values.map((rate, bin) => (bin % 17 === 0 ? 0 : rate));
    expect(gridScore(ndArray(holes, map.shape))).toBe(gridScore(ndArray(zeros, map.shape)));
    for (const rate of [0, 0.7, NaN])
      expect(gridScore(ndArray(new Float64Array(400).fill(rate), [20, 20]))).toBeNaN();
  });

  it('says what a map must be', () => {
    expect(() => gridScore(parkMiller(1, [2, 40]))).toThrow(
      'gridScore: rateMap must be square [y, x], at least [3, 3], got [2,40]',
    );
    expect(() => gridScore(parkMiller(1, [2, 2]))).toThrow(ShapeError);
    expect(() => gridScore(parkMiller(1, [4, 4]), { interpolation: 'nearest' as 'linear' })).toThrow(
      'gridScore: interpolation must be cubic or linear, got nearest',
    );
    expect(() => gridScore(ndArray(new Float64Array(9).fill(Infinity), [3, 3]))).toThrow(DataError);
  });
});

describe('spatialAutocorrelogram', () => {
  it('gives the printed values', () => {
    const { values, shape } = spatialAutocorrelogram(hexagonal(40, 7));
    expect(shape).toEqual([39, 39]);
    const at = (row: number, column: number) => values[row * 39 + column]!;
    const places = [at(19, 19), at(19, 20), at(20, 19), at(10, 10), at(0, 0), at(0, 19), at(38, 38)];
    const printed = [1, 0.808776547119, 0.806174118621, 0.279850068267, 0, -0.374664162814, 0];
    places.forEach((value, index) => expect(Math.abs(value - printed[index]!)).toBeLessThan(1e-11));
  });

  it.skipIf(shared === undefined)('agrees to 1e-9 with the published scorer', () => {
    const arrays = readNpz(readFileSync(join(SHARED, 'grid_maps.npz')));
    const wanted = arrays['sac_first'] as NdArray;
    const first = ndArray((arrays['rate_maps'] as NdArray).values.slice(0, 400), [20, 20]);
    spatialAutocorrelogram(first).values.forEach((value, index) => {
      expect(Math.abs(value - wanted.values[index]!)).toBeLessThan(1e-9);
    });
  });

  it('equals the direct correlation of every overlap, also of maps that are not square', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 1e6 }),
        (rows, columns, seed) => {
          const map = parkMiller(seed, [rows, columns]);
          const direct = directAutocorrelogram(map);
          spatialAutocorrelogram(map).values.forEach((value, index) => {
            expect(Math.abs(value - direct[index]!)).toBeLessThan(1e-9);
          });
        },
      ),
    );
  });

  it('loses nothing to an offset', () => {
    const map = parkMiller(3, [8, 8]);
    const offset = ndArray(
      map.values.map((rate) => Math.round(rate * 1024) / 1024),
      [8, 8],
    );
    const far = ndArray(
      offset.values.map((rate) => rate + 2 ** 20),
      [8, 8],
    );
    const [near, shifted] = [spatialAutocorrelogram(offset).values, spatialAutocorrelogram(far).values];
    near.forEach((value, index) => expect(Math.abs(value - shifted[index]!)).toBeLessThan(1e-9));
  });

  it('refuses what is no map', () => {
    expect(() => spatialAutocorrelogram(parkMiller(1, [4]))).toThrow(
      'rateMap must be [y, x] with bins, got [4]',
    );
    expect(() => spatialAutocorrelogram(ndArray(Float64Array.of(1, -Infinity), [1, 2]))).toThrow(
      'got -Infinity at bin 1',
    );
  });
});

/** Pearson's correlation of each pair of patches, in two passes. */
function directAutocorrelogram({ values, shape }: NdArray): number[] {
  const [rows, columns] = shape as [number, number];
  const result: number[] = [];
  for (let down = 1 - rows; down < rows; down++) {
    for (let right = 1 - columns; right < columns; right++) {
      const pairs: [number, number][] = [];
      values.forEach((value, bin) => {
        const [row, column] = [Math.floor(bin / columns) + down, (bin % columns) + right];
        if (row >= 0 && column >= 0 && row < rows && column < columns)
          pairs.push([value, values[row * columns + column]!]);
      });
      const mean = (f: (pair: [number, number]) => number) =>
        pairs.reduce((sum, pair) => sum + f(pair), 0) / pairs.length;
      const [a, b] = [mean(([v]) => v), mean(([, v]) => v)];
      const spread = Math.sqrt(mean(([v]) => (v - a) ** 2) * mean(([, v]) => (v - b) ** 2));
      result.push(spread < 1e-12 ? 0 : mean(([v, w]) => (v - a) * (w - b)) / spread);
    }
  }
  return result;
}
