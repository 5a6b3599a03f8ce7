import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndArray } from '@goal-driven/core/arrays';
import { largestDifference, parkMiller } from './_fixtures';
import { decodeOverTime, type DecodeOverTimeOptions, type Decoder } from './decodeOverTime';
import { softmaxConfidence } from './softmaxConfidence';

const sequences = [1, 0.2, -0.5, 2.5, 0.1, 0, 0.5, 3, 0.2, 0, 2, 1.5, 4, 0, 0, 0, 0, 0, 5, 0, 0, 0, 1, 0];
const logits = ndArray(Float64Array.from(sequences), [2, 4, 3]);

describe('softmaxConfidence', () => {
  it('gives the printed confidences', () => {
    const { confidence, answers } = softmaxConfidence(logits);
    const wanted = [0.5979, 0.8527, 0.875, 0.5741, 0.9647, 0.3333, 0.9867, 0.5761];
    expect(largestDifference(confidence.values, wanted)).toBeLessThan(5e-5);
    expect(confidence.shape).toEqual([2, 4]);
    expect([...answers]).toEqual([0, 0, 1, 1, 0, 0, 0, 1]);
  });

  it('by hand: log 3 and 0 are probabilities of 3/4 and 1/4, entropy .811 bits', () => {
    const one = ndArray(Float64Array.of(Math.log(3), 0, 0, 0), [1, 2, 2]);
    const { confidence, entropy, probabilities } = softmaxConfidence(one);
    expect(largestDifference(probabilities.values, [0.75, 0.25, 0.5, 0.5])).toBeLessThan(1e-15);
    expect(largestDifference(confidence.values, [0.75, 0.5])).toBeLessThan(1e-15);
    expect(largestDifference(entropy.values, [0.8112781244591328, 1])).toBeLessThan(1e-15);
    const sharper = softmaxConfidence(one, { gain: 2 }).confidence.values;
    expect(largestDifference(sharper, [0.9, 0.5])).toBeLessThan(1e-15);
  });

  it('survives logits that overflow a naive exponential', () => {
    const huge = softmaxConfidence(ndArray(Float64Array.of(1000, 0), [1, 1, 2]));
    expect([huge.confidence.values[0], huge.entropy.values[0]]).toEqual([1, 0]);
  });

  it('is indifferent to an offset of the logits, sums to 1, and is between even and certain', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const z = parkMiller(seed, [2, 3, 4]);
        const plain = softmaxConfidence(z, { gain: 5 });
        const moved = softmaxConfidence(
          ndArray(
            z.values.map((v) => v + 7),
            z.shape,
          ),
          { gain: 5 },
        );
        expect(largestDifference(moved.probabilities.values, [...plain.probabilities.values])).toBeLessThan(
          1e-13,
        );
        for (let row = 0; row < 6; row++) {
          const shares = plain.probabilities.values.subarray(4 * row, 4 * row + 4);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 14);
          expect(plain.confidence.values[row]).toBe(Math.max(...shares));
          expect(plain.entropy.values[row]).toBeGreaterThan(0);
          expect(plain.entropy.values[row]).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('names what does not fit', () => {
    expect(() => softmaxConfidence(parkMiller(1, [2, 3]))).toThrow('logits must have 3 axes');
    expect(() => softmaxConfidence(logits, { gain: 0 })).toThrow('gain must be greater than 0, got 0');
    expect(() => softmaxConfidence(logits, { gain: Infinity })).toThrow(/got Infinity/);
  });
});

describe('decodeOverTime', () => {
  const decode = (decoder: Decoder, options: Partial<DecodeOverTimeOptions> = {}) =>
    decodeOverTime(logits, { decoder, ...options });

  it.each<[Decoder, number[]]>([
    ['last', [0, 2, 1.5, 0, 1, 0]],
    ['mostConfident', [0.5, 3, 0.2, 5, 0, 0]],
    ['threshold', [0.5, 3, 0.2, 4, 0, 0]],
    ['timeMaximum', [2.5, 3, 1.5, 5, 1, 0]],
    ['weightedByClass', [1.9373, 2.5298, 0.9116, 4.6849, 0.4754, 0]],
    ['weightedByConfidence', [1.0652, 1.3606, 0.2679, 2.8189, 0.2098, 0]],
  ])('%s gives the printed logits', (decoder, wanted) => {
    const { logits: answer, answers } = decode(decoder);
    expect(largestDifference(answer.values, wanted)).toBeLessThan(5.1e-5);
    expect(answer.shape).toEqual([2, 3]);
    expect([...answers]).toEqual([1, decoder === 'last' ? 1 : 0]);
  });

  it('tells when the threshold is first reached, and for how many images it never is', () => {
    const first = decode('threshold');
    expect([[...first.confidentAt], first.neverConfident]).toEqual([[-1, 0], 1]);
    const lower = decode('last', { threshold: 0.86 });
    expect([[...lower.confidentAt], lower.neverConfident]).toEqual([[2, 0], 0]);
    expect([...decode('threshold', { threshold: 0.59 }).logits.values]).toEqual([1, 0.2, -0.5, 4, 0, 0]);
    expect([...decode('last', { threshold: 0 }).confidentAt]).toEqual([0, 0]);
    expect([...decode('last', { threshold: 1 }).confidentAt]).toEqual([-1, -1]);
  });

  it('lets the gains act where they say', () => {
    const flat = decode('weightedByClass', { gain: 1e-9 }).logits.values;
    expect(largestDifference(flat, [1, 1.325, 0.3, 2.25, 0.25, 0])).toBeLessThan(1e-6);
    const peak = decode('weightedByConfidence', { timeGain: 1e4 }).logits.values;
    expect(largestDifference(peak, [0.5, 3, 0.2, 5, 0, 0])).toBeLessThan(1e-6);
    const mean = decode('weightedByConfidence', { timeGain: 1e-9 }).logits.values;
    expect(largestDifference(mean, [1, 1.325, 0.3, 2.25, 0.25, 0])).toBeLessThan(1e-6);
    expect([...decode('threshold', { gain: 2.5 }).confidentAt]).toEqual([1, 0]);
  });

  it('of one timestep is that timestep, whatever the decoder', () => {
    const one = parkMiller(4, [3, 1, 5]);
    for (const decoder of [
      'last',
      'mostConfident',
      'threshold',
      'timeMaximum',
      'weightedByClass',
      'weightedByConfidence',
    ] as const)
      expect(largestDifference(decodeOverTime(one, { decoder }).logits.values, [...one.values])).toBeLessThan(
        1e-15,
      );
  });

  it('refuses what it does not know', () => {
    expect(() => decode('mean' as 'last')).toThrow(/decoder must be among last, mostConfident, .* got mean/);
    expect(() => decode('last', { threshold: 1.1 })).toThrow('threshold must be in 0 .. 1, got 1.1');
    expect(() => decode('last', { timeGain: 0 })).toThrow('timeGain must be greater than 0, got 0');
  });
});
