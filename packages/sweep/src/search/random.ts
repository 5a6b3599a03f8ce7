import { z } from 'zod';
import { Trials } from './knownResults';
import type { Searcher } from './Searcher';

export const RandomSearch = z.strictObject({ kind: z.literal('random'), trials: Trials }).meta({
  title: 'Independent draws from the space',
  source: 'Bergstra and Bengio 2012, Journal of Machine Learning Research 13',
});
export type RandomSearch = z.output<typeof RandomSearch>;

/** Independent draws: no suggestion knows of another, so it never waits. */
export const random = ({ trials }: RandomSearch): Searcher => ({
  count: trials,
  suggest: ({ index, space, rng }) => (index < trials ? { point: space.sample(rng) } : 'done'),
});
