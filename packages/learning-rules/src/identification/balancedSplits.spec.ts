import { ConfigError } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { labels, meta, RULES } from './_samples.fixture';
import { balancedSplits, familySplits } from './balancedSplits';
import { networkKey, type SampleMeta } from './RuleDataset';

const perRule = (rows: Int32Array) =>
  RULES.map((_, rule) => rows.filter((row) => labels[row] === rule).length);

describe('balanced splits', () => {
  const all = { count: 10, testFraction: 0.25 };
  it('have as many of each class on either side, apart from each other, and are the same again', () => {
    const splits = balancedSplits(meta, { ...all, by: 'layers' });
    expect(splits).toHaveLength(10);
    for (const { train, test } of splits) {
      expect([perRule(train), perRule(test)]).toEqual([[15, 15, 15], [5, 5, 5]]); // prettier-ignore
      expect(new Set([...train, ...test]).size).toBe(60);
    }
    expect(balancedSplits(meta, { ...all, by: 'layers' })).toEqual(splits);
    expect(new Set(splits.map(({ test }) => String(test))).size).toBe(10);
  });

  it('keep networks together where they are told to', () => {
    for (const { train, test } of balancedSplits(meta, { ...all, by: 'networks' })) {
      const networks = (rows: Int32Array) => new Set([...rows].map((row) => networkKey(meta[row]!)));
      expect([networks(train).size, networks(test).size]).toEqual([18, 6]);
      expect(new Set([...networks(train), ...networks(test)]).size).toBe(24);
    }
  });

  it('learn from what they may and test on what they may', () => {
    const held = (sample: SampleMeta) => sample.architecture === 'deep';
    const options = {
      ...all,
      by: 'layers' as const,
      mayTest: held,
      mayTrain: (one: SampleMeta) => !held(one),
    };
    for (const { train, test } of balancedSplits(meta, options)) {
      expect([...test].every((row) => held(meta[row]!)) && ![...train].some((row) => held(meta[row]!))).toBe(
        true,
      );
      expect([perRule(train), perRule(test)]).toEqual([[6, 6, 6], [3, 3, 3]]); // prettier-ignore
    }
    expect(() => balancedSplits(meta, { ...all, by: 'layers', mayTest: () => false })).toThrow(ConfigError);
  });

  it('test each family of networks that start alike once', () => {
    const splits = familySplits(meta, 3);
    expect(splits.flatMap(({ test }) => [...test]).toSorted((a, b) => a - b)).toEqual(
      meta.map((_, index) => index),
    );
    for (const { train, test } of splits) {
      const families = (rows: Int32Array) => new Set([...rows].map((row) => networkKey({ ...meta[row]!, learning_rule: '' }))); // prettier-ignore
      expect(families(train).size + families(test).size).toBe(8);
      expect(new Set([...families(train), ...families(test)]).size).toBe(8);
      expect(new Set(perRule(test)).size).toBe(1);
    }
    expect(() => familySplits(meta.slice(0, 1), 3)).toThrow('there must be two families, got 1');
  });
});
