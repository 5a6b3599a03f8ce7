import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomState } from '@goal-driven/core/arrays';
import { groupKFold } from './groupKFold';
import { groupShuffleSplit } from './groupShuffleSplit';
import { kFold } from './kFold';
import { randomSplits } from './randomSplits';
import { shuffleSplit } from './shuffleSplit';
import type { Split } from './Split';
import { stratifiedKFold } from './stratifiedKFold';
import { stratifiedShuffleSplit } from './stratifiedShuffleSplit';
import { structured2d } from './structured2d';

type Parts = [train: number[], test: number[]];
type Shuffle = {
  seed: number;
  splits: number;
  trainFraction?: number;
  testFraction?: number;
  expected: Parts[];
};
type Golden = {
  [
    name in
      | 'kFold'
      | 'kFoldShuffled'
      | 'kFoldRepeated'
      | 'stratifiedKFold'
      | 'stratifiedKFoldShuffled'
      | 'stratifiedKFoldRepeated'
  ]: Parts[];
} & {
  shuffleSplit: (Shuffle & { samples: number })[];
  stratifiedShuffleSplit: (Shuffle & { labels: number[] | string[] })[];
  groupKFold: { groups: number[] | string[]; folds: number; expected: Parts[] }[];
  groupShuffleSplit: (Shuffle & { groups: number[] | string[] })[];
};

// scikit-learn 1.2.1; remake with goldens/splits.py.
const golden = JSON.parse(readFileSync(new URL('../goldens/splits.json', import.meta.url), 'utf8')) as Golden;
const uneven = golden.stratifiedShuffleSplit[0]!.labels;
const words = golden.stratifiedShuffleSplit[3]!.labels;

const parts = (splits: readonly Split[]): Parts[] => splits.map(({ train, test }) => [[...train], [...test]]);
const tests = (splits: readonly Split[]): number[][] => splits.map(({ test }) => [...test]);
const inOrder = (samples: number) => Array.from({ length: samples }, (_, index) => index);

function expectPartition(splits: readonly Split[], samples: number): void {
  for (const { train, test } of splits) {
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(inOrder(samples));
  }
}

describe('randomSplits', () => {
  it('gives the splits of the studies: permutations of NumPy, one seed per split', () => {
    const splits = randomSplits(20, { trainFraction: 0.2, splits: 3, seed: 0 });
    expect(splits.map(({ train }) => [...train])).toEqual([
      [18, 1, 19, 8],
      [3, 16, 6, 10],
      [12, 4, 18, 0],
    ]);
    expectPartition(splits, 20);
    expect(parts(randomSplits(20, { trainFraction: 0.2, splits: 1, seed: 2 }))).toEqual([parts(splits)[2]]);
  });

  it('rounds training up', () => {
    const sizes = [
      [400, 0.2],
      [17, 0.2],
      [118, 0.8],
    ].map(
      ([samples, trainFraction]) =>
        randomSplits(samples!, { trainFraction: trainFraction!, splits: 1 })[0]!.train,
    );
    expect(sizes.map(({ length }) => length)).toEqual([80, 4, 95]);
  });

  it('tests everything, once and in order, when nothing trains', () => {
    expect(parts(randomSplits(4, { trainFraction: 0, splits: 10 }))).toEqual([[[], [0, 1, 2, 3]]]);
  });

  it('are parts of all samples, the same for one seed and different for two', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 60 }),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        (n, fraction) => {
          const splits = randomSplits(n, { trainFraction: fraction, splits: 3 });
          expectPartition(splits, n);
          expect(splits.map(({ train }) => train.length)).toEqual(Array(3).fill(Math.ceil(fraction * n)));
          expect(randomSplits(n, { trainFraction: fraction, splits: 3, seed: 0 })).toEqual(splits);
          expect(splits[0]).not.toEqual(splits[1]);
        },
      ),
      { seed: 1, numRuns: 30 },
    );
  });

  it('refuse shares that leave nothing', () => {
    const of =
      (samples: number, trainFraction: number, splits = 1) =>
      () =>
        randomSplits(samples, { trainFraction, splits });
    expect(of(10, 1)).toThrow(/randomSplits: trainFraction must leave some of 10 samples to test, got 1/);
    expect(of(1, 0.5)).toThrow(/must leave some of 1 samples to test, got 0\.5/);
    expect(of(10, -0.1)).toThrow(/trainFraction must be in 0 \.\. 1, got -0\.1/);
    expect(of(10, 1.1)).toThrow(/trainFraction must be in 0 \.\. 1, got 1\.1/);
    expect(of(10, NaN)).toThrow(/trainFraction must be in 0 \.\. 1, got NaN/);
    expect(of(0, 0.5)).toThrow(/samples must be an integer of at least 1, got 0/);
    expect(of(10, 0.5, 0)).toThrow(/splits must be an integer of at least 1, got 0/);
  });
});

