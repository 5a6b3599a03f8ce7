import type { RandomStream } from '@goal-driven/core/arrays';

/** By multiplication of uniforms (Knuth 1969, volume 2, 3.4.1): quick for the small means of one step. */
export function poisson(mean: number, random: RandomStream): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count++;
  return count;
}
