import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import golden from '../goldens/behaviour.json';
import { parkMiller, vector } from './_fixtures';
import { cohensKappa } from './cohensKappa';
import { errorConsistency, errorConsistencyIntervals } from './errorConsistency';

const rng = createRng(3);
/** 100 trials: both right in `both`, only the first, only the second; the rest neither. */
function pair({ both, first, second }: { both: number; first: number; second: number }, n = 100) {
  const a = Float64Array.from({ length: n }, (_, t) => Number(t < both + first));
  const b = Float64Array.from({ length: n }, (_, t) =>
    Number(t < both || (t >= both + first && t < both + first + second)),
  );
  return [ndArray(a, [n]), ndArray(b, [n])] as const;
}
const correct = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 })), {
  minLength: 1,
  maxLength: 30,
});

describe('cohensKappa', () => {
  it('agrees with scikit-learn for three answers (goldens/behaviour.py)', () => {
    const answers = (seed: number) => parkMiller(seed, [60]).values.map((v) => Math.floor(3 * v));
    const [a, b] = [answers(308), answers(309)];
    b.set(a.subarray(0, 20));
    const { kappa, n } = cohensKappa(ndArray(a, [60]), ndArray(b, [60]));
    expect(kappa).toBeCloseTo(golden.kappa, 14);
    expect(n).toBe(60);
  });

  it('gives by hand: of 4 answers 3 agree, independent ones would in half', () => {
    const { kappa, observed, expected } = cohensKappa(vector(7, 7, 2, 2), vector(7, 2, 2, 2));
    expect([kappa, observed, expected]).toEqual([0.5, 0.75, 0.5]);
    expect(cohensKappa(vector(1, 2), vector(3, 4))).toEqual({ kappa: 0, observed: 0, expected: 0, n: 2 });
  });

  it('is 1 for equal answers, NaN where all are one answer, and refuses other trials', () => {
    expect(cohensKappa(vector(1, 2, 3), vector(1, 2, 3)).kappa).toBe(1);
    expect(cohensKappa(vector(5, 5), vector(5, 5)).kappa).toBeNaN();
    expect(cohensKappa(vector(5, 5), vector(5, 6)).kappa).toBe(0);
    expect(() => cohensKappa(vector(1), vector(1, 2))).toThrow(
      'cohensKappa: a and b must have one length of at least 1, got 1 and 2',
    );
  });
});

describe('errorConsistency', () => {
  it('gives the printed value: accuracies .8 and .7, .74 alike', () => {
    const [a, b] = pair({ both: 62, first: 18, second: 8 });
    const result = errorConsistency(a, b);
    expect(result.expected).toBeCloseTo(0.62, 15);
    expect(result.observed).toBe(0.74);
    expect(result.kappa).toBeCloseTo(0.315789473684, 12);
    expect(result.accuracies).toEqual([0.8, 0.7]);
    expect(result.n).toBe(100);
    // |.8 + .7 - 1| = .5 and 1 - |.8 - .7| = .9 alike.
    expect(result.bounds[0]).toBeCloseTo((0.5 - 0.62) / 0.38, 12);
    expect(result.bounds[1]).toBeCloseTo((0.9 - 0.62) / 0.38, 12);
  });

  it('is kappa of correctness, lies within its bounds, and these within those of Geirhos et al.', () => {
    fc.assert(
      fc.property(correct, (pairs) => {
        const [a, b] = [vector(...pairs.map(([x]) => x)), vector(...pairs.map(([, y]) => y))];
        const { kappa, bounds, expected, accuracies } = errorConsistency(a, b);
        expect(kappa).toEqual(cohensKappa(a, b).kappa);
        expect(expected).toBeCloseTo(
          accuracies[0] * accuracies[1] + (1 - accuracies[0]) * (1 - accuracies[1]),
          12,
        );
        expect(errorConsistency(b, a).kappa).toEqual(kappa);
        if (Number.isNaN(kappa)) return void expect(bounds).toEqual([NaN, NaN]);
        expect(kappa).toBeGreaterThanOrEqual(bounds[0] - 1e-12);
        expect(kappa).toBeLessThanOrEqual(bounds[1] + 1e-12);
        const widest =
          expected < 0.5 ? [0, 1 - Math.sqrt(1 - 2 * expected)] : [Math.sqrt(2 * expected - 1), 1];
        const [low, high] = widest.map((observed) => (observed - expected) / (1 - expected));
        expect(bounds[0]).toBeGreaterThanOrEqual(low! - 1e-7);
        expect(bounds[1]).toBeLessThanOrEqual(high! + 1e-7);
      }),
      { seed: 6 },
    );
  });

  it('is undefined where both are always right, and refuses what is neither right nor wrong', () => {
    expect(errorConsistency(vector(1, 1), vector(1, 1))).toMatchObject({ kappa: NaN, bounds: [NaN, NaN] });
    expect(errorConsistency(vector(0, 0), vector(0, 0)).kappa).toBeNaN();
    expect(errorConsistency(vector(1, 0, 1), vector(1, 0, 1)).kappa).toBe(1);
    expect(() => errorConsistency(vector(1, 2), vector(1, 0))).toThrow(
      'errorConsistency: a must hold 0 and 1, got 2 at 1',
    );
    expect(() => errorConsistency(vector(1, 0), vector(0.5, 0))).toThrow('b must hold 0 and 1, got 0.5 at 0');
  });
});

