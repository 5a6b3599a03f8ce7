import { ConfigError, createRng, ndArray, tf } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { balancedSplits, familySplits } from './balancedSplits';
import { familyAccuracies, overFamilies } from './familyAccuracies';
import {
  conditionsOf,
  heldOut,
  IdentificationCondition,
  observablesOf,
  type ConditionGroup,
} from './IdentificationCondition';
import { classScores, identifyRules } from './identifyRules';
import { candidatesOf, RuleClassifier } from './RuleClassifier';
import { networkKey, type RuleDataset, type SampleMeta } from './RuleDataset';
import { asSequences, ruleFeatures } from './ruleFeatures';
import { principal, standardised } from './ruleTransforms';

const RULES = ['adam', 'feedback', 'sgdm'];
/** 3 rules x 2 networks x 4 seeds, of 2 or 3 layers. */
const meta: SampleMeta[] = RULES.flatMap((rule) =>
  ['deep', 'flat'].flatMap((architecture) =>
    [0, 1, 2, 3].flatMap((seed) =>
      Array.from({ length: architecture === 'deep' ? 3 : 2 }, (_, layer) => ({
        ...{ learning_rule: rule, task: 'a', architecture, batch_size: 8, model_seed: seed, dataset_seed: 0 },
        layer_name: String(layer),
      })),
    ),
  ),
);
const labels = Int32Array.from(meta, ({ learning_rule }) => RULES.indexOf(learning_rule));
const perRule = (rows: Int32Array) =>
  RULES.map((_, rule) => rows.filter((row) => labels[row] === rule).length);

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

describe('balanced splits', () => {
  const all = { count: 10, testShare: 0.25 };
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
  const splits = balancedSplits(meta, { count: 3, testShare: 0.25, by: 'networks' });
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

describe('families of networks that start alike', () => {
  /** What is seen of a layer depends on its family and, `told`, on its rule. */
  const dataset = (told: number): RuleDataset => ({
    observables: ['weightabs_mean', 'actabs_mean'],
    views: {
      clear: ndArray(
        Float64Array.from({ length: meta.length * 4 }, (_, at) => {
          const sample = Math.floor(at / 4);
          const { architecture, model_seed: seed } = meta[sample]!;
          return (architecture === 'deep' ? 1 : 2) * (seed! + 1) * ((at % 4) + 1) + told * labels[sample]!;
        }),
        [meta.length, 2, 2],
      ),
      noisy: ndArray(new Float64Array(meta.length * 4), [meta.length, 2, 2]),
    },
    positions: new Int32Array(meta.length),
    meta,
  });
  const condition = IdentificationCondition.parse({
    name: 'all',
    observables: ['weightabs_mean', 'actabs_mean'],
  });
  const tell = (told: number) =>
    familyAccuracies(dataset(told), {
      condition,
      splits: familySplits(meta, 4),
      trees: 10,
      rng: createRng(1),
    });

  it('are told apart where rules show, and are at chance to the digit where their networks are the same', () => {
    const shown = tell(1000);
    expect(shown.map(({ seed }) => seed)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(shown.map(({ accuracy }) => accuracy)).toEqual(Array<number>(8).fill(1));
    // One answer for three networks that look alike: right for one of them, in every layer.
    for (const { accuracy } of tell(0)) expect(accuracy).toBeCloseTo(1 / 3, 12);
    const { value, n, interval } = overFamilies(
      'told',
      shown,
      shown.map((_, index) => index % 2),
    );
    expect([value, n]).toEqual([0.5, 8]);
    // t(0.975, 7) = 2.3646 times sd sqrt(2 / 7) over sqrt(8).
    expect(interval[1] - value).toBeCloseTo((2.364624 * Math.sqrt(2 / 7)) / Math.sqrt(8), 5);
  });

  it('are seen in conditions that follow from the data set', () => {
    const names = (group: ConditionGroup) => conditionsOf(group, dataset(0)).map(({ name }) => name);
    expect(names('measures')).toEqual(['all', 'weight', 'act', 'grad']); // no view by feedback kernels
    expect(names('holdOuts')).toEqual(['without architecture deep', 'without architecture flat']); // one task
    expect(names('views')).toEqual([
      'weight, noisy',
      'weight, clear to noisy',
      'act, noisy',
      'act, clear to noisy',
    ]);
    const [held] = conditionsOf('holdOuts', dataset(0));
    expect(meta.filter(heldOut(held!)!).every(({ architecture }) => architecture === 'deep')).toBe(true);
    expect(observablesOf(conditionsOf('measures', dataset(0))[3]!)).toEqual([
      'gradavgabs_id',
      'gradavgraw_id',
      'gradavgsq_id',
    ]);
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
