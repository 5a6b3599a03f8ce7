import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learningRateAt, Schedule } from './Schedule';

const at = (config: object, steps: number[]) => {
  const schedule = Schedule.parse(config);
  return steps.map((step) => learningRateAt(schedule, step));
};

describe('learningRateAt', () => {
  it('stays, falls at milestones, decays, follows half a cosine', () => {
    expect(at({ kind: 'constant', learningRate: 0.1 }, [0, 1e6])).toEqual([0.1, 0.1]);
    const step = { kind: 'step', learningRate: 8, milestones: [2, 5], factor: 0.5 };
    expect(at(step, [0, 1, 2, 4, 5, 9])).toEqual([8, 8, 4, 4, 2, 2]);
    const exponential = { kind: 'exponential', learningRate: 8, factor: 0.25, every: 4 };
    expect(at(exponential, [0, 2, 4])).toEqual([8, 4, 2]);
    expect(at({ ...exponential, staircase: true }, [0, 3, 4])).toEqual([8, 8, 2]);
    const cosine = at({ kind: 'cosine', learningRate: 3, final: 1, steps: 10 }, [0, 5, 10, 99]);
    [3, 2, 1, 1].forEach((rate, index) => expect(cosine[index]).toBeCloseTo(rate, 12));
  });

  it('warms up to the schedule that follows, whose clock starts there', () => {
    const then = { kind: 'step', learningRate: 8, milestones: [2], factor: 0.5 };
    expect(at({ kind: 'warm-up', steps: 4, from: 0.5, then }, [0, 2, 4, 5, 6])).toEqual([4, 6, 8, 8, 4]);
    expect(at({ kind: 'warm-up', steps: 4, then }, [0, 1])).toEqual([0, 2]);
  });

  it('a cosine only falls, and stays between its ends', () => {
    const schedule = Schedule.parse({ kind: 'cosine', learningRate: 1, final: 0.1, steps: 100 });
    fc.assert(
      fc.property(fc.nat(200), (step) => {
        const [now, next] = [learningRateAt(schedule, step), learningRateAt(schedule, step + 1)];
        expect(next).toBeLessThanOrEqual(now);
        expect(now).toBeGreaterThanOrEqual(0.1 - 1e-12);
      }),
      { seed: 1 },
    );
  });

  it('refuses a rate of nothing and an unknown key', () => {
    expect(Schedule.safeParse({ kind: 'constant', learningRate: 0 }).success).toBe(false);
    expect(Schedule.safeParse({ kind: 'constant', learningRate: 1, decay: 1 }).success).toBe(false);
  });
});
