import { z } from 'zod';

/**
 * Field of a claim's config: the seeds from each of which a network of each kind is trained. They are the independent
 * samples of the claim's statistics, so there must be two.
 *
 * @param count how many where a config says nothing: 0, 1, ...
 */
export const networkSeeds = (count: number) =>
  z
    .array(z.int().nonnegative())
    .min(2)
    .default(Array.from({ length: count }, (_, seed) => seed))
    .meta({ description: 'A network of each kind is trained from each; they are what n counts' });
