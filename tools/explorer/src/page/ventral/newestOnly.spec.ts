import { expect, it } from 'vitest';
import { newestOnly } from './newestOnly';

it('asks once for all that changed while it was busy', async () => {
  let newest = 0;
  const asked: number[] = [];
  const leave = new AbortController();
  const changed = newestOnly(async () => {
    asked.push(newest);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }, leave.signal);
  for (newest = 1; newest < 5; newest++) changed();
  await expect.poll(() => asked).toEqual([1, 5]);
  leave.abort();
});
