import { expect, it } from 'vitest';
import { shortPoint } from './shortPoint';

it('shortPoint says the first values of a point, and how many more there are', () => {
  expect(shortPoint({ rate: 0.1, cell: 'gru' })).toBe('rate=0.1 cell=gru');
  const genes = Object.fromEntries(Array.from({ length: 15 }, (_, gene) => [`g${gene}`, gene]));
  expect(shortPoint(genes)).toMatch(/^g0=0 .* g11=11 and 3 more$/);
});
