import { describe, expect, it } from 'vitest';
import { learningRateAt, Schedule } from './Schedule';

const at = (config: object, epochs: number[]) => {
  const schedule = Schedule.parse({ kind: 'by-epoch', updates: 7, ...config });
  return epochs.map((epoch) => learningRateAt(schedule, 7 * epoch));
};
const expectClose = (found: number[], wanted: number[], digits = 9) =>
  wanted.forEach((value, index) => expect(found[index]).toBeCloseTo(value, digits));

describe('a schedule by epoch', () => {
  // The vectors of the specification of the mouse-visual study (11.4).
  it('follows half a cosine from below the full rate to 0 in the last epoch', () => {
    const course = { kind: 'cosine', epochs: 200 };
    const factors = at({ learningRate: 1, course }, [0, 99, 198, 199, 200, 999]);
    expectClose(factors, [0.99993832, 0.5, 6.1684e-5, 0, 0, 0], 8);
  });

  it('falls at milestones', () => {
    const course = { kind: 'step', milestones: [120, 160] };
    expectClose(
      at({ learningRate: 0.03, course }, [0, 119, 120, 159, 160]),
      [0.03, 0.03, 0.003, 0.003, 0.0003],
    );
  });

  it('warms up to the full rate, then goes on', () => {
    const warm = {
      learningRate: 4.8,
      warmUp: { epochs: 10 },
      course: { kind: 'cosine', epochs: 200 },
    };
    expectClose(at(warm, [0, 9, 104, 199]), [0.480432, 4.8, 2.4, 0]);
    const steps = {
      learningRate: 0.2,
      warmUp: { epochs: 5, from: 0.1 },
      course: { kind: 'step', milestones: [30, 50] },
    };
    // Epoch 0: 0.2 (1 - 0.8 * 0.9).
    expectClose(at(steps, [0, 4, 5, 29, 30, 50]), [0.056, 0.2, 0.2, 0.2, 0.02, 0.002]);
  });

  it('stays within an epoch', () => {
    const schedule = Schedule.parse({
      kind: 'by-epoch',
      updates: 7,
      learningRate: 1,
      course: { kind: 'cosine', epochs: 4 },
    });
    const rates = Array.from({ length: 14 }, (_, step) => learningRateAt(schedule, step));
    expect(new Set(rates.slice(0, 7)).size).toBe(1);
    expect(new Set(rates).size).toBe(2);
  });
});
