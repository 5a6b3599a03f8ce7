import { ConfigError, createRng, ndArray, tf } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { labels, meta } from './_samples.fixture';
import { balancedSplits } from './balancedSplits';
import { classScores, identifyRules } from './identifyRules';
import { candidatesOf, RuleClassifier } from './RuleClassifier';
import type { RuleDataset } from './RuleDataset';
import { asSequences, ruleFeatures } from './ruleFeatures';
import { principal, standardised } from './ruleTransforms';

describe('features of trajectories', () => {
  // Value 100 sample + 10 time + observable: 2 samples, 3 times, 2 observables.
  const dataset: RuleDataset = {
    observables: ['a', 'b'],
    views: { clear: ndArray(Float64Array.from({ length: 12 }, (_, at) => 100 * Math.floor(at / 6) + 10 * (Math.floor(at / 2) % 3) + (at % 2)), [2, 3, 2]) },
    positions: Int32Array.of(2, 0),
    meta: meta.slice(0, 2),
  }; // prettier-ignore

  it('are indicators, then the times of one observable after another', () => {
    const { values, shape } = ruleFeatures(dataset, { observables: ['a', 'b'] });
    expect(shape).toEqual([2, 9]);
    expect([...values]).toEqual([0, 0, 1, 0, 10, 20, 1, 11, 21, 1, 0, 0, 100, 110, 120, 101, 111, 121]);
    const some = ruleFeatures(dataset, { observables: ['b'], times: [2, 0] });
    expect([...some.values]).toEqual([0, 0, 1, 21, 1, 1, 0, 0, 121, 101]);
  });

  it('are sequences of the same numbers', () => {
    const features = ruleFeatures(dataset, { observables: ['a', 'b'] });
    expect([...asSequences(features, 3).values.subarray(0, 15)]).toEqual([
      ...[0, 0, 1, 0, 1], ...[0, 0, 1, 10, 11], ...[0, 0, 1, 20, 21],
    ]); // prettier-ignore
  });

  it('must be in the data set', () => {
    expect(() => ruleFeatures(dataset, { observables: ['c'] })).toThrow('must be in the data set, got c');
    expect(() => ruleFeatures(dataset, { observables: ['a'], times: [3] })).toThrow(
      'times must be in 0 .. 2',
    );
    expect(() => ruleFeatures(dataset, { view: 'x', observables: ['a'] })).toThrow(
      'view must be one of clear, got x',
    );
  });

  it('are standardised by what was learned from, but for indicators', () => {
    const train = ndArray(Float64Array.of(1, 0, 0, 1, 7, 0, 1, 0, 3, 7), [2, 5]);
    const { transform } = standardised(train);
    expect([...transform(train).values]).toEqual([1, 0, 0, -1, 0, 0, 1, 0, 1, 0]);
    // A feature that did not move in training is over 1e-5.
    expect([...transform(ndArray(Float64Array.of(0, 0, 1, 2, 8), [1, 5])).values]).toEqual([
      0,
      0,
      1,
      0,
      1 / 1e-5,
    ]);
    const projected = principal(1)(train).transform(train);
    expect([projected.shape, [...projected.values.subarray(0, 3)]]).toEqual([
      [2, 4],
      [1, 0, 0],
    ]);
  });
});