describe('structured2d', () => {
  it('divides a lattice of 4 x 4 by hand', () => {
    const top = inOrder(8);
    const bottom = top.map((bin) => bin + 8);
    expect(parts(structured2d(4, 4, 'topbottom'))).toEqual([
      [top, bottom],
      [bottom, top],
    ]);
    const left = [0, 1, 4, 5, 8, 9, 12, 13];
    const right = [2, 3, 6, 7, 10, 11, 14, 15];
    expect(parts(structured2d(4, 4, 'leftright'))).toEqual([
      [left, right],
      [right, left],
    ]);
    const [upper, lower] = [
      [0, 1, 2, 3, 5, 6, 7, 10, 11, 15],
      [4, 8, 9, 12, 13, 14],
    ];
    expect(parts(structured2d(4, 4, 'diag1'))).toEqual([
      [upper, lower],
      [lower, upper],
    ]);
    const [upperLeft, lowerRight] = [
      [3, 2, 1, 0, 6, 5, 4, 9, 8, 12],
      [7, 11, 10, 15, 14, 13],
    ];
    expect(parts(structured2d(4, 4, 'diag2'))).toEqual([
      [upperLeft, lowerRight],
      [lowerRight, upperLeft],
    ]);
    const quadrants = [
      [0, 1, 4, 5],
      [2, 3, 6, 7],
      [8, 9, 12, 13],
      [10, 11, 14, 15],
    ];
    const quad = structured2d(4, 4, 'quad');
    expect(tests(quad)).toEqual(quadrants);
    expect([...quad[1]!.train]).toEqual([0, 1, 4, 5, 8, 9, 12, 13, 10, 11, 14, 15]);
    expectPartition(quad, 16);
  });

  it('gives the odd row and column to the second half', () => {
    expect(tests(structured2d(3, 2, 'topbottom'))).toEqual([
      [2, 3, 4, 5],
      [0, 1],
    ]);
    expect(tests(structured2d(2, 3, 'leftright'))).toEqual([
      [1, 2, 4, 5],
      [0, 3],
    ]);
    expect(tests(structured2d(3, 3, 'quad'))).toEqual([[0], [1, 2], [3, 6], [4, 5, 7, 8]]);
    expect(tests(structured2d(2, 3, 'diag2'))).toEqual([[5], [2, 1, 0, 4, 3]]);
  });

  it('parts the colours of a checkerboard, of single bins or of larger squares', () => {
    const [light, dark] = [
      [0, 2, 4, 6, 8],
      [1, 3, 5, 7],
    ];
    expect(parts(structured2d(3, 3, 'checkerboard'))).toEqual([
      [light, dark],
      [dark, light],
    ]);
    // Squares of 2: the last row and column are cut off.
    expect(tests(structured2d(3, 5, 'checkerboard', { square: 2 }))[1]).toEqual([0, 1, 4, 5, 6, 9, 12, 13]);
    expect(structured2d(4, 4, 'checkerboard', { square: 1 })).toEqual(structured2d(4, 4, 'checkerboard'));
    expectPartition([structured2d(4, 4, 'checkerboard', { square: 3 })[0]!], 16);
    expect(() => structured2d(2, 2, 'checkerboard', { square: 2 })).toThrow(
      /every part of checkerboard, got 2 x 2/,
    );
    expect(() => structured2d(4, 4, 'checkerboard', { square: 0 })).toThrow(/square must be .* got 0/);
    expect(() => structured2d(4, 4, 'quad', { square: 2 })).toThrow(/left out for quad, got 2/);
  });

  it('refuses a lattice with nothing in a part', () => {
    expect(() => structured2d(1, 4, 'topbottom')).toThrow(
      /structured2d: a lattice must have bins in every part of topbottom, got 1 x 4/,
    );
    expect(() => structured2d(4, 1, 'quad')).toThrow(/every part of quad, got 4 x 1/);
    expect(() => structured2d(0, 4, 'diag1')).toThrow(/rows must be an integer of at least 1, got 0/);
    expect(() => structured2d(4, 1.5, 'diag1')).toThrow(/columns must be an integer of at least 1, got 1\.5/);
  });
});

