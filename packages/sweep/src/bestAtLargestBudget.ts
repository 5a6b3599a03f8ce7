import { bestTrials, type BestTrial } from './bestTrials';
import type { Objective } from './SweepFile';
import type { TrialRow } from './TrialRow';

/**
 * All suggestions of the largest budget that gave any a value of the first objective, best first: those of different
 * budgets are not compared. A budget whose trials all failed, or diverged, does not count.
 */
export function bestAtLargestBudget(
  rows: readonly TrialRow[],
  objectives: readonly Pick<Objective, 'direction'>[],
): BestTrial[] {
  const budgets = [...new Set(rows.map(({ budget = 0 }) => budget))].sort((a, b) => b - a);
  for (const largest of budgets) {
    const comparable = rows.filter(({ budget = 0 }) => budget === largest);
    const best = bestTrials(comparable, objectives, { count: Infinity });
    if (best.length > 0) return best;
  }
  return [];
}
