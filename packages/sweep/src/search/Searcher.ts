import type { Rng } from '@goal-driven/core';
import type { Point, SearchSpace } from '../SearchSpace';

/** What came of a suggestion: objectives to be minimised, averaged over its seeds; `undefined` where it failed. */
export type Told = {
  readonly point: Point;
  readonly budget?: number;
  readonly objectives: readonly number[] | undefined;
};

export type Suggestion = {
  /** A value for each axis that is there. */
  readonly point: Point;
  /** What the trial may spend, in the unit of the sweep's budget; searches by halving set it. */
  readonly budget?: number;
  /** Numbers of the suggestions that this one comes from: one to go on with at a larger budget, or parents. */
  readonly parents?: readonly number[];
};

/** What a searcher answers: a suggestion, that it must first hear of more results, or that it is through. */
export type Answer = Suggestion | 'wait' | 'done';

export type Asked = {
  /** Number of the suggestion, from 0. */
  readonly index: number;
  /** All suggestions before it. */
  readonly suggested: readonly Suggestion[];
  /** Results by number of the suggestion; 'open' where it still runs. */
  readonly told: readonly (Told | 'open')[];
  /** In which points lie. */
  readonly space: SearchSpace;
  /** The stream of this suggestion: the sweep's own, under `index`. */
  readonly rng: Rng;
};

/**
 * Gives suggestion `index` as a pure function of the results that it may know, so that whoever asks, and
 * whenever, hears the same: a controller that was killed, or another worker. A searcher that learns
 * from results knows those of suggestions up to `index - parallel` and waits for them, so that the order in
 * which trials happen to end changes nothing.
 */
export type Searcher = {
  suggest(asked: Asked): Answer;
  /** Number of suggestions in all. */
  readonly count: number;
};
