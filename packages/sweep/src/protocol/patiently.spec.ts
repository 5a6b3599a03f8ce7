import { EnvironmentError } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { patiently } from './patiently';

const full = () => new EnvironmentError('the disk must have room left, got a full one');

/** What is tried until `after` failures; pauses and words are gathered. */
async function trying(after: number, { error = full, stopAt = Infinity } = {}) {
  const pauses: number[] = [];
  const said: string[] = [];
  const controller = new AbortController();
  let calls = 0;
  const clock = {
    now: () => 0,
    date: () => new Date(0),
    sleep: (ms: number, signal?: AbortSignal) => {
      expect(signal).toBe(controller.signal);
      pauses.push(ms);
      if (pauses.length === stopAt) controller.abort();
      return Promise.resolve();
    },
  };
  const act = () => {
    if (++calls > after) return `done at ${calls}`;
    throw error();
  };
  const end = await patiently(act, {
    clock,
    signal: controller.signal,
    say: (message) => void said.push(message),
  }).catch((thrown: unknown) => thrown);
  return { end, pauses, said, calls };
}

describe('what the disk refuses', () => {
  it('for a while is tried again, after longer and longer pauses', async () => {
    const { end, pauses, said } = await trying(7);
    expect(end).toBe('done at 8');
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(said).toEqual(Array(7).fill('the disk must have room left, got a full one. Trying again'));
    expect(await trying(0)).toEqual({ end: 'done at 1', pauses: [], said: [], calls: 1 });
  });

  it('for ten minutes is an error', async () => {
    const { end, pauses } = await trying(Infinity);
    expect(end).toBeInstanceOf(EnvironmentError);
    const waited = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBeGreaterThanOrEqual(600_000);
    expect(waited - pauses.at(-1)!).toBeLessThan(600_000);
  });

  it('is given up when told to stop, after one more try', async () => {
    const { end, calls } = await trying(Infinity, { stopAt: 2 });
    expect(end).toBeInstanceOf(EnvironmentError);
    expect(calls).toBe(3);
    expect((await trying(2, { stopAt: 2 })).end).toBe('done at 3');
  });

  it('is told from mistakes, which are not tried again', async () => {
    const { end, calls, said } = await trying(Infinity, { error: () => new RangeError('mine') as never });
    expect(end).toBeInstanceOf(RangeError);
    expect([calls, said]).toEqual([1, []]);
  });
});
