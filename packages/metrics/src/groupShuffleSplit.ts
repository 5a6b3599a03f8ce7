import type { RandomState } from '@goal-driven/core/arrays';
import { classesOf } from './_classes';
import { partSizes } from './_partSizes';
import { requireCount } from './_vectors';
import { shuffled, type ShuffleSplitOptions } from './shuffleSplit';
import type { Labels } from './Labels';
import type { Split } from './Split';

/**
 * Random splits in which no group is in training and test alike, from one generator. Shares are of groups, not of
 * samples.
 *
 * @param groups group of each sample
 * @param random NumPy's legacy generator; it moves on from split to split
 * @returns indices in order
 * @throws ConfigError as `shuffleSplit`, of groups
 * @source agrees with scikit-learn's GroupShuffleSplit
 */
export function groupShuffleSplit(
  groups: Labels,
  random: RandomState,
  options: ShuffleSplitOptions,
): Split[] {
  requireCount('groupShuffleSplit', 'splits', options.splits, 1);
  const { members } = classesOf('groupShuffleSplit', 'groups', groups);
  const sizes = partSizes('groupShuffleSplit', { total: members.length, unit: 'groups' }, options);
  const samplesOf = (chosen: Int32Array): Int32Array =>
    Int32Array.from([...chosen].flatMap((group) => members[group]!)).sort();
  return Array.from({ length: options.splits }, () => {
    const { train, test } = shuffled(members.length, random, sizes);
    return { train: samplesOf(train), test: samplesOf(test) };
  });
}
