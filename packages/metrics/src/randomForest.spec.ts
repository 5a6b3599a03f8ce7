import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import golden from '../goldens/readouts.json';
import { accuracy } from './accuracy';
import { affine, dataSets, madeClasses } from './_classifiers.fixture';
import { featureRanks } from './_featureRanks';
import { largestDifference, parkMiller, table, vector } from './_fixtures';
import { takeRows } from './_matrix';
import { sortByRank, sortingDesk } from './_sortByRank';
import { wordStream } from './_wordStream';
import { kolmogorovSmirnov } from './kolmogorovSmirnov';
import { randomForest, type RandomForestOptions } from './randomForest';
import { independentTTest } from './tTest';

const rng = createRng(7);
const oneTree = { trees: 1, bootstrap: false, maxFeatures: 'all' } as const;
const { features, labels } = dataSets['three']!;

describe('randomForest', () => {
  it('by hand: one tree cuts halfway where it leaves the least impurity, then again', () => {
    // Cuts of 0 | 0 1 1 and 0 0 | 1 1: the second is pure. Feature 1 says nothing.
    const samples = table([
      [1, 5],
      [2, 5],
      [4, 5],
      [9, 5],
    ]);
    const { trees, importances, predict, probabilities } = randomForest(samples, [0, 0, 1, 1], rng, oneTree);
    expect(trees).toEqual([
      {
        feature: Int32Array.of(0, -1, -1),
        threshold: Float64Array.of(3, NaN, NaN),
        left: Int32Array.of(1, 0, 1),
        right: Int32Array.of(2, -1, -1),
        shares: ndArray(Float64Array.of(1, 0, 0, 1), [2, 2]),
      },
    ]);
    expect([...importances]).toEqual([1, 0]);
    const others = table([
      [3, 0],
      [3.1, 0],
    ]);
    expect([...predict(others)]).toEqual([0, 1]);
    expect([...probabilities(others).values]).toEqual([1, 0, 0, 1]);
  });

  it('by hand: classes 0 1 0 0 take two cuts, which share the fall of impurity 3/8 as 1/8 and 1/4', () => {
    const samples = table([[0], [1], [2], [3]]);
    const { trees } = randomForest(samples, [0, 1, 0, 0], rng, oneTree);
    expect([...trees[0]!.threshold]).toEqual([1.5, 0.5, NaN, NaN, NaN]);
    expect([...trees[0]!.left]).toEqual([1, 2, 0, 1, 2]);
    expect([...trees[0]!.right]).toEqual([4, 3, -1, -1, -1]);
    const most = (minImpurityDecrease: number) =>
      randomForest(samples, [0, 1, 0, 0], rng, { ...oneTree, minImpurityDecrease }).trees[0]!.feature.length;
    // The root: 3/8 - 1/2 * 1/2 = 1/8. Its left child: 1/2 * 1/2 = 1/4.
    expect([most(0.125), most(0.126)]).toEqual([5, 1]);
    expect(
      randomForest(samples, [0, 1, 0, 0], rng, { ...oneTree, maxDepth: 1 }).trees[0]!.feature.length,
    ).toBe(3);
  });

  it.each(golden.trees.map((tree, index) => [index, tree] as const))(
    'grows the tree of scikit-learn where nothing is drawn: %i (goldens/readouts.py)',
    (index, wanted) => {
      const made = madeClasses({ seed: 66, samples: 300, width: 6, classes: 3, shift: 0.3, grain: 1024 });
      const options: RandomForestOptions[] = [
        { maxDepth: 4, minSamplesLeaf: 10 },
        { maxDepth: 3, minSamplesLeaf: 12, classWeights: [4, 1, 0.5] },
        { minImpurityDecrease: 0.01 },
        { minSamplesSplit: 100 },
      ];
      const fit = randomForest(made.features, made.labels, rng, { ...oneTree, ...options[index] });
      const [tree] = fit.trees;
      expect([...tree!.feature]).toEqual(wanted.feature);
      expect([...tree!.right]).toEqual(wanted.right);
      wanted.feature.forEach((feature, node) => {
        if (feature >= 0) expect(tree!.threshold[node]).toBe(wanted.threshold[node]);
      });
      expect(largestDifference(fit.importances, wanted.importances)).toBeLessThan(1e-12);
      const first = takeRows(
        made.features,
        Int32Array.from({ length: 12 }, (_, row) => row),
      );
      expect(largestDifference(fit.probabilities(first).values, wanted.probabilities.flat())).toBeLessThan(
        1e-12,
      );
    },
  );

  it.each(golden.forests.map((forest, index) => [index, forest] as const))(
    'cannot be told from scikit-learn by its accuracy, 60 seeds beside its 20: %i (goldens/readouts.py)',
    (index, wanted) => {
      const [seed, samples, width, classes, shift, grain] = wanted.data as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const made = madeClasses({ seed, samples, width, classes, shift, grain });
      const options: RandomForestOptions[] = [
        {},
        {},
        { classWeights: 'balanced', minSamplesLeaf: 3, maxFeatures: 'all' },
        { bootstrap: false, maxFeatures: 'log2', maxDepth: 4 },
      ];
      const half = samples / 2;
      const rows = Int32Array.from({ length: samples }, (_, row) => row);
      const at = (part: Int32Array) => Array.from(part, (row) => made.labels[row]!);
      const [train, test] = [rows.slice(0, half), rows.slice(half)];
      const forests = Array.from({ length: 60 }, (_, s) =>
        randomForest(takeRows(made.features, train), at(train), createRng(s), {
          trees: 30,
          ...options[index],
        }),
      );
      const others = takeRows(made.features, test);
      const accuracies = vector(...forests.map(({ predict }) => accuracy(at(test), predict(others))));
      const reference = vector(...wanted.accuracies);
      expect(independentTTest(accuracies, reference).pValue).toBeGreaterThan(0.05);
      expect(kolmogorovSmirnov(accuracies, reference).pValue).toBeGreaterThan(0.05);
      const cuts = forests.map(({ trees }) =>
        trees.reduce((sum, tree) => sum + tree.feature.filter((feature) => feature >= 0).length, 0),
      );
      expect(independentTTest(vector(...cuts), vector(...wanted.cuts)).pValue).toBeGreaterThan(0.05);
      // Many comparisons: the least of some thirty p values is seldom below 0.001.
      const sameMeans = (ours: readonly ArrayLike<number>[], theirs: readonly (readonly number[])[]) =>
        theirs[0]!.forEach((_, place) => {
          const [a, b] = [ours, theirs].map((seeds) => vector(...seeds.map((values) => values[place]!)));
          if (new Set([...a!.values, ...b!.values]).size === 1) return;
          expect(independentTTest(a!, b!).pValue).toBeGreaterThan(0.001);
        });
      sameMeans(
        forests.map((forest) => forest.importances),
        wanted.importances,
      );
      const first = takeRows(others, Int32Array.of(0, 1, 2, 3, 4, 5));
      sameMeans(
        forests.map(({ probabilities }) => probabilities(first).values),
        wanted.first,
      );
    },
  );

  it('draws features per split: a tree of depth 2 that looks at one feature each time uses more than one', () => {
    const options = { trees: 40, maxFeatures: 1, maxDepth: 2, bootstrap: false } as const;
    const { trees } = randomForest(features, labels, rng, options);
    const used = trees.map((tree) => new Set(tree.feature.filter((feature) => feature >= 0)).size);
    expect(Math.max(...used)).toBe(3);
    const roots = new Set(trees.map((tree) => tree.feature[0]));
    expect(roots.size).toBe(5);
  });

  it('looks further where all features drawn are constant, and makes a leaf where all are', () => {
    const lone = affine(features, [0, 0, 0, 0, 1], [0, 0, 0, 0, 0]);
    const { trees, importances } = randomForest(lone, labels, rng, { trees: 5, maxFeatures: 1 });
    for (const tree of trees) expect(tree.feature[0]).toBe(4);
    expect([...importances]).toEqual([0, 0, 0, 0, 1]);
    const none = randomForest(affine(features, [0, 0, 0, 0, 0], [1, 1, 1, 1, 1]), labels, rng, {
      ...oneTree,
    });
    expect([...none.trees[0]!.shares.values]).toEqual([1 / 6, 2 / 6, 3 / 6]);
    expect([...none.importances]).toEqual([0, 0, 0, 0, 0]);
  });

  it('is the same for the same seed, another for another, and its first trees do not depend on how many follow', () => {
    const [one, again, other] = [1, 1, 2].map((seed) =>
      randomForest(features, labels, createRng(seed), { trees: 4 }),
    );
    expect(again!.trees).toEqual(one!.trees);
    expect(other!.trees).not.toEqual(one!.trees);
    const more = randomForest(features, labels, createRng(1), { trees: 6 });
    expect(more.trees.slice(0, 4)).toEqual(one!.trees);
  });

  it('is the same on one thread, on three, and in plain loops, and tells how far it is', async () => {
    const made = madeClasses({ seed: 9, samples: 200, width: 9, classes: 3, shift: 0.3, grain: 16 });
    const outcome = async (environment: Record<string, string>, options: RandomForestOptions) => {
      vi.resetModules();
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      const told: number[] = [];
      const { kernels } = await import('./_kernels');
      expect(kernels() === undefined).toBe(environment['GOAL_DRIVEN_COMPILED'] === '0');
      const forest = (await import('./randomForest')).randomForest(made.features, made.labels, rng, {
        trees: 35,
        ...options,
        onProgress: (done, total) => told.push(done, total),
      });
      vi.unstubAllEnvs();
      const wanted =
        kernels() === undefined
          ? Array.from({ length: 35 }, (_, tree) => [tree + 1, 35]).flat()
          : [16, 35, 32, 35, 35, 35];
      expect(told).toEqual(wanted);
      return { trees: forest.trees, importances: forest.importances };
    };
    for (const options of [
      {},
      { classWeights: [3, 1, 0.7], minSamplesLeaf: 4, maxFeatures: 'all', bootstrap: false },
      { maxDepth: 3, minSamplesSplit: 30, minImpurityDecrease: 0.002 },
    ] as const) {
      const one = await outcome({ GOAL_DRIVEN_THREADS: '1' }, options);
      expect(await outcome({ GOAL_DRIVEN_THREADS: '3' }, options)).toEqual(one);
      expect(await outcome({ GOAL_DRIVEN_COMPILED: '0' }, options)).toEqual(one);
    }
  });

  it('is indifferent to rising functions of a feature, on the samples that it is grown on', () => {
    const risen = { values: features.values.map((value) => Math.exp(3 * value)), shape: features.shape };
    const [one, other] = [features, risen].map((samples) => {
      const fit = randomForest(samples, labels, rng, { trees: 5, bootstrap: false, maxDepth: 3 });
      return fit.probabilities(samples).values;
    });
    expect(other).toEqual(one);
  });

  it('remembers samples that no tree was spared', () => {
    const { predict, probabilities, scores } = randomForest(features, labels, rng, {
      bootstrap: false,
      trees: 3,
    });
    expect([...predict(features)]).toEqual([...(labels as Int32Array)]);
    expect(probabilities(features).values.every((share) => share === 0 || share === 1)).toBe(true);
    expect(scores(features)).toEqual(probabilities(features));
  });

  it('puts a threshold between neighbouring doubles at the lower one', () => {
    const [low, high] = [1, 1 + Number.EPSILON];
    const { trees, predict } = randomForest(table([[low], [high]]), [0, 1], rng, oneTree);
    expect(trees[0]!.threshold[0]).toBe(low);
    expect([...predict(table([[low], [high]]))]).toEqual([0, 1]);
    const huge = randomForest(table([[1.5e308], [1.7e308]]), [0, 1], rng, oneTree);
    expect(huge.trees[0]!.threshold[0]).toBe(1.6e308);
  });

  it('takes as many features as told', () => {
    for (const [maxFeatures, width, wanted] of [
      ['sqrt', 40, 6],
      ['log2', 40, 5],
      ['log2', 1, 1],
      ['all', 3, 3],
    ] as const) {
      const samples = parkMiller(5, [20, width]);
      const classes = Array.from({ length: 20 }, (_, sample) => sample % 2);
      const [named, counted] = [maxFeatures, wanted].map((choice) =>
        randomForest(samples, classes, rng, { trees: 2, maxFeatures: choice }),
      );
      expect(named!.trees).toEqual(counted!.trees);
    }
  });

  it('names what does not fit', () => {
    const withOptions = (options: RandomForestOptions) => () => randomForest(features, labels, rng, options);
    expect(withOptions({ trees: 0 })).toThrow(/randomForest: trees must be an integer of at least 1, got 0/);
    expect(withOptions({ maxDepth: 0 })).toThrow(/maxDepth must be an integer of at least 1/);
    expect(withOptions({ minSamplesSplit: 1 })).toThrow(/minSamplesSplit must be an integer of at least 2/);
    expect(withOptions({ minSamplesLeaf: 0 })).toThrow(/minSamplesLeaf must be an integer of at least 1/);
    expect(withOptions({ minImpurityDecrease: -1 })).toThrow(
      /minImpurityDecrease must be at least 0, got -1/,
    );
    for (const maxFeatures of [0, 6, 1.5])
      expect(withOptions({ maxFeatures })).toThrow(
        /maxFeatures must be sqrt, log2, all or an integer in 1 .. 5, got/,
      );
    expect(withOptions({ classWeights: [1] })).toThrow(/randomForest: classWeights must be .* 3 positive/);
    expect(() => randomForest(features, labels, rng, { trees: 1 }).predict(table([[1]]))).toThrow(
      /5 columns/,
    );
    expect(() => randomForest(table([[1], [2]]), [1, 1], rng)).toThrow(/at least 2 classes/);
  });
});

