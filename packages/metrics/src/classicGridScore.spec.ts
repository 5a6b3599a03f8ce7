import { describe, expect, it } from 'vitest';
import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/classicGridScore.json';
import { hexagonal, smoothed, squareLattice } from './_fixtureMaps';
import { largestDifference, mapped, parkMiller } from './_fixtures';
import { classicGridScore } from './classicGridScore';
import { gaussianFilter } from './gaussianFilter';
import { gridScore } from './gridScore';

const noise = (seed: number, bins: number, sd = 1) =>
  gaussianFilter(parkMiller(seed, [bins, bins]), { sd, border: 'zero' });
const maps: { [name in keyof typeof golden.scores]: NdArray } = {
  hexagonal: hexagonal(40, 7),
  small: hexagonal(30, 0),
  square: squareLattice(40),
  noise: smoothed(parkMiller(101, [20, 20])),
  oddSide: noise(103, 17),
  noTrough: noise(102, 17, 1.5),
};
const ringsOf = (map: NdArray, options = {}) => classicGridScore(map, options).rings;

describe('classicGridScore', () => {
  it('gives the printed value of one fixed ring', () => {
    const { score, inner, rings } = classicGridScore(maps.hexagonal, { inner: 4, outers: [12] });
    expect(score).toBeCloseTo(1.337597891, 9);
    expect(score).toBeCloseTo(golden.printed.score, 12);
    expect([inner, rings]).toEqual([4, [{ outer: 12, score }]]);
  });

  it.each(Object.entries(golden.scores).filter(([, { score }]) => score !== null))(
    'agrees with NumPy and SciPy, ring by ring: %s (goldens/classicGridScore.py)',
    (name, expected) => {
      const { score, inner, rings } = classicGridScore(maps[name as keyof typeof maps]);
      expect(inner).toBe(expected.inner);
      expect(rings.map(({ outer }) => outer)).toEqual(expected.rings.map((_, index) => inner + 1 + index));
      const scores = Float64Array.from(rings, (ring) => ring.score);
      expect(largestDifference(scores, expected.rings)).toBeLessThan(1e-11);
      expect(score).toBeCloseTo(expected.score!, 11);
    },
  );

  it('tells cells with a grid from others, as gridScore does', () => {
    for (const map of [maps.hexagonal, maps.small]) expect(classicGridScore(map).score).toBeGreaterThan(1);
    for (const map of [maps.square, maps.noise]) expect(classicGridScore(map).score).toBeLessThan(0);
    expect(classicGridScore(maps.hexagonal).score > classicGridScore(maps.square).score).toBe(
      gridScore(maps.hexagonal) > gridScore(maps.square),
    );
  });

  it('is the mean over three rings, over all where there are fewer', () => {
    const [a, b, c, d] = ringsOf(maps.hexagonal, { outers: [8, 9, 10.5, 12] }).map(({ score }) => score);
    const of = (...outers: number[]) => classicGridScore(maps.hexagonal, { outers }).score;
    expect(of(8, 9)).toBeCloseTo((a! + b!) / 2, 14);
    expect(of(8, 9, 10.5)).toBeCloseTo((a! + b! + c!) / 3, 14);
    expect(of(8, 9, 10.5, 12)).toBeCloseTo(Math.max(a! + b! + c!, b! + c! + d!) / 3, 14);
  });

  it('takes every whole ring from the given radius to nine tenths of the side', () => {
    expect(ringsOf(maps.hexagonal, { inner: 14.5 }).map(({ outer }) => outer)).toEqual([15.5, 16.5]);
    expect(ringsOf(maps.oddSide, { inner: 13 }).map(({ outer }) => outer)).toEqual([14, 15]);
    expect(classicGridScore(maps.hexagonal, { inner: 17 })).toEqual({ score: NaN, inner: 17, rings: [] });
    expect(classicGridScore(maps.hexagonal, { inner: 18 }).rings).toEqual([]);
    expect(ringsOf(maps.hexagonal, { inner: 0, outers: [19] })[0]!.score).toBeGreaterThan(0);
  });

  it('is indifferent to gain, to offset, and to a mirror', () => {
    const { score } = classicGridScore(maps.hexagonal);
    expect(classicGridScore(mapped(maps.hexagonal, (rate) => 3 * rate + 1)).score).toBeCloseTo(score, 9);
    const mirrored = mapped(
      maps.hexagonal,
      (_, bin) => maps.hexagonal.values[(bin % 20) * 20 + Math.floor(bin / 20)]!,
    );
    expect(classicGridScore(mirrored).score).toBeCloseTo(score, 9);
  });

  it('is undefined for a constant map, and where the centre has no trough around it', () => {
    for (const map of [ndArray(new Float64Array(400).fill(2), [20, 20]), maps.noTrough])
      expect(classicGridScore(map)).toEqual({ score: NaN, inner: NaN, rings: [] });
    expect(golden.scores.noTrough.inner).toBeNull();
    expect(classicGridScore(maps.noTrough, { outers: [5] })).toEqual({ score: NaN, inner: NaN, rings: [] });
  });

  it('names what does not fit', () => {
    const of = (shape: number[]) => () => classicGridScore(parkMiller(1, shape));
    expect(of([3, 4])).toThrow(/rateMap must be square \[y, x\], at least \[3, 3\], got \[3,4\]/);
    expect(of([2, 2])).toThrow(ShapeError);
    expect(of([1, 3, 3])).toThrow(/got \[1,3,3\]/);
    expect(of([3, 3])).not.toThrow();
    const radii =
      (inner: number, ...outers: number[]) =>
      () =>
        classicGridScore(maps.hexagonal, { inner, outers });
    expect(radii(4, 12, 12)).toThrow(
      /inner and outers must ascend within 0 \.\. 19 bins, got 4 and \[12,12\]/,
    );
    expect(radii(4, 4)).toThrow(ConfigError);
    expect(radii(-1, 4)).toThrow(/got -1 and \[4\]/);
    expect(radii(4, 19.5)).toThrow(/got 4 and \[19\.5\]/);
    expect(radii(NaN, 4)).toThrow(/got NaN and \[4\]/);
    expect(radii(20)).toThrow(/got 20 and \[\]/);
    expect(() => classicGridScore(ndArray(new Float64Array(9).fill(Infinity), [3, 3]))).toThrow(
      /finite or NaN/,
    );
  });
});
