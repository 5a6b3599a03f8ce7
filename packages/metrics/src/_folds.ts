import { ConfigError } from '@goal-driven/core/arrays';
import { requireFolds } from './_foldSplits';
import { requireSplits } from './_requireSplits';
import { kFold } from './kFold';
import type { Split } from './Split';

/**
 * Splits as given, or `folds` of them, each of samples in a row.
 *
 * @throws ConfigError for fewer than 2 folds or more than samples, and for splits that do not part samples in two
 */
export function splitsOf(who: string, folds: number | readonly Split[], samples: number): readonly Split[] {
  if (typeof folds === 'number') {
    requireFolds(who, folds, samples, 'samples');
    return kFold(samples, folds);
  }
  requireSplits(who, folds, samples);
  const empty = folds.findIndex(({ train }) => train.length === 0);
  if (empty !== -1) throw new ConfigError(`${who}: split ${empty} must train on some samples, got none`);
  return folds;
}