describe('kFold', () => {
  it('is contiguous, the first folds one larger', () => {
    expect(tests(kFold(10, 3))).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
    expect(parts(kFold(11, 4))).toEqual(golden.kFold);
  });

  it("shuffles and repeats as scikit-learn's", () => {
    expect(tests(kFold(10, 3, { random: new RandomState(1) }))).toEqual([
      [2, 4, 6, 9],
      [0, 1, 3],
      [5, 7, 8],
    ]);
    expect(parts(kFold(11, 3, { random: new RandomState(5) }))).toEqual(golden.kFoldShuffled);
    expect(parts(kFold(7, 2, { random: new RandomState(6), repeats: 3 }))).toEqual(golden.kFoldRepeated);
  });

  it('refuses fewer samples than folds', () => {
    expect(() => kFold(3, 4)).toThrow(/kFold: folds must be at most the 3 samples, got 4/);
    expect(tests(kFold(3, 3))).toEqual([[0], [1], [2]]);
    expect(() => kFold(3, 1)).toThrow(/folds must be an integer of at least 2, got 1/);
    expect(() => kFold(0, 2)).toThrow(/samples must be an integer of at least 1, got 0/);
    expect(() => kFold(4, 2, { random: new RandomState(0), repeats: 0 })).toThrow(
      /repeats must be an integer of at least 1, got 0/,
    );
  });
});

describe('stratifiedKFold', () => {
  it('deals classes as scikit-learn does', () => {
    const labels = [...'abcabcabcabc'];
    expect(tests(stratifiedKFold(labels, 2, { random: new RandomState(1) }))).toEqual([
      [1, 6, 7, 8, 9, 11],
      [0, 2, 3, 4, 5, 10],
    ]);
    expect(parts(stratifiedKFold(uneven, 4))).toEqual(golden.stratifiedKFold);
    expect(parts(stratifiedKFold(uneven, 4, { random: new RandomState(3) }))).toEqual(
      golden.stratifiedKFoldShuffled,
    );
    const twice = { random: new RandomState(8), repeats: 2 };
    expect(parts(stratifiedKFold(words, 2, twice))).toEqual(golden.stratifiedKFoldRepeated);
  });

  it('refuses a class with one member, and more folds than any class has members', () => {
    expect(() => stratifiedKFold(['a', 'a', 'b'], 2)).toThrow(
      /stratifiedKFold: every class must have at least 2 members, got one with 1/,
    );
    expect(() => stratifiedKFold(['a', 'a', 'b', 'b', 'b'], 4)).toThrow(
      /folds must be at most the 3 members of a class, got 4/,
    );
    expect(stratifiedKFold(['a', 'a', 'b', 'b', 'b'], 3)).toHaveLength(3);
    expect(() => stratifiedKFold([], 2)).toThrow(/stratifiedKFold: labels must not be empty, got none/);
    expect(() => stratifiedKFold([1, NaN], 2)).toThrow(/labels must be finite, got NaN at sample 1/);
  });
});

describe('shuffleSplit', () => {
  it('draws the test first, from one generator for all splits', () => {
    const options = { splits: 2, trainFraction: 0.8 };
    expect(parts(shuffleSplit(10, new RandomState(1), options))).toEqual([
      [
        [6, 4, 0, 3, 1, 7, 8, 5],
        [2, 9],
      ],
      [
        [3, 0, 8, 4, 2, 1, 6, 7],
        [9, 5],
      ],
    ]);
    expect(tests(shuffleSplit(15, new RandomState(1), { splits: 2, trainFraction: 0.9 }))).toEqual([
      [3, 7],
      [8, 3],
    ]);
  });

  it("takes either share or both as scikit-learn's", () => {
    for (const { samples, seed, expected, ...options } of golden.shuffleSplit) {
      expect(parts(shuffleSplit(samples, new RandomState(seed), options))).toEqual(expected);
    }
  });

  it('refuses shares that do not fit', () => {
    const of =
      (samples: number, shares: object, splits = 1) =>
      () =>
        shuffleSplit(samples, new RandomState(0), { splits, ...shares });
    expect(of(10, {})).toThrow(/shuffleSplit: trainFraction or testFraction must be given, got neither/);
    expect(of(10, { trainFraction: 1 })).toThrow(/trainFraction must be between 0 and 1, got 1/);
    expect(of(10, { testFraction: 0 })).toThrow(/testFraction must be between 0 and 1, got 0/);
    expect(of(10, { trainFraction: 0.05 })).toThrow(
      /shuffleSplit: train and test must both hold some of 10 samples and no more than these, got 0 and 10/,
    );
    expect(of(10, { testFraction: 0.95 })).toThrow(/got 0 and 10/);
    expect(of(10, { trainFraction: 1 - 1e-17, testFraction: 0.5 })).toThrow(/got 1$/);
    expect(of(10, { trainFraction: 0.6, testFraction: 0.5 })).toThrow(/got 6 and 5/);
    expect(of(0, { testFraction: 0.5 })).toThrow(/samples must be an integer of at least 1, got 0/);
    expect(of(9, { testFraction: 0.5 }, 0)).toThrow(/splits must be an integer of at least 1, got 0/);
    expect(of(10, { trainFraction: 0.5, testFraction: 0.5 })()).toHaveLength(1);
    expect(parts(of(2, { testFraction: 0.5 })())).toEqual([[[0], [1]]]);
    expect(parts(of(3, { trainFraction: 0.4, testFraction: 0.4 })())).toHaveLength(1);
  });
});