describe('featureRanks', () => {
  it('numbers the distinct values of each feature, and takes -0 for 0', () => {
    const samples = table([
      [3, 0],
      [-1, -0],
      [3, 7],
      [2, -5],
    ]);
    expect([...featureRanks(samples)]).toEqual([2, 0, 2, 1, 1, 1, 2, 0]);
  });
});

describe('wordStream', () => {
  it('is xoshiro128**: from 1 2 3 4 come 11520, 0, 5927040, 70819200 (by hand)', () => {
    // 2 * 5 turned left by 7, times 9. The words are then 7, 0, 1026, 12288: the second, 0, gives 0.
    const { integer } = wordStream(Uint32Array.of(1, 2, 3, 4));
    expect([integer(2 ** 32), integer(2 ** 32), integer(2 ** 32), integer(2 ** 32)]).toEqual([
      11520, 0, 5927040, 70819200,
    ]);
  });

  it('draws each integer as often, and leaves its words as they were', () => {
    const words = Uint32Array.of(9, 8, 7, 6);
    const { integer } = wordStream(words);
    const counts = new Float64Array(7);
    for (let draw = 0; draw < 70_000; draw++) counts[integer(7)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400); // 4 deviations
    expect([...words]).toEqual([9, 8, 7, 6]);
    const above = wordStream(words);
    for (let draw = 0; draw < 100; draw++) expect(above.integer(3 * 2 ** 30)).toBeLessThan(3 * 2 ** 30);
  });
});

describe('sortByRank', () => {
  it('sorts as a stable sort does, few or many, narrow or wide', () => {
    const list = fc.tuple(fc.integer({ min: 1, max: 32 }), fc.integer({ min: 1, max: 300 }), fc.nat());
    fc.assert(
      fc.property(list, ([bits, count, seed]) => {
        const draw = createRng(seed).uniform(count);
        const ranks = Uint32Array.from(draw, (value) => Math.floor(value * 2 ** bits));
        const desk = sortingDesk(count + 3);
        desk.ranks.set(ranks);
        desk.samples.set(Uint32Array.from({ length: count }, (_, index) => index));
        sortByRank(desk, count, Math.max(...ranks));
        const order = Array.from(ranks.keys()).sort((a, b) => ranks[a]! - ranks[b]!);
        expect([...desk.samples.subarray(0, count)]).toEqual(order);
        expect([...desk.ranks.subarray(0, count)]).toEqual(order.map((index) => ranks[index]!));
      }),
      { seed: 3 },
    );
  });
});
