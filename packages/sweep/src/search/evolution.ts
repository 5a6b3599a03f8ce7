import type { RandomStream } from '@goal-driven/core';
import { z } from 'zod';
import { knownResults, lossOf, Parallel, Trials } from './knownResults';
import type { Asked, Searcher, Suggestion, Told } from './Searcher';

export const EvolutionSearch = z
  .strictObject({
    kind: z.literal('evolution'),
    trials: Trials,
    population: z
      .int()
      .positive()
      .default(50)
      .meta({ description: 'Individuals alive at once; as many begin at random' }),
    sample: z
      .int()
      .positive()
      .default(10)
      .meta({ description: 'Individuals in a tournament, of which the best has a child' }),
    crossover: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .meta({ description: 'Probability that a child has a second parent, of a tournament of its own' }),
    parallel: Parallel,
  })
  .refine(({ population, sample }) => sample <= population, 'sample must be at most population')
  .meta({
    title: 'Regularised evolution',
    source: 'Real et al. 2019, Proceedings of the AAAI Conference on Artificial Intelligence 33, algorithm 1',
  });
export type EvolutionSearch = z.output<typeof EvolutionSearch>;

/**
 * Regularised ("aging") evolution: the population is a queue. Each child comes from the best of a tournament,
 * drawn with replacement, by one mutation; it enters as the youngest, and the oldest dies, however good.
 *
 * A suggestion that failed never enters the population. While there is none, suggestions are random.
 *
 * @differs the paper has no crossover; with it, a child is crossed before it is mutated
 */
export function evolution(options: EvolutionSearch): Searcher {
  return {
    count: options.trials,
    suggest: (asked) => {
      const { index, space, rng } = asked;
      if (index >= options.trials) return 'done';
      if (index < options.population) return { point: space.sample(rng) };
      const alive = living(asked, options);
      if (alive === 'wait') return 'wait';
      return alive.length === 0 ? { point: space.sample(rng) } : child(asked, alive, options);
    },
  };
}

type Individual = { readonly told: Told; readonly number: number };

/** The youngest `population` of those that have finished, oldest first. */
function living(asked: Asked, { population, parallel }: EvolutionSearch): readonly Individual[] | 'wait' {
  const known = knownResults(asked, parallel);
  if (known === 'wait') return 'wait';
  return known
    .map((told, number) => ({ told, number }))
    .filter(({ told }) => lossOf(told) < Infinity)
    .slice(-population);
}

function child({ space, rng }: Asked, alive: readonly Individual[], options: EvolutionSearch): Suggestion {
  const stream = rng.child('tournament').stream();
  const first = tournament(alive, options.sample, stream);
  if (stream.uniform() >= options.crossover) {
    return { point: space.mutate(first.told.point, rng.child('mutate')), parents: [first.number] };
  }
  const second = tournament(alive, options.sample, stream);
  const crossed = space.cross(first.told.point, second.told.point, rng.child('cross'));
  return { point: space.mutate(crossed, rng.child('mutate')), parents: [first.number, second.number] };
}

/** The best of a sample with replacement; of equals, the first drawn. */
function tournament(alive: readonly Individual[], size: number, stream: RandomStream): Individual {
  const drawn = Array.from({ length: size }, () => alive[stream.integer(alive.length)]!);
  return drawn.reduce((best, next) => (lossOf(next.told) < lossOf(best.told) ? next : best));
}
