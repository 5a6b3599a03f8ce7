import { createRng } from '@goal-driven/core';
import {
  createSearcher,
  SearchConfig,
  type Point,
  type SearchSpace,
  type Suggestion,
  type Told,
  type TrialRow,
} from '@goal-driven/sweep';

/** A whole search with one worker: ask, evaluate, tell. */
export function searchHistory(
  search: object,
  {
    space,
    loss,
    seed,
  }: { readonly space: SearchSpace; readonly loss: (point: Point) => number; readonly seed: number },
): TrialRow[] {
  const searcher = createSearcher(SearchConfig.parse(search), space);
  const suggested: Suggestion[] = [];
  const told: Told[] = [];
  for (let index = 0; ; index++) {
    const answer = searcher.suggest({ index, suggested, told, space, rng: createRng(seed).child(index) });
    if (typeof answer === 'string') return told.map(rowOf);
    suggested.push(answer);
    told.push({ ...answer, objectives: [loss(answer.point)] });
  }
}

const rowOf = ({ point, budget, objectives }: Told, index: number): TrialRow => ({
  index,
  id: String(index),
  point,
  ...(budget !== undefined && { budget }),
  seed: 1,
  state: 'finished',
  objectives: objectives!, // every loss is a number
  seconds: 0,
  attempts: 1,
  worker: '',
});

/** The lowest loss. */
export const lowest = (rows: readonly TrialRow[]): number =>
  Math.min(...rows.map(({ objectives }) => objectives[0]!));
