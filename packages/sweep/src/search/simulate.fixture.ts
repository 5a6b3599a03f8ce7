import { createRng } from '@goal-driven/core';
import type { Point, SearchSpace } from '../SearchSpace';
import type { Searcher, Suggestion, Told } from './Searcher';

export type Objective = (
  point: Point,
  budget: number | undefined,
  index: number,
) => readonly number[] | undefined;

type Options = {
  readonly space: SearchSpace;
  readonly objective: Objective;
  /** Of the search. */
  readonly seed?: number;
  readonly workers?: number;
  /** Of the order in which trials end. */
  readonly disorder?: number;
};

export type History = { readonly suggested: Suggestion[]; readonly told: Told[]; readonly mostOpen: number };

/** The whole search with some workers whose trials end in a random order. */
export function simulate(searcher: Searcher, options: Options): History {
  const { space, objective, seed = 1, workers = 1, disorder = 1 } = options;
  const suggested: Suggestion[] = [];
  const told: (Told | 'open')[] = [];
  const stream = createRng(disorder).child('disorder').stream();
  let mostOpen = 0;
  for (;;) {
    const open = told.flatMap((result, index) => (result === 'open' ? [index] : []));
    mostOpen = Math.max(mostOpen, open.length);
    const index = suggested.length;
    const answer =
      open.length === workers
        ? 'wait'
        : searcher.suggest({ index, suggested, told, space, rng: createRng(seed).child(index) });
    if (answer === 'done' && open.length === 0) return { suggested, told: told as Told[], mostOpen };
    if (typeof answer === 'object') {
      suggested.push(answer);
      told.push('open');
      continue;
    }
    if (open.length === 0) throw new Error(`suggestion ${index} waits for nothing`);
    const ended = open[stream.integer(open.length)]!;
    const { point, budget } = suggested[ended]!;
    told[ended] = {
      point,
      ...(budget === undefined ? {} : { budget }),
      objectives: objective(point, budget, ended),
    };
  }
}
