import { ConfigError } from '@goal-driven/core/arrays';
import { requireCount } from './_vectors';
import type { FoldShuffle } from './FoldShuffle';
import type { Split } from './Split';

/** Folds from the number of the fold in which each sample is tested. Indices are in order. */
export function splitsOfFolds(foldOf: ArrayLike<number>, folds: number): Split[] {
  const samples = Array.from({ length: foldOf.length }, (_, sample) => sample);
  return Array.from({ length: folds }, (_, fold) => ({
    train: Int32Array.from(samples.filter((sample) => foldOf[sample] !== fold)),
    test: Int32Array.from(samples.filter((sample) => foldOf[sample] === fold)),
  }));
}

/** All folds, once or for each repeat. */
export function repeated(who: string, shuffle: FoldShuffle | undefined, folds: () => Split[]): Split[] {
  const { repeats = 1 } = shuffle ?? {};
  requireCount(who, 'repeats', repeats, 1);
  return Array.from({ length: repeats }, folds).flat();
}

/** @throws ConfigError unless there are at least 2 folds and no more than of what is dealt into them */
export function requireFolds(who: string, folds: number, most: number, unit: string): void {
  requireCount(who, 'folds', folds, 2);
  if (folds > most) throw new ConfigError(`${who}: folds must be at most the ${most} ${unit}, got ${folds}`);
}
