import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ConfigError, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { selectivity } from './selectivity';
import { sparsity } from './sparsity';
import { spatialInformation, spatialInformationRate } from './spatialInformation';

const map = (...values: number[]) => ndArray(Float64Array.from(values), [2, values.length / 2]);
const even = map(1, 1, 1, 1);
const [occupancy, rates] = [map(2, 1, 4, 3), map(8, 0, 1, 2)];

describe('spatialInformation', () => {
  it('is 2 bits for firing in one of four equal bins, 0 for a flat map', () => {
    expect(spatialInformation(map(0, 0, 5, 0), even)).toBe(2);
    expect(spatialInformation(map(3, 3, 3, 3), even)).toBe(0);
  });

  it('gives the printed values, as do its companions', () => {
    const near = (value: number, printed: number) => expect(Math.abs(value - printed)).toBeLessThan(1e-9);
    near(spatialInformation(rates, occupancy), 0.698411453669);
    near(spatialInformationRate(rates, occupancy), 1.81586977954);
    near(sparsity(rates, occupancy), 0.469444444444);
    near(selectivity(rates, occupancy), 3.076923077);
  });

  it('counts only bins above the mean rate in the form of opexebo', () => {
    const form = 'opexebo';
    expect(spatialInformation(rates, occupancy, { form })).toBeCloseTo(0.997839001075, 12);
    // The mean rate is 2.6, and only the first bin, with a fifth of the time, is above it.
    const bits = ((0.2 * 8) / 2.6) * Math.log2(8 / 2.6);
    expect(spatialInformation(rates, occupancy, { form })).toBeCloseTo(bits, 14);
    expect(spatialInformationRate(rates, occupancy, { form })).toBeCloseTo(2.6 * bits, 13);
    expect(spatialInformation(map(3, 3, 3, 3), even, { form })).toBe(0);
    expect(spatialInformation(rates, occupancy, { form: 'skaggs' })).toBe(
      spatialInformation(rates, occupancy),
    );
    for (const score of [spatialInformation, spatialInformationRate])
      expect(() => score(rates, occupancy, { form: 'x' as 'skaggs' })).toThrow(ConfigError);
    expect(() => spatialInformationRate(rates, occupancy, { form: 'x' as 'skaggs' })).toThrow(
      'spatialInformationRate: form must be skaggs or opexebo, got "x"',
    );
  });

  it('does not count bins never visited, whatever their rate', () => {
    for (const rate of [NaN, 100]) {
      expect(spatialInformation(map(8, 0, 1, 2, rate, 3), map(2, 1, 4, 3, 0, 0))).toBe(
        spatialInformation(map(8, 0, 1, 2, 0, 0), map(2, 1, 4, 3, 0, 0)),
      );
    }
  });

  it('is never negative, and indifferent to gain, to the unit of time and to the order of bins', () => {
    const positive = fc.double({ min: 0.001, max: 1000, noNaN: true });
    const four = fc.tuple(positive, positive, positive, positive);
    fc.assert(
      fc.property(four, four, positive, (r, t, gain) => {
        const bits = spatialInformation(map(...r), map(...t));
        expect(bits).toBeGreaterThanOrEqual(0);
        const others = [
          spatialInformation(map(...r.map((v) => v * gain)), map(...t)),
          spatialInformation(map(...r), map(...t.map((v) => v * gain))),
          spatialInformation(map(...r.toReversed()), map(...t.toReversed())),
        ];
        for (const other of others) expect(Math.abs(other - bits)).toBeLessThan(1e-9);
        expect(sparsity(map(...r), map(...t))).toBeLessThanOrEqual(1 + 1e-12);
        expect(selectivity(map(...r), map(...t))).toBeGreaterThanOrEqual(1 - 1e-12);
      }),
    );
  });

  it('has no value for a silent cell or negative rates', () => {
    for (const score of [spatialInformation, spatialInformationRate, sparsity, selectivity]) {
      expect(score(map(0, 0, 0, 0), even)).toBeNaN();
    }
    expect(spatialInformation(map(-1, 1, 1, 1), even)).toBeNaN();
    expect(selectivity(map(-1, 1, 1, 1), even)).toBeNaN();
  });

  it('says what does not fit', () => {
    expect(() => spatialInformation(rates, map(1, 1))).toThrow(ShapeError);
    expect(() => spatialInformation(rates, map(1, 1))).toThrow(
      'spatialInformation: occupancy must be [2,2] like rateMap, got [2,1]',
    );
    expect(() => sparsity(map(1, NaN, 1, 1), even)).toThrow(
      'sparsity: rateMap must be finite where occupancy is positive, got NaN in bin 1',
    );
    expect(() => selectivity(rates, map(1, -1, 1, 1))).toThrow(DataError);
    expect(() => spatialInformation(rates, map(0, 0, 0, 0))).toThrow('occupancy must be positive somewhere');
  });
});
