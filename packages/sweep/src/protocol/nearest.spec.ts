import { expect, it } from 'vitest';
import { nearest } from './nearest';

const many = Array.from({ length: 200 }, (_, n) => ({ id: `trial-${n}` }));

it('a chooser keeps its choice when others come or go', () => {
  const mine = nearest(many, 'w1', 8);
  expect(mine).toHaveLength(8);
  const fewer = many.filter((one, n) => n % 3 > 0 || mine.includes(one));
  expect(nearest(fewer.reverse(), 'w1', 8)).toEqual(mine);
  expect(nearest(many.slice(0, 3), 'w1', 8)).toHaveLength(3);
});

it('choosers together choose all, none much more often than others', () => {
  const counts = new Map<string, number>();
  for (let chooser = 0; chooser < 400; chooser++) {
    for (const { id } of nearest(many, `w${chooser}`, 8)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  expect(counts.size).toBe(200);
  // each is chosen 16 times on average; five standard deviations of a binomial are 20
  expect(Math.max(...counts.values())).toBeLessThan(36);
});
