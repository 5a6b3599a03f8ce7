import { ConfigError, RandomState } from '@goal-driven/core';
import type { Split } from '@goal-driven/metrics';
import { familyKey, networkKey, type SampleMeta } from './RuleDataset';

/** How samples are parted, and which may be on either side. */
export type BalancedSplits = {
  /** 10 in the source. */
  readonly count: number;
  /** Share of a class's samples (or networks) that is tested on, 0.25 in the source. */
  readonly testFraction: number;
  /** Whether layers of a network are parted, as published, or stay together. */
  readonly by: 'layers' | 'networks';
  /** Which samples may be learned from, and which may be tested on; all where left out. */
  readonly mayTrain?: (sample: SampleMeta) => boolean;
  readonly mayTest?: (sample: SampleMeta) => boolean;
};

/**
 * Splits with as many members of each class in training, and as many in testing: of every class the first of a fresh
 * random order of those that may be tested on, then the first of those that are left to learn from. All draws are from
 * one generator that is seeded with 0, class after class, split after split.
 *
 * How many are tested on is the share of the smallest class, how many are learned from the rest of it; where the two sets
 * are apart (hold-outs), the share of each, so that splits differ.
 * By networks, members are networks and bring all their layers.
 *
 * @throws ConfigError where a class is left without members on either side
 * @source Nayebi et al. 2020, arXiv:2010.11765
 */
export function balancedSplits(meta: readonly SampleMeta[], options: BalancedSplits): Split[] {
  const { count, testFraction, by, mayTrain = () => true, mayTest = () => true } = options;
  const members = by === 'layers' ? meta.map((_, index) => [index]) : networksOf(meta);
  const ruleOf = (member: readonly number[]) => meta[member[0]!]!.learning_rule;
  const rules = [...new Set(members.map(ruleOf))].sort();
  const random = new RandomState(0);
  const pools = rules.map((rule) => {
    const own = members.filter((member) => ruleOf(member) === rule);
    const test = own.filter(([first]) => mayTest(meta[first!]!));
    return { test, train: own.filter(([first]) => mayTrain(meta[first!]!)) };
  });
  const least = (sizes: number[]) => Math.min(...sizes);
  const overlap = pools.some(({ test, train }) => test.some((member) => train.includes(member)));
  const [testable, trainable] = [least(pools.map(({ test }) => test.length)), least(pools.map(({ train }) => train.length))]; // prettier-ignore
  const tests = Math.round(testFraction * testable);
  const trains = overlap ? trainable - tests : Math.round((1 - testFraction) * trainable);
  if (rules.length < 2 || tests < 1 || trains < 1)
    throw new ConfigError(
      `balancedSplits: two classes or more must each have members to learn from and to test on, got ${rules.length} ` +
        `classes, ${trains} and ${tests}`,
    );
  return Array.from({ length: count }, () => {
    const taken = pools.map(({ test }) => firstOf(test, tests, random));
    const tested = new Set(taken.flat());
    const learned = pools.flatMap(({ train }) =>
      firstOf(
        train.filter((member) => !tested.has(member)),
        trains,
        random,
      ),
    );
    return { train: Int32Array.from(learned.flat()).sort(), test: Int32Array.from(taken.flat(2)).sort() };
  });
}

/**
 * Splits in which every sample is tested on once, and trainings that differ in the rule alone stay together: networks
 * that start alike are all learned from or all tested on.
 *
 * @param folds dealt out in the order in which such families come
 * @throws ConfigError for fewer than two families
 */
export function familySplits(meta: readonly SampleMeta[], folds: number): Split[] {
  const families = [...new Set(meta.map(familyKey))];
  const parts = Math.min(folds, families.length);
  if (parts < 2) throw new ConfigError(`familySplits: there must be two families, got ${families.length}`);
  const foldOf = new Map(families.map((name, index) => [name, index % parts]));
  return Array.from({ length: parts }, (_, fold) => {
    const indices = meta.map((_sample, index) => index);
    const inFold = (index: number) => foldOf.get(familyKey(meta[index]!)) === fold;
    return {
      train: Int32Array.from(indices.filter((index) => !inFold(index))),
      test: Int32Array.from(indices.filter(inFold)),
    };
  });
}

function networksOf(meta: readonly SampleMeta[]): number[][] {
  const networks = new Map<string, number[]>();
  meta.forEach((sample, index) => {
    const key = networkKey(sample);
    networks.set(key, [...(networks.get(key) ?? []), index]);
  });
  return [...networks.values()];
}

const firstOf = <Member>(members: readonly Member[], count: number, random: RandomState): Member[] =>
  [...random.permutation(members.length).subarray(0, count)].map((index) => members[index]!);
