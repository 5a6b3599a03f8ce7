import { requireCount } from './_vectors';
import { repeated, requireFolds, splitsOfFolds } from './_foldSplits';
import type { FoldShuffle } from './FoldShuffle';
import type { Split } from './Split';

/**
 * Cross-validation in `folds` parts, each of which is tested once. Parts are contiguous, or consecutive blocks of a
 * random order; the first `samples mod folds` hold one sample more.
 *
 * @param shuffle random order of the samples, several times over if wished; none by default
 * @returns splits of the first repeat, then of the next; indices in order
 * @throws ConfigError for fewer than 2 folds, or more than samples
 * @source agrees with scikit-learn's KFold and RepeatedKFold
 */
export function kFold(samples: number, folds: number, shuffle?: FoldShuffle): Split[] {
  requireCount('kFold', 'samples', samples, 1);
  requireFolds('kFold', folds, samples, 'samples');
  return repeated('kFold', shuffle, () => {
    const order = Int32Array.from({ length: samples }, (_, sample) => sample);
    shuffle?.random.shuffle(order);
    const foldOf = new Int32Array(samples);
    for (let fold = 0, start = 0; fold < folds; fold++) {
      const size = Math.floor(samples / folds) + (fold < samples % folds ? 1 : 0);
      for (const sample of order.subarray(start, start + size)) foldOf[sample] = fold;
      start += size;
    }
    return splitsOfFolds(foldOf, folds);
  });
}
