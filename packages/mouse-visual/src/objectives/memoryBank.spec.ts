import { createRng, tf, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { leftBy, table, unitZ } from './_published.fixture';
import { initialBank, moveBank } from './memoryBank';
import { unitRows } from './unitRows';

await useBackend('cpu');

describe('a memory bank', () => {
  it('starts with entries of length 1 in all directions', () => {
    const { result, left } = leftBy(() => initialBank([500, 16], createRng(1)));
    expect(left).toBe(1);
    const rows = result.arraySync();
    for (const row of rows) expect(Math.hypot(...row)).toBeCloseTo(1, 5);
    const mean = rows.flat().reduce((sum, value) => sum + value, 0) / 8000;
    expect(Math.abs(mean)).toBeLessThan(4 * (0.25 / Math.sqrt(8000))); // entries of variance 1 / 16
    expect(initialBank([500, 16], createRng(1)).arraySync()).toEqual(rows);
  });

  it('moves as published, the entries of the batch alone', () => {
    const bank = unitRows(table(10, 3, (c, d) => Math.cos(0.7 * c + 1.1 * d + 0.3 * c * d)));
    const batch = { indices: tf.tensor1d([3, 7], 'int32'), embeddings: tf.slice(unitZ(), 0, 2) };
    const { result, left } = leftBy(() => moveBank(bank, batch, 0.5));
    expect(left).toBe(1);
    const [before, after] = [bank.arraySync(), result.arraySync()];
    [-0.1982585, 0.0737053, 0.9773746].forEach((value, at) => expect(after[3]![at]).toBeCloseTo(value, 6));
    [0.8835759, 0.0250449, 0.4676178].forEach((value, at) => expect(after[7]![at]).toBeCloseTo(value, 6));
    for (const row of [0, 1, 2, 4, 5, 6, 8, 9]) expect(after[row]).toEqual(before[row]);
  });
});
