import { ConfigError, type RandomState } from '@goal-driven/core/arrays';
import { classesOf } from './_classes';
import { partSizes } from './_partSizes';
import { requireCount } from './_vectors';
import type { Labels } from './Labels';
import type { ShuffleSplitOptions } from './shuffleSplit';
import type { Split } from './Split';

/**
 * Random splits with the shares of all classes alike, from one generator. Where shares are not whole, the samples
 * missing go to the largest remainders, ties drawn anew for each split.
 *
 * @param labels class of each sample
 * @param random NumPy's legacy generator; it moves on from split to split
 * @throws ConfigError as `shuffleSplit`; also for a class with one member, or a part smaller than the classes
 * @source agrees with scikit-learn's StratifiedShuffleSplit
 */
export function stratifiedShuffleSplit(
  labels: Labels,
  random: RandomState,
  options: ShuffleSplitOptions,
): Split[] {
  const who = 'stratifiedShuffleSplit';
  requireCount(who, 'splits', options.splits, 1);
  const { members } = classesOf(who, 'labels', labels);
  const sizes = partSizes(who, { total: labels.length, unit: 'samples' }, options);
  if (members.some(({ length }) => length < 2)) {
    throw new ConfigError(`${who}: every class must have at least 2 members, got one with 1`);
  }
  if (Math.min(sizes.train, sizes.test) < members.length) {
    throw new ConfigError(
      `${who}: train and test must each hold at least one sample for each of ${members.length} classes, got ${sizes.train} and ${sizes.test}`,
    );
  }
  return Array.from({ length: options.splits }, () => stratified(members, random, sizes));
}

function stratified(
  members: readonly (readonly number[])[],
  random: RandomState,
  sizes: { readonly train: number; readonly test: number },
): Split {
  const counts = members.map(({ length }) => length);
  const inTrain = allotted(counts, sizes.train, random);
  const left = counts.map((count, index) => count - inTrain[index]!);
  const inTest = allotted(left, sizes.test, random);
  const orders = members.map((samples) =>
    Array.from(random.permutation(samples.length), (position) => samples[position]!),
  );
  const train = orders.flatMap((order, index) => order.slice(0, inTrain[index]));
  const test = orders.flatMap((order, index) =>
    order.slice(inTrain[index], inTrain[index]! + inTest[index]!),
  );
  random.shuffle(train);
  random.shuffle(test);
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}

/** How many of each class make `wanted` in all, in proportion to `counts`. */
function allotted(counts: readonly number[], wanted: number, random: RandomState): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => (count / all) * wanted);
  const whole = shares.map(Math.floor);
  const remainders = shares.map((share, index) => share - whole[index]!);
  let missing = wanted - whole.reduce((sum, count) => sum + count, 0);
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing === 0) break;
    const tied = remainders.flatMap((remainder, index) => (remainder === value ? [index] : []));
    const taken = random.permutation(tied.length).slice(0, missing);
    for (const position of taken) whole[tied[position]!]! += 1;
    missing -= taken.length;
  }
  return whole;
}
