import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { Budget, Eta, rungBudgets } from './budget';
import { ranked } from './knownResults';
import type { Answer, Asked, Searcher, Told } from './Searcher';

export const HalvingSearch = z
  .strictObject({
    kind: z.literal('halving'),
    budget: Budget,
    eta: Eta,
    configurations: z.int().positive().optional().meta({
      description:
        'Suggestions that begin in the first bracket; as many as leave one at the end, where left out',
    }),
    brackets: z.int().positive().default(1).meta({
      description:
        'Brackets: the next one begins with fewer suggestions at eta times the budget. All of them: Hyperband',
    }),
  })
  .meta({
    title: 'Successive halving and Hyperband',
    source:
      'Jamieson and Talwalkar 2016, AISTATS; Li et al. 2018, Journal of Machine Learning Research 18, algorithm 1',
  });
export type HalvingSearch = z.output<typeof HalvingSearch>;

/** Suggestions at one budget; each but a bracket's first goes on with the best of the one before. */
export type Rung = {
  readonly bracket: number;
  readonly rung: number;
  readonly budget: number;
  readonly size: number;
  /** Number of its first suggestion. */
  readonly start: number;
};

/**
 * Successive halving: all begin with a small budget, the best of eta go on with eta times as much. A rung waits for
 * all results of the one before it in its bracket, and for nothing else; the first rungs of all brackets come first, then
 * the second ones, so that one bracket fills the time that another waits.
 *
 * A failed suggestion never goes on. Where too few succeed to fill the next rung, its last places go to new points.
 *
 * @throws ConfigError for more brackets than budgets, or a rung without suggestions
 */
export function halving(options: HalvingSearch): Searcher {
  const rungs = halvingRungs(options);
  const last = rungs.at(-1)!;
  const count = last.start + last.size;
  return {
    count,
    suggest: (asked) => {
      const rung = rungs.find(({ start, size }) => asked.index < start + size);
      if (rung === undefined) return 'done';
      const before = rungs.find((other) => other.bracket === rung.bracket && other.rung === rung.rung - 1);
      return before === undefined
        ? { point: asked.space.sample(asked.rng), budget: rung.budget }
        : promoted(asked, rung, before);
    },
  };
}

function promoted({ index, told, space, rng }: Asked, { start, budget }: Rung, before: Rung): Answer {
  const results: Told[] = [];
  for (let at = before.start; at < before.start + before.size; at++) {
    const result = told[at];
    if (result === undefined || result === 'open') return 'wait';
    results.push(result);
  }
  const place = ranked(results)[index - start];
  if (place === undefined) return { point: space.sample(rng), budget };
  return { point: results[place]!.point, budget, parents: [before.start + place] };
}

/**
 * The rungs in the order in which they are run. Bracket b skips the b smallest of B budgets and begins with
 * `ceil(n B / ((B - b) eta^b))` suggestions; n of the first bracket is eta^(B - 1) unless given.
 *
 * @throws ConfigError for more brackets than budgets, or a rung without suggestions
 */
export function halvingRungs({ budget, eta, configurations, brackets }: Omit<HalvingSearch, 'kind'>): Rung[] {
  const budgets = rungBudgets(budget, eta);
  const all = budgets.length;
  if (brackets > all) {
    throw new ConfigError(
      `halving: there must be at most a bracket for each of ${all} budgets, got ${brackets}`,
    );
  }
  const most = configurations ?? eta ** (all - 1);
  const rungs: Rung[] = [];
  let start = 0;
  for (let rung = 0; rung < all; rung++) {
    for (let bracket = 0; bracket < Math.min(brackets, all - rung); bracket++) {
      const first = Math.ceil((most * all) / ((all - bracket) * eta ** bracket));
      const size = Math.floor(first / eta ** rung);
      if (size === 0) {
        throw new ConfigError(
          `halving: each of ${all} rungs must have suggestions, got configurations ${most} for eta ${eta}`,
        );
      }
      rungs.push({ bracket, rung, budget: budgets[bracket + rung]!, size, start });
      start += size;
    }
  }
  return rungs;
}
