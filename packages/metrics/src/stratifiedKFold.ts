import { ConfigError } from '@goal-driven/core/arrays';
import { classesOf } from './_classes';
import { repeated, requireFolds, splitsOfFolds } from './_foldSplits';
import type { FoldShuffle } from './FoldShuffle';
import type { Labels } from './Labels';
import type { Split } from './Split';

/**
 * Cross-validation in `folds` parts with the shares of all classes alike: the sorted list of classes is dealt round
 * the folds, which says how many of each class a fold holds; members of a class then go to folds in blocks, or in a
 * random order. A class with fewer members than folds is missing from some.
 *
 * @param labels class of each sample
 * @param shuffle random order within classes, several times over if wished; none by default
 * @returns splits of the first repeat, then of the next; indices in order
 * @throws ConfigError for fewer than 2 folds, or more than members of the largest class; for a class with one member
 * @source agrees with scikit-learn's StratifiedKFold and RepeatedStratifiedKFold
 * @differs scikit-learn takes a class of one member with a warning
 */
export function stratifiedKFold(labels: Labels, folds: number, shuffle?: FoldShuffle): Split[] {
  const { members } = classesOf('stratifiedKFold', 'labels', labels);
  requireFolds(
    'stratifiedKFold',
    folds,
    Math.max(...members.map(({ length }) => length)),
    'members of a class',
  );
  if (members.some(({ length }) => length < 2)) {
    throw new ConfigError('stratifiedKFold: every class must have at least 2 members, got one with 1');
  }
  const classes = members.toSorted((a, b) => a[0]! - b[0]!); // by first appearance
  const sorted = classes.flatMap(({ length }, index) => Array<number>(length).fill(index));
  const share = (index: number, fold: number): number =>
    sorted.filter((other, position) => other === index && position % folds === fold).length;
  return repeated('stratifiedKFold', shuffle, () => {
    const foldOf = new Int32Array(labels.length);
    classes.forEach((samples, index) => {
      const dealt = Array.from({ length: folds }, (_, fold) =>
        Array<number>(share(index, fold)).fill(fold),
      ).flat();
      shuffle?.random.shuffle(dealt);
      samples.forEach((sample, position) => (foldOf[sample] = dealt[position]!));
    });
    return splitsOfFolds(foldOf, folds);
  });
}
