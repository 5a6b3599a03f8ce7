import { describe, expect, it } from 'vitest';
import { ndArray, RandomState } from '@goal-driven/core/arrays';
import { parkMiller } from './_fixtures';
import { meanOfTrials, splitHalves } from './splitHalves';

/** Trial t responds with 2^t to each of two stimuli, at one site: averages tell which trials are in them. */
const powers = (trials: number) =>
  ndArray(
    Float64Array.from({ length: 2 * trials }, (_, at) => 2 ** Math.floor(at / 2)),
    [trials, 2, 1],
  );

describe('splitHalves', () => {
  it("halves trials in NumPy's order, the same for all stimuli", () => {
    // RandomState(1234) shuffles six trials to 2, 1, 5, 0, 4, 3.
    const { first, second } = splitHalves(powers(6), new RandomState(1234));
    expect([...first.values]).toEqual([38 / 3, 38 / 3]);
    expect([...second.values]).toEqual([25 / 3, 25 / 3]);
    expect([first.shape, second.shape]).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });

  it('draws the next halves from the same stream', () => {
    const state = new RandomState(0); // 5, 2, 1, 3, 0, 4, then 1, 3, 4, 0, 2, 5
    expect(splitHalves(powers(6), state).first.values[0]).toBe(38 / 3);
    expect(splitHalves(powers(6), state).first.values[0]).toBe(26 / 3);
  });

  it('gives the odd trial to the second half', () => {
    const { first, second } = splitHalves(powers(3), new RandomState(0)); // 2, 1, 0
    expect([first.values[0], second.values[0]]).toEqual([4, 1.5]);
  });

  it('skips what was not recorded', () => {
    const trials = ndArray(Float64Array.of(1, NaN, 3, NaN, 5, 7), [3, 2, 1]);
    expect([...meanOfTrials(trials).values]).toEqual([3, 7]);
    expect([...meanOfTrials(trials, [0, 1]).values]).toEqual([2, NaN]);
    expect([...meanOfTrials(trials, [2, 2, 0]).values]).toEqual([11 / 3, 7]);
  });

  it('needs two trials of three axes', () => {
    expect(() => splitHalves(parkMiller(1, [1, 3, 2]), new RandomState(0))).toThrow(
      'splitHalves: trials must be [trials >= 2, stimuli, sites], got [1,3,2]',
    );
    expect(() => splitHalves(parkMiller(1, [4, 3]), new RandomState(0))).toThrow('got [4,3]');
  });
});
