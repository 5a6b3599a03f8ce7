import { expect, it } from 'vitest';
import { mapFloats } from './_mapFloats';
import { createRng } from './Rng';

it('is what Float32Array.from gives', () => {
  const values = createRng(1).normal(1000);
  const change = (value: number) => 0.1 + 3 * value;
  expect(mapFloats(values, change)).toEqual(Float32Array.from(values, change));
});
