import { describe, expect, it } from 'vitest';
import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/gaussianFilter.json';
import { largestDifference, parkMiller } from './_fixtures';
import { smoothRateMaps } from './smoothRateMaps';

describe('smoothRateMaps', () => {
  const maps = parkMiller(50, [3, 9, 9]);
  const holes = new Set(golden.holes);
  const withHoles = ndArray(
    maps.values.map((rate, at) => (holes.has(at % 81) ? NaN : rate)),
    maps.shape,
  );
  const time = ndArray(Float64Array.from(golden.time), [9, 9]);
  const differences = ({ values }: NdArray, expected: readonly number[], where: (at: number) => boolean) =>
    expected.map((value, at) => (where(at) ? Math.abs(value - values[at]!) : 0)).filter((d) => !(d < 1e-12));

  it('fills holes and the outside with zeros in the form of the study', () => {
    const { values, shape } = smoothRateMaps(withHoles, { sd: 1.3, form: 'zeroFilled' });
    expect(shape).toEqual([3, 9, 9]);
    expect(largestDifference(values, golden.zeroFilled)).toBeLessThan(1e-12);
  });

  it('weighs visited bins alone, by the time spent in them where it is given', () => {
    const seen = (at: number) => !holes.has(at % 81);
    const plain = smoothRateMaps(withHoles, { sd: 1.3 });
    const weighted = smoothRateMaps(withHoles, { sd: 1.3, occupancy: time });
    expect(differences(plain, golden.plain, seen)).toEqual([]);
    expect(differences(weighted, golden.weighted, seen)).toEqual([]);
  });

  it('leaves holes unknown, or fills them from around', () => {
    const plain = smoothRateMaps(withHoles, { sd: 1.3 });
    plain.values.forEach((rate, at) => expect(Number.isNaN(rate)).toBe(holes.has(at % 81)));
    const filledIn = smoothRateMaps(withHoles, { sd: 1.3, fill: true });
    expect(largestDifference(filledIn.values, golden.plain)).toBeLessThan(1e-12);
  });

  it('takes a bin without time for one never visited, whatever its rate', () => {
    const rates = ndArray(Float64Array.of(1, 100, 3), [1, 3]);
    const occupancy = ndArray(Float64Array.of(1, 0, 1), [1, 3]);
    const { values } = smoothRateMaps(rates, { sd: 1, occupancy });
    expect(values[1]).toBeNaN();
    const [near, far] = [0.398943469356, 0.0539911274207]; // taps at 0 and 2 bins
    expect(Math.abs(values[0]! - (near * 1 + far * 3) / (near + far))).toBeLessThan(1e-11);
  });

  it('hides bins with too little time, but not what was seen in them', () => {
    const rates = ndArray(Float64Array.of(1, 7, 3), [1, 3]);
    const occupancy = ndArray(Float64Array.of(5, 1, 5), [1, 3]);
    const all = smoothRateMaps(rates, { occupancy });
    const some = smoothRateMaps(rates, { occupancy, minimumOccupancy: 2 });
    expect([...some.values]).toEqual([all.values[0], NaN, all.values[2]]);
    expect([...smoothRateMaps(rates, { occupancy, minimumOccupancy: 1 }).values]).toEqual([...all.values]);
  });

  it('has no value where no visited bin is within reach', () => {
    const lonely = ndArray(new Float64Array(20).fill(NaN), [1, 20]);
    lonely.values[0] = 2;
    const { values } = smoothRateMaps(lonely, { sd: 1, fill: true });
    expect([...values.slice(0, 5)]).toEqual([2, 2, 2, 2, 2]);
    expect([...values.slice(5)].every(Number.isNaN)).toBe(true);
  });

  // Published taps of the 3 x 3 Gaussian of sd 0.5: centre, side, corner.
  const [centre, side, corner] = [0.6193470306, 0.0838195058, 0.01134373656];
  const filledOnly = (values: number[], shape: number[]) =>
    smoothRateMaps(ndArray(Float64Array.from(values), shape), { form: 'neighbourFilled', sd: 0 });

  it('fills a hole from its eight neighbours as Hardcastle et al. do, one of them twice and one never', () => {
    // y ascends: the hole's upper right is 900, its lower right 30.
    const map = [10, 20, 30, 40, NaN, 60, 700, 800, 900];
    const { values } = filledOnly(map, [3, 3]);
    expect(values[4]).toBeCloseTo((40 + 60 + 800 + 20 + 700 + 900 + 900 + 10) / 8, 12);
    expect([...values].filter((_, bin) => bin !== 4)).toEqual(map.filter((_, bin) => bin !== 4));
  });

  it('fills in place, from low x to high and from high y to low', () => {
    // At the wall the bin itself stands for what is missing: a hole counts for nothing until it is filled.
    expect([...filledOnly([8, NaN, NaN], [1, 3]).values]).toEqual([8, 8, 8]);
    // From the left: its right is not known yet, and the walls repeat the hole: the last alone is known.
    const { values } = filledOnly([NaN, NaN, 6], [1, 3]);
    expect([...values]).toEqual([NaN, 6, 6]);
    expect([...filledOnly([NaN, NaN, 6], [3, 1]).values]).toEqual([6, 6, 6]);
    expect([...filledOnly([6, NaN, NaN], [3, 1]).values]).toEqual([6, 6, NaN]);
    // In two columns: the upper left first, of its right (4, three times: itself, and twice above) and of 2 below.
    const two = filledOnly([2, 3, NaN, 4], [2, 2]).values;
    expect(two[2]).toBeCloseTo((4 + 2 + 4 + 4 + 2) / 5, 12);
  });

  it('then smooths by 3 x 3, with nothing beyond the walls', () => {
    const impulse = new Float64Array(25);
    impulse[12] = 1;
    const { values } = smoothRateMaps(ndArray(impulse, [5, 5]), { form: 'neighbourFilled' });
    const expected = [0, 0, 0, 0, 0, 0, corner, side, corner, 0, 0, side, centre, side, 0];
    expect(largestDifference(values.slice(0, 15), expected)).toBeLessThan(1e-10);
    const flat = smoothRateMaps(ndArray(new Float64Array(9).fill(1), [3, 3]), { form: 'neighbourFilled' });
    expect(Math.abs(flat.values[4]! - 1)).toBeLessThan(1e-12);
    expect(Math.abs(flat.values[0]! - (centre + 2 * side + corner))).toBeLessThan(1e-9);
  });

  it('knows nothing within a bin of one that no neighbour could fill', () => {
    // From the left, only the last hole has a neighbour with a value when its turn comes.
    const { values } = smoothRateMaps(ndArray(Float64Array.of(NaN, NaN, NaN, 5, 5), [1, 5]), {
      form: 'neighbourFilled',
    });
    expect([...values.slice(0, 3)].every(Number.isNaN)).toBe(true);
    expect(values[3]).toBeCloseTo(5 * (centre + 2 * side), 8);
    expect(values[4]).toBeCloseTo(5 * (centre + side), 8);
  });

  it('fills each map of a stack for itself', () => {
    const one = smoothRateMaps(ndArray(withHoles.values.slice(81, 162), [9, 9]), { form: 'neighbourFilled' });
    const { values } = smoothRateMaps(withHoles, { form: 'neighbourFilled' });
    expect([...values.slice(81, 162)]).toEqual([...one.values]);
  });

  it('says what does not go together', () => {
    const map = parkMiller(1, [2, 3]);
    expect(() => smoothRateMaps(parkMiller(1, [6]))).toThrow(
      /maps must be \[units, y, x\] or \[y, x\] .*got \[6\]/,
    );
    expect(() => smoothRateMaps(ndArray(Float64Array.of(1, Infinity), [1, 2]))).toThrow(
      /got Infinity at flat index 1/,
    );
    expect(() => smoothRateMaps(map, { sd: -1 })).toThrow(/sd must be finite and not negative, got -1/);
    expect(() => smoothRateMaps(map, { form: 'other' as 'zeroFilled' })).toThrow(
      /form must be among normalised, zeroFilled, neighbourFilled, got other/,
    );
    expect(() => smoothRateMaps(map, { occupancy: parkMiller(1, [3, 2]) })).toThrow(ShapeError);
    const bad = ndArray(Float64Array.of(1, 1, 1, 1, -1, 1), [2, 3]);
    expect(() => smoothRateMaps(map, { occupancy: bad })).toThrow(/not negative, got -1 in bin 4/);
    expect(() => smoothRateMaps(map, { occupancy: map, form: 'zeroFilled' })).toThrow(
      /left out for zeroFilled/,
    );
    expect(() => smoothRateMaps(map, { fill: true, form: 'zeroFilled' })).toThrow(ConfigError);
    expect(() => smoothRateMaps(map, { fill: true, form: 'neighbourFilled' })).toThrow(
      /left out for neighbourFilled/,
    );
    expect(() => smoothRateMaps(map, { minimumOccupancy: 1 })).toThrow(/needs occupancy, got 1/);
    expect(() => smoothRateMaps(map, { minimumOccupancy: -1, occupancy: map })).toThrow(
      /must not be negative/,
    );
  });
});
