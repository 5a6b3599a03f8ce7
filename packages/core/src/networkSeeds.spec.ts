import { describe, expect, it } from 'vitest';
import { networkSeeds } from './networkSeeds';

describe('networkSeeds', () => {
  it('counts from 0 where nothing is said', () => {
    expect(networkSeeds(4).parse(undefined)).toEqual([0, 1, 2, 3]);
    expect(networkSeeds(4).parse([7, 3])).toEqual([7, 3]);
  });

  it.each([[[1]], [[0, -1]], [[0, 0.5]]])('refuses %j: one seed has no spread, and seeds count', (seeds) => {
    expect(networkSeeds(2).safeParse(seeds).success).toBe(false);
  });
});
