import { describe, expect, it } from 'vitest';
import { timeUpdates } from './Pace';

/** Three updates: the batch takes 5, 1 and 2 ms, what is made of it 10, 20 and 30. */
async function threeUpdates(withClock: boolean) {
  let clock = 100;
  const timer = timeUpdates(withClock ? () => clock : undefined);
  const work = async (duration: number) => (clock += duration);
  const results: number[] = [];
  for (const [batch, rest] of [
    [5, 10],
    [1, 20],
    [2, 30],
  ] as const) {
    const result = await timer.update(async () => {
      await timer.batch(() => work(batch));
      return work(rest);
    });
    results.push(result);
    clock += 1000; // what is between two updates is nobody's
  }
  return { pace: timer.pace(), results };
}

describe('timeUpdates', () => {
  it('adds up updates and what of them is waiting, the first left out', async () => {
    const { pace, results } = await threeUpdates(true);
    expect(pace).toEqual({ updates: 2, total: 53, waiting: 3 });
    expect(results).toEqual([115, 1136, 2168]);
  });

  it('tells nothing without a clock, or of a single update', async () => {
    const { pace, results } = await threeUpdates(false);
    expect(pace).toBeUndefined();
    expect(results).toEqual([115, 1136, 2168]);
    const timer = timeUpdates(() => 0);
    await timer.update(async () => 1);
    expect(timer.pace()).toBeUndefined();
  });
});
