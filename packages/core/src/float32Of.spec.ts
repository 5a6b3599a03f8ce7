import { describe, expect, it } from 'vitest';
import { float32Of } from './float32Of';
import { createRng } from './Rng';

describe('float32Of', () => {
  it('is f of each number and its place, rounded once', () => {
    // 0.1 x is not rounded before 0.2 is added: 0.1 * 3 + 0.2 in double precision, then to float32.
    expect([...float32Of([1, 2, 3], (value, index) => 0.1 * value + 0.1 * index)]).toEqual(
      [0.1, 0.1 * 2 + 0.1, 0.1 * 3 + 0.2].map(Math.fround),
    );
    expect(float32Of([], () => 1)).toHaveLength(0);
  });

  it('is what Float32Array.from gives', () => {
    const values = createRng(1).normal(1000);
    const f = (value: number) => 0.3 * value - 7;
    expect(float32Of(values, f)).toEqual(Float32Array.from(values, f));
  });
});