describe('identifyRules', () => {
  const rng = createRng(1);
  /** Rules differ in when their only observable rises. */
  const times = 6;
  const features = ndArray(
    Float64Array.from({ length: 60 * (3 + times) }, (_, at) => {
      const [sample, column] = [Math.floor(at / (3 + times)), at % (3 + times)];
      if (column < 3) return Number(column === 0);
      return Number(column - 3 > 1 + labels[sample]!) + 0.05 * rng.child(at).normal(1)[0]!;
    }),
    [60, 3 + times],
  );
  const splits = balancedSplits(meta, { count: 3, testFraction: 0.25, by: 'networks' });
  const smallest = Math.min(...splits.map(({ train }) => train.length));
  const shape = { samples: smallest, width: 3 + times, times };
  const identify = (config: object, more: object = {}) =>
    identifyRules({
      features,
      labels,
      splits,
      candidates: candidatesOf(RuleClassifier.parse(config), shape),
      rng,
      ...more,
    });

  it.each<[string, object]>([
    ['a random forest', { kind: 'randomForest', trees: [20], maxFeatures: ['sqrt'] }],
    ['a support vector machine', { kind: 'linearSvm', costs: [1], components: [null] }],
    ['a support vector machine of components', { kind: 'linearSvm', costs: [1], components: [2, 500], standardise: false }],
    ['a convolution over time', { kind: 'convMlp', kernels: [2], strides: [1], filters: [20], pools: ['none'], l2: [1e-4], learningRates: [1e-2], batchSizes: [16], epochs: 60 }],
  ])('tells what can be told, by %s', (_, config) => {
    const before = tf.memory().numTensors;
    const { splits: results, confusion, importances } = identify(config);
    expect(tf.memory().numTensors).toBe(before);
    expect(results.map(({ accuracy }) => accuracy)).toEqual([1, 1, 1]);
    const tests = splits.reduce((sum, { test }) => sum + test.length, 0);
    expect(confusion.values.reduce((sum, one) => sum + one, 0)).toBe(tests);
    expect(classScores(confusion).accuracy).toBe(1);
    if (importances !== undefined) {
      expect(importances.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
      expect(importances[0]).toBe(0); // an indicator that is always 1
    }
  }); // prettier-ignore

  it('is at chance where labels are drawn at random', () => {
    const drawn = Int32Array.from(rng.child('drawn').permutation(60), (at) => labels[at]!);
    const { splits: results } = identify(
      { kind: 'randomForest', trees: [20], maxFeatures: ['sqrt'] },
      { labels: drawn },
    );
    // 45 or so tests at 1 / 3: 0.7 is over five standard errors above.
    expect(results.reduce((sum, { accuracy }) => sum + accuracy / 3, 0)).toBeLessThan(0.7);
  });

  it('chooses among settings inside the training part, and passes over those that fail', () => {
    const poor = { name: 'poor', fit: () => ({ classes: Int32Array.of(0), predict: (x: { shape: readonly number[] }) => new Int32Array(x.shape[0]!), scores: (x: never) => x }) }; // prettier-ignore
    const failing = { name: 'failing', fit: () => { throw new ConfigError('never'); } }; // prettier-ignore
    const [good] = candidatesOf(
      RuleClassifier.parse({ kind: 'randomForest', trees: [10], maxFeatures: ['all'] }),
      shape,
    );
    const { splits: results } = identify({ kind: 'randomForest' }, { candidates: [poor, failing, good] });
    expect(results.map(({ chosen }) => chosen)).toEqual(['10 trees, all', '10 trees, all', '10 trees, all']);
    expect(() => identify({ kind: 'randomForest' }, { candidates: [failing, failing] })).toThrow('never');
  });

  it('has the published grids: 15 forests, 7 and 77 machines, 720 convolutions', () => {
    const sizes = (['randomForest', 'linearSvm', 'convMlp'] as const).map(
      (kind) =>
        candidatesOf(RuleClassifier.parse({ kind }), { samples: 15_000, width: 607, times: 21 }).length,
    );
    expect(sizes).toEqual([15, 84, 5 * 3 * 2 * 3 * 2 * 2 * 2]);
    const few = candidatesOf(RuleClassifier.parse({ kind: 'linearSvm' }), {
      samples: 15,
      width: 507,
      times: 21,
    });
    expect(few).toHaveLength(7 + 7); // only 10 components are possible
    const none = RuleClassifier.parse({ kind: 'linearSvm', components: [600] });
    expect(() => candidatesOf(none, { samples: 15, width: 507, times: 21 })).toThrow(ConfigError);
  });
});

describe('classScores', () => {
  it('are 1, 1 and 10 of a perfect table', () => {
    const { accuracy, balancedAccuracy, dPrime } = classScores(ndArray(Float64Array.of(3, 0, 0, 2), [2, 2]));
    expect([accuracy, [...balancedAccuracy], [...dPrime]]).toEqual([1, [1, 1], [10, 10]]);
  });
  it('are what one computes by hand', () => {
    const { accuracy, balancedAccuracy, dPrime } = classScores(ndArray(Float64Array.of(8, 2, 5, 5), [2, 2]));
    expect(accuracy).toBe(13 / 20);
    expect(balancedAccuracy[0]).toBeCloseTo((0.8 + 0.5) / 2, 12);
    expect(dPrime[0]).toBeCloseTo(0.8416212335729143, 9); // z(0.8) - z(0.5)
  });
});
