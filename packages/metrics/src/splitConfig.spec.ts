import { describe, expect, it } from 'vitest';
import { RandomState } from '@goal-driven/core/arrays';
import { groupKFold } from './groupKFold';
import { groupShuffleSplit } from './groupShuffleSplit';
import { kFold } from './kFold';
import { randomSplits } from './randomSplits';
import { shuffleSplit } from './shuffleSplit';
import { createSplits, SplitConfig, type LabelledSamples } from './splitConfig';
import { stratifiedKFold } from './stratifiedKFold';
import { stratifiedShuffleSplit } from './stratifiedShuffleSplit';
import { structured2d } from './structured2d';

const labels = [...'aabbccddeeff'];
const made = (config: object, samples: Omit<LabelledSamples, 'count'> = {}) =>
  createSplits(SplitConfig.parse(config), { count: 12, ...samples });

describe('createSplits', () => {
  it('makes each kind from its config', () => {
    const random = () => new RandomState(3);
    expect(made({ kind: 'random', trainFraction: 0.25, splits: 2, seed: 3 })).toEqual(
      randomSplits(12, { trainFraction: 0.25, splits: 2, seed: 3 }),
    );
    expect(made({ kind: 'kFold', folds: 3 })).toEqual(kFold(12, 3));
    expect(made({ kind: 'kFold', folds: 3, seed: 3, repeats: 2 })).toEqual(
      kFold(12, 3, { random: random(), repeats: 2 }),
    );
    expect(made({ kind: 'shuffleSplit', splits: 2, testFraction: 0.3, seed: 3 })).toEqual(
      shuffleSplit(12, random(), { splits: 2, testFraction: 0.3 }),
    );
    const board = { kind: 'structured2d', rows: 3, columns: 4, division: 'checkerboard', square: 2 };
    expect(made(board)).toEqual(structured2d(3, 4, 'checkerboard', { square: 2 }));
    expect(made({ kind: 'structured2d', rows: 3, columns: 4, division: 'quad' })).toEqual(
      structured2d(3, 4, 'quad'),
    );
  });

  it('gives labels to those that take them', () => {
    const strata = [...'ababababababa'].slice(0, 12);
    const random = () => new RandomState(3);
    expect(made({ kind: 'stratifiedKFold', folds: 3, seed: 3 }, { strata })).toEqual(
      stratifiedKFold(strata, 3, { random: random() }),
    );
    expect(made({ kind: 'stratifiedKFold', folds: 3 }, { strata })).toEqual(stratifiedKFold(strata, 3));
    expect(
      made({ kind: 'stratifiedShuffleSplit', splits: 2, trainFraction: 0.5, seed: 3 }, { strata }),
    ).toEqual(stratifiedShuffleSplit(strata, random(), { splits: 2, trainFraction: 0.5 }));
    expect(made({ kind: 'groupKFold', folds: 2 }, { groups: labels })).toEqual(groupKFold(labels, 2));
    const shares = { splits: 2, trainFraction: 0.5 };
    expect(made({ kind: 'groupShuffleSplit', ...shares, seed: 3 }, { groups: labels, strata })).toEqual(
      groupShuffleSplit(labels, random(), shares),
    );
  });

  it('has the defaults of the studies and of scikit-learn', () => {
    expect(made({ kind: 'random' })).toEqual(randomSplits(12, { trainFraction: 0.5, splits: 10 }));
    expect(made({ kind: 'kFold' })).toEqual(kFold(12, 5));
    expect(made({ kind: 'groupKFold' }, { groups: labels })).toEqual(groupKFold(labels, 5));
    expect(made({ kind: 'shuffleSplit', testFraction: 0.5 })).toEqual(
      shuffleSplit(12, new RandomState(0), { splits: 10, testFraction: 0.5 }),
    );
  });

  it('never tears groups in silence', () => {
    for (const config of [
      { kind: 'random' },
      { kind: 'kFold' },
      { kind: 'shuffleSplit', testFraction: 0.5 },
    ]) {
      expect(() => made(config, { groups: labels })).toThrow(
        `createSplits: groups must be kept whole, by groupKFold or groupShuffleSplit, got ${config.kind}`,
      );
    }
  });

  it('asks for the labels that it takes, one for each sample', () => {
    expect(() => made({ kind: 'groupKFold' })).toThrow(
      /createSplits: groupKFold takes groups of each of 12 samples, got none/,
    );
    expect(() => made({ kind: 'groupShuffleSplit', testFraction: 0.5 }, { groups: ['a'] })).toThrow(
      /groupShuffleSplit takes groups of each of 12 samples, got 1/,
    );
    expect(() => made({ kind: 'stratifiedKFold' })).toThrow(
      /stratifiedKFold takes strata of each .* got none/,
    );
    expect(() => made({ kind: 'stratifiedShuffleSplit', testFraction: 0.5 }, { strata: [1, 2] })).toThrow(
      /stratifiedShuffleSplit takes strata of each of 12 samples, got 2/,
    );
  });

  it('refuses a lattice that is not full, and repeats that would be the same', () => {
    expect(() => made({ kind: 'structured2d', rows: 3, columns: 5, division: 'quad' })).toThrow(
      /a lattice of 3 x 5 must hold every sample in its bin, got 12 samples/,
    );
    expect(() => made({ kind: 'kFold', repeats: 2 })).toThrow(
      /createSplits: repeats of kFold must have a seed, got 2 and none/,
    );
  });

  it('knows no other kind or setting', () => {
    for (const config of [
      { kind: 'leaveOneOut' },
      { kind: 'kFold', folds: 1 },
      { kind: 'random', testFraction: 0.5 },
      { kind: 'random', seed: 2 ** 32 },
      { kind: 'shuffleSplit', trainFraction: 1 },
      { kind: 'structured2d', rows: 2, columns: 2, division: 'thirds' },
    ]) {
      expect(SplitConfig.safeParse(config).success).toBe(false);
    }
  });
});
