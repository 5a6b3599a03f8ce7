import { describe, expect, it } from 'vitest';
import { Coefficient, coefficientAt } from './Coefficient';

const at = (config: unknown, steps: readonly number[]) =>
  steps.map((step) => coefficientAt(Coefficient.parse(config), step));

describe('coefficientAt', () => {
  it('is a number for ever, or for its time', () => {
    expect(at(0.5, [0, 1000])).toEqual([0.5, 0.5]);
    expect(at({ value: 2, from: 10, until: 12 }, [9, 10, 11, 12])).toEqual([0, 2, 2, 0]);
  });

  it('changes from its beginning on', () => {
    expect(at({ value: 1, from: 10, change: { kind: 'linear', rate: 0.5 } }, [9, 10, 14])).toEqual([0, 1, 3]);
    const [first, later] = at({ value: 2, change: { kind: 'exponential', rate: -0.1 } }, [0, 10]);
    expect([first, later! / Math.exp(-1)]).toEqual([2, 2]);
  });

  it('comes back by a triangular wave', () => {
    const change = { kind: 'linear', rate: 1, period: 4 };
    expect(at({ value: 0, change }, [0, 1, 2, 3, 4, 5])).toEqual([0, 1, 2, 1, 0, 1]);
  });

  it('refuses what it does not know', () => {
    expect(() => Coefficient.parse({ value: 1, form: 2 })).toThrow();
  });
});
