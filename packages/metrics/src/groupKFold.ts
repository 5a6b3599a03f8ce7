import { classesOf } from './_classes';
import { requireFolds, splitsOfFolds } from './_foldSplits';
import type { Labels } from './Labels';
import type { Split } from './Split';

/**
 * Cross-validation in which no group (of one object, one animal, one scene) is in training and test alike. Groups go,
 * the largest first, to the fold that has fewest samples so far.
 *
 * @param groups group of each sample
 * @throws ConfigError for fewer than 2 folds, or more than groups
 * @source agrees with scikit-learn's GroupKFold
 * @differs of groups of one size the last label goes first; NumPy's unstable sort leaves that open beyond 16 groups
 */
export function groupKFold(groups: Labels, folds: number): Split[] {
  const { of, members } = classesOf('groupKFold', 'groups', groups);
  requireFolds('groupKFold', folds, members.length, 'groups');
  const sizes = members.map(({ length }) => length);
  const largestFirst = sizes.map((_, group) => group).sort((a, b) => sizes[b]! - sizes[a]! || b - a);
  const held = Array<number>(folds).fill(0);
  const foldOfGroup = new Int32Array(members.length);
  for (const group of largestFirst) {
    const lightest = held.indexOf(Math.min(...held));
    held[lightest]! += sizes[group]!;
    foldOfGroup[group] = lightest;
  }
  return splitsOfFolds(
    of.map((group) => foldOfGroup[group]!),
    folds,
  );
}
