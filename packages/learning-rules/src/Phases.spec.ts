import { describe, expect, it } from 'vitest';
import { Phases, turnsAt } from './Phases';

const turns = (config: object, steps: number) => {
  const phases = Phases.parse(config);
  const all = Array.from({ length: steps }, (_, step) => turnsAt(phases, step));
  return { params: all.map(({ params }) => params), feedback: all.map(({ feedback }) => feedback) };
};

describe('turnsAt', () => {
  it('moves both in each update by default', () => {
    expect(turns({}, 3)).toEqual({ params: [0, 1, 2], feedback: [0, 1, 2] });
  });

  it('begins with alignment alone', () => {
    expect(turns({ delay: 2 }, 4)).toEqual({
      params: [undefined, undefined, 0, 1],
      feedback: [0, 1, 2, 3],
    });
  });

  it.each([1, 2, 5])('has one alignment and %i of the task in turns', (k) => {
    const { params, feedback } = turns({ delay: 3, alternate: k }, 3 + 4 * (k + 1));
    const given = <T>(list: readonly (T | undefined)[]) => list.filter((value) => value !== undefined);
    expect(given(params)).toEqual(Array.from({ length: 4 * k }, (_, index) => index));
    expect(given(feedback)).toEqual(Array.from({ length: 3 + 4 }, (_, index) => index));
    for (let turn = 0; turn < 4; turn++) {
      const own = params.slice(3 + turn * (k + 1), 3 + (turn + 1) * (k + 1));
      expect(given(own)).toHaveLength(k);
      expect(own[0]).toBeUndefined();
    }
    // Whoever is not moving the one moves the other.
    expect(params.map((value) => value === undefined).slice(3)).toEqual(
      feedback.map((value) => value !== undefined).slice(3),
    );
  });

  it('refuses to alternate with nothing', () => {
    expect(() => Phases.parse({ alternate: 0 })).toThrow(/alternate/);
  });
});