describe('errorConsistencyIntervals', () => {
  const [a, b] = pair({ both: 62, first: 18, second: 8 });

  it('are about as wide as the delta method says, and chance is about 0', () => {
    const { interval, chance, undefinedResamples } = errorConsistencyIntervals(a, b, { rng });
    // Standard error of kappa: sqrt(c_obs (1 - c_obs) / n) / (1 - c_exp), about .115; under chance with c_exp, .128.
    const [error, chanceError] = [
      Math.sqrt((0.74 * 0.26) / 100) / 0.38,
      Math.sqrt((0.62 * 0.38) / 100) / 0.38,
    ];
    expect(interval[0]).toBeLessThan(0.3158);
    expect(interval[1]).toBeGreaterThan(0.3158);
    expect(Math.abs((interval[1] - interval[0]) / (2 * 1.96 * error) - 1)).toBeLessThan(0.2);
    expect(chance[0]).toBeLessThan(0);
    expect(chance[1]).toBeGreaterThan(0);
    expect(Math.abs(chance[0] + chance[1])).toBeLessThan(0.08);
    expect((chance[1] - chance[0]) / (2 * 1.96 * chanceError)).toBeLessThan(1.1);
    expect((chance[1] - chance[0]) / (2 * 1.96 * chanceError)).toBeGreaterThan(0.6);
    expect(undefinedResamples).toBe(0);
  });

  it('are the same for the same rng, and narrower at a lower level', () => {
    const at = (level: number) => errorConsistencyIntervals(a, b, { rng, resamples: 200, level });
    expect(at(0.95)).toEqual(at(0.95));
    expect(at(0.5).interval[1] - at(0.5).interval[0]).toBeLessThan(
      at(0.95).interval[1] - at(0.95).interval[0],
    );
    expect(errorConsistencyIntervals(a, b, { rng: rng.child('x') })).not.toEqual(
      errorConsistencyIntervals(a, b, { rng }),
    );
  });

  it('leave out resamples without a kappa, and say how many', () => {
    const all = errorConsistencyIntervals(vector(1, 1), vector(1, 1), { rng, resamples: 10 });
    expect(all).toEqual({ interval: [NaN, NaN], chance: [NaN, NaN], undefinedResamples: 20 });
    const some = errorConsistencyIntervals(vector(1, 0), vector(1, 0), { rng, resamples: 100 });
    expect(some.undefinedResamples).toBeGreaterThan(40);
    expect(some.undefinedResamples).toBeLessThan(110);
    expect(some.interval).toEqual([1, 1]);
  });

  it('refuse options out of range', () => {
    expect(() => errorConsistencyIntervals(a, b, { rng, resamples: 1 })).toThrow(
      'errorConsistencyIntervals: resamples must be an integer of at least 2, got 1',
    );
    expect(() => errorConsistencyIntervals(a, b, { rng, level: 1 })).toThrow(/level must be between 0 and 1/);
    expect(() => errorConsistencyIntervals(vector(2), vector(1), { rng })).toThrow(/Intervals: a must hold/);
  });
});
