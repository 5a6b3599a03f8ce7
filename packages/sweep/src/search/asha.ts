import { z } from 'zod';
import { canonicalJson } from '../_canonicalJson';
import type { Point } from '../SearchSpace';
import { Budget, Eta, rungBudgets } from './budget';
import { knownResults, Parallel, ranked, Trials } from './knownResults';
import type { Asked, Searcher, Suggestion, Told } from './Searcher';

export const AshaSearch = z
  .strictObject({
    kind: z.literal('asha'),
    trials: Trials,
    budget: Budget,
    eta: Eta,
    parallel: Parallel,
  })
  .meta({
    title: 'Asynchronous successive halving',
    source: 'Li et al. 2020, Proceedings of Machine Learning and Systems 2, algorithm 2',
  });
export type AshaSearch = z.output<typeof AshaSearch>;

/**
 * Asynchronous successive halving: from the highest rung down, a suggestion that is among the best of eta of its rung, and
 * has not gone on yet, goes on with eta times the budget; where there is none, a new point begins.
 *
 * A failed suggestion counts in its rung and never goes on.
 *
 * @differs the paper's rungs know every result that is there; here results up to `index - parallel`, so that
 *   the order in which trials end changes nothing. Long trials of high rungs hold later suggestions up once
 *   `parallel` are open: let it exceed the number of workers by some
 */
export function asha(options: AshaSearch): Searcher {
  const budgets = rungBudgets(options.budget, options.eta);
  return {
    count: options.trials,
    suggest: (asked) => {
      if (asked.index >= options.trials) return 'done';
      const known = knownResults(asked, options.parallel);
      if (known === 'wait') return 'wait';
      for (let rung = budgets.length - 2; rung >= 0; rung--) {
        const next = promotion(asked, known, {
          here: budgets[rung]!,
          above: budgets[rung + 1]!,
          eta: options.eta,
        });
        if (next !== undefined) return next;
      }
      return { point: asked.space.sample(asked.rng), budget: budgets[0]! };
    },
  };
}

function promotion(
  { suggested, index }: Asked,
  known: readonly Told[],
  { here, above, eta }: { readonly here: number; readonly above: number; readonly eta: number },
): Suggestion | undefined {
  const numbers = known.flatMap((_, number) => (suggested[number]!.budget === here ? [number] : []));
  const best = ranked(numbers.map((number) => known[number]!)).slice(0, Math.floor(numbers.length / eta));
  if (best.length === 0) return undefined;
  const gone = new Set<string>();
  for (let at = 0; at < index; at++)
    if (suggested[at]!.budget === above) gone.add(keyOf(suggested[at]!.point));
  for (const place of best) {
    const number = numbers[place]!;
    const { point } = suggested[number]!;
    if (!gone.has(keyOf(point))) return { point, budget: above, parents: [number] };
  }
  return undefined;
}

const keyOf = (point: Point) => canonicalJson(point);