describe('stratifiedShuffleSplit', () => {
  it('draws members and breaks ties as scikit-learn does', () => {
    const labels = [...'abcabcabcabc'];
    const splits = stratifiedShuffleSplit(labels, new RandomState(1), { splits: 2, trainFraction: 0.75 });
    expect(parts(splits)).toEqual([
      [
        [11, 1, 9, 0, 2, 8, 4, 7, 6],
        [5, 3, 10],
      ],
      [
        [9, 4, 7, 10, 11, 3, 2, 6, 5],
        [0, 8, 1],
      ],
    ]);
    for (const { labels: strata, seed, expected, ...options } of golden.stratifiedShuffleSplit) {
      expect(parts(stratifiedShuffleSplit(strata, new RandomState(seed), options))).toEqual(expected);
    }
  });

  it('refuses classes that cannot be in both parts', () => {
    const of = (labels: string, options: object) => () =>
      stratifiedShuffleSplit([...labels], new RandomState(0), { splits: 1, ...options });
    expect(of('aab', { trainFraction: 0.5 })).toThrow(
      /stratifiedShuffleSplit: every class must have at least 2 members, got one with 1/,
    );
    expect(of('aabbcc', { trainFraction: 0.4 })).toThrow(
      /each hold at least one sample for each of 3 classes, got 2 and 4/,
    );
    expect(of('aabbcc', { testFraction: 0.3 })).toThrow(/3 classes, got 4 and 2/);
    expect(of('aabbcc', { testFraction: 0.5 })()).toHaveLength(1);
    expect(of('aabb', {})).toThrow(/stratifiedShuffleSplit: trainFraction or testFraction must be given/);
    expect(of('aabb', { testFraction: 0.5, splits: 0 })).toThrow(
      /splits must be an integer of at least 1, got 0/,
    );
    expect(of('', { testFraction: 0.5 })).toThrow(/stratifiedShuffleSplit: labels must not be empty/);
  });
});

const expectGroupsApart = (splits: readonly Split[], groups: ArrayLike<unknown>) => {
  for (const { train, test } of splits) {
    const inTest = new Set(Array.from(test, (sample) => groups[sample]));
    expect(Array.from(train, (sample) => groups[sample]).filter((group) => inTest.has(group))).toEqual([]);
  }
};

describe('groupKFold', () => {
  it("balances groups as scikit-learn's, and keeps each whole", () => {
    for (const { groups, folds, expected } of golden.groupKFold) {
      const splits = groupKFold(groups, folds);
      expect(parts(splits)).toEqual(expected);
      expectPartition(splits, groups.length);
      expectGroupsApart(splits, groups);
    }
  });

  it('puts the largest group into the first fold, by hand', () => {
    expect(tests(groupKFold([5, 5, 5, 1, 1, 9], 2))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it('refuses fewer groups than folds', () => {
    expect(() => groupKFold([1, 1, 2, 2], 3)).toThrow(
      /groupKFold: folds must be at most the 2 groups, got 3/,
    );
    expect(() => groupKFold([], 2)).toThrow(/groupKFold: groups must not be empty/);
    expect(() => groupKFold([1, Infinity], 2)).toThrow(/groups must be finite, got Infinity at sample 1/);
  });
});

describe('groupShuffleSplit', () => {
  it("draws groups as scikit-learn's, and keeps each whole", () => {
    for (const { groups, seed, expected, ...options } of golden.groupShuffleSplit) {
      const splits = groupShuffleSplit(groups, new RandomState(seed), options);
      expect(parts(splits)).toEqual(expected);
      expectPartition(splits, groups.length);
      expectGroupsApart(splits, groups);
    }
  });

  it('refuses shares of groups that leave none', () => {
    const of = (options: object) => () =>
      groupShuffleSplit([1, 1, 2], new RandomState(0), { splits: 1, ...options });
    expect(of({ trainFraction: 0.4 })).toThrow(/groupShuffleSplit: .* some of 2 groups .*, got 0 and 2/);
    expect(of({ trainFraction: 0.5, splits: 0 })).toThrow(/groupShuffleSplit: splits must be an integer/);
    expect(() => groupShuffleSplit([], new RandomState(0), { splits: 1, testFraction: 0.5 })).toThrow(
      /groupShuffleSplit: groups must not be empty/,
    );
  });
});
