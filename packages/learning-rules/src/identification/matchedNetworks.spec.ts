import { describe, expect, it } from 'vitest';
import { conditionsOf } from './IdentificationCondition';
import { matchedNetworks } from './matchedNetworks';
import { networkKey, type RuleDataset, type SampleMeta } from './RuleDataset';

/** Networks of two layers each, by rule and accuracy. */
const metaOf = (networks: readonly (readonly [rule: string, accuracy?: number])[]): SampleMeta[] =>
  networks.flatMap(([rule, accuracy], seed) =>
    ['a', 'b'].map((layer) => ({
      ...{
        learning_rule: rule,
        task: 't',
        architecture: 'n',
        batch_size: 8,
        model_seed: seed,
        dataset_seed: 0,
      },
      ...{ layer_name: layer, ...(accuracy !== undefined && { accuracy }) },
    })),
  );
const seedsOf = (meta: readonly SampleMeta[], width: number) => {
  const kept = matchedNetworks(meta, width);
  return [
    ...new Set(meta.filter((sample) => kept.has(networkKey(sample))).map((sample) => sample.model_seed)),
  ];
};

describe('networks of matched accuracy', () => {
  const networks = [
    ['sgdm', 0.95], ['sgdm', 0.91], ['sgdm', 0.83], ['sgdm', 0.55],
    ['feedback', 0.92], ['feedback', 0.56], ['feedback', 0.58], ['feedback', 0.3],
  ] as const; // prettier-ignore

  it('are as many of every rule in each bin, the first ones', () => {
    // Of .9 to 1: two and one; of .8: one and none; of .5: one and two; of .3: none and one.
    expect(seedsOf(metaOf(networks), 0.1)).toEqual([0, 3, 4, 5]);
    // One bin of all: four and four.
    expect(seedsOf(metaOf(networks), 2)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('are none where nothing is known, or no bin has every rule', () => {
    expect(matchedNetworks(metaOf([...networks, ['sgdm']]), 0.1).size).toBe(0);
    expect(matchedNetworks(metaOf([['sgdm', 0.9], ['feedback', 0.2]]), 0.1).size).toBe(0); // prettier-ignore
  });

  it('make a condition where each rule has four of them', () => {
    const of = (list: Parameters<typeof metaOf>[0]) =>
      conditionsOf('matched', { meta: metaOf(list) } as unknown as RuleDataset).map(({ name }) => name);
    const four = Array.from({ length: 4 }, () => [['sgdm', 0.91], ['feedback', 0.92]] as const).flat(); // prettier-ignore
    expect(of(four)).toEqual(['all, matched accuracy']);
    expect(of(networks)).toEqual([]);
  });
});
