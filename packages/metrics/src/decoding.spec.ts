import { describe, expect, it } from 'vitest';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import { accuracy, balancedAccuracy } from './accuracy';
import type { ClassifierFitter } from './Classifier';
import { dataSets } from './_classifiers.fixture';
import { table } from './_fixtures';
import { confusionMatrix } from './confusionMatrix';
import { decoding } from './decoding';
import { linearSvm } from './linearSvm';
import { metrics } from './metrics';
import { nearestClassMean } from './nearestClassMean';
import { randomForest } from './randomForest';
import { createReadout, ReadoutConfig } from './readoutConfig';

const { features, labels } = dataSets['three']!;
const rng = createRng(3);
const labelArray = ndArray(Float64Array.from(labels as Int32Array), [96]);

describe('accuracy', () => {
  it('by hand: counts what is right, over samples or over classes', () => {
    const [truth, read] = [
      [5, 5, 5, -1],
      [5, 5, -1, -1],
    ];
    expect(accuracy(truth, read)).toBe(3 / 4);
    expect(balancedAccuracy(truth, read)).toBeCloseTo((2 / 3 + 1) / 2, 15);
    expect(balancedAccuracy([1, 1, 2], [1, 3, 3])).toBe(1 / 4); // class 3 has no samples
    expect(confusionMatrix(truth, read)).toEqual({
      classes: Int32Array.of(-1, 5),
      counts: table([
        [1, 0],
        [1, 2],
      ]),
    });
    expect([...confusionMatrix([1, 1, 2], [1, 3, 3]).counts.values]).toEqual([1, 0, 1, 0, 0, 1, 0, 0, 0]);
  });

  it('is 1 on itself, and names what does not fit', () => {
    for (const score of [accuracy, balancedAccuracy]) {
      expect(score(labels, labels)).toBe(1);
      expect(() => score([1], [1, 2])).toThrow(
        /ccuracy: labels and predicted must be as many, at least 1, got 1 and 2/,
      );
      expect(() => score([], [])).toThrow(/got 0 and 0/);
      expect(() => score([1, 2], [1, 0.5])).toThrow(/32-bit integers, got 0.5 at index 1/);
      expect(() => score([1, NaN], [1, 0])).toThrow(/32-bit integers, got NaN at index 1/);
    }
    expect(() => confusionMatrix([1], [])).toThrow(/confusionMatrix: labels and predicted/);
  });
});

describe('decoding', () => {
  const samples = table([[0], [1], [10], [11], [0.5], [10.5], [9], [2]]);
  const classes = [3, 3, 8, 8, 8, 8, 3, 3];
  const readout: ClassifierFitter = (train, known) => nearestClassMean(train, known);
  const splits = [
    { train: Int32Array.of(0, 1, 2, 3, 5), test: Int32Array.of(4, 6, 7) },
    { train: Int32Array.of(0, 1, 7, 2, 3), test: Int32Array.of(4, 5) },
  ];

  it('by hand: fits to each training part and counts on each test', () => {
    const result = decoding(samples, classes, rng, { readout, splits });
    // Test 0: 8 read as 3, 3 as 8, 3 as 3. Test 1: 8 as 3, 8 as 8.
    expect([...result.values]).toEqual([1 / 3, 1 / 2]);
    expect(result.accuracy).toBeCloseTo(5 / 12, 15);
    expect(result.balancedAccuracy).toBeCloseTo((1 / 4 + 1 / 2) / 2, 15);
    expect(result.majority).toBeCloseTo((1 / 3 + 0) / 2, 15); // 8 of 3 3 8 8 8, then 3
    expect([...result.classes]).toEqual([3, 8]);
    expect(result.confusion).toEqual(
      table([
        [1, 1],
        [2, 1],
      ]),
    );
    expect([...result.classAccuracies]).toEqual([1 / 2, 1 / 3]);
    expect(result.n).toBe(8);
  });

  it('takes the lower label as majority where classes tie, and has NaN for a class that is never tested', () => {
    const one = [{ train: Int32Array.of(0, 1, 2, 3), test: Int32Array.of(7, 6) }];
    const result = decoding(samples, classes, rng, { readout, splits: one });
    expect(result.majority).toBe(1);
    expect([...result.classAccuracies]).toEqual([1 / 2, NaN]);
  });

  it('gives each split its own randomness', () => {
    const seen: string[] = [];
    decoding(samples, classes, rng, {
      splits,
      readout: (train, known, own) => {
        seen.push(own.path);
        return nearestClassMean(train, known);
      },
    });
    expect(seen).toEqual(['3/split/0', '3/split/1']);
  });

  it('names what does not fit', () => {
    expect(() => decoding(samples, [1], rng, { readout, splits })).toThrow(
      /decoding: labels must be as many/,
    );
    expect(() => decoding(samples, classes, rng, { readout, splits: [] })).toThrow(
      /decoding: splits must be/,
    );
  });
});

describe('the metric decoding', () => {
  const run = (options: { readonly [option: string]: unknown }) =>
    metrics.decoding.run({ features, labels: labelArray }, options);

  it.each([
    'logistic',
    'logisticSearch',
    'linearSvm',
    'ridge',
    'nearestClassMean',
    'nearestNeighbours',
    'randomForest',
  ])('reads classes better than chance: %s', (kind) => {
    const extra =
      kind === 'logisticSearch'
        ? { costs: [0.01, 1], folds: 3 }
        : kind === 'randomForest'
          ? { trees: 20 }
          : {};
    const result = run({ readout: { kind, ...extra } });
    const values = result['values'] as Float64Array;
    expect(values).toHaveLength(5);
    expect(result['accuracy'] as number).toBeGreaterThan(0.55); // the largest class holds half
    expect(result['balancedAccuracy'] as number).toBeGreaterThan(0.5);
    expect(result['majority'] as number).toBeCloseTo(0.5, 1);
    const { values: confusion } = result['confusion'] as { values: Float64Array };
    expect(confusion.reduce((sum, count) => sum + count, 0)).toBe(96);
    expect(run({ readout: { kind, ...extra } })).toEqual(result);
  });

  it('draws from its seed: splits and readout', () => {
    const readout = { kind: 'randomForest', trees: 3 };
    const first = run({ readout });
    expect(run({ readout, seed: 1 })).not.toEqual(first);
    expect(run({ readout, splits: { kind: 'stratifiedKFold', seed: 1 } })).not.toEqual(first);
  });

  it('keeps groups whole where there are some', () => {
    const groups = ndArray(
      Float64Array.from({ length: 96 }, (_, sample) => Math.floor(sample / 12)),
      [96],
    );
    const arrays = { features, labels: labelArray, groups };
    const { values } = metrics.decoding.run(arrays, { splits: { kind: 'groupKFold', folds: 4 } });
    expect(values).toHaveLength(4);
    expect(() => metrics.decoding.run(arrays, {})).toThrow(/groups must be kept whole, by groupKFold/);
  });

  it('names arrays of other lengths', () => {
    const short = ndArray(new Float64Array(3), [3]);
    expect(() => metrics.decoding.run({ features, labels: short }, {})).toThrow(
      /decoding: labels must have the 96 samples of features, got 3/,
    );
    expect(() => metrics.decoding.run({ features, labels: labelArray, groups: short }, {})).toThrow(
      /decoding: groups must have the 96 samples/,
    );
  });
});

describe('createReadout', () => {
  const fitted = (config: object) => createReadout(ReadoutConfig.parse(config))(features, labels, rng);

  it('standardises but for the forest, unless told otherwise', () => {
    const plain = fitted({ kind: 'linearSvm', preprocessing: [] });
    expect(plain.scores(features)).toEqual(linearSvm(features, labels, rng).scores(features));
    expect(fitted({ kind: 'linearSvm' }).scores(features)).not.toEqual(plain.scores(features));
    const forest = fitted({ kind: 'randomForest', trees: 3 });
    expect(forest.scores(features)).toEqual(
      randomForest(features, labels, rng, { trees: 3 }).scores(features),
    );
    expect([...forest.classes]).toEqual([-3, 4, 10]);
  });

  it('passes every option on', () => {
    for (const [config, option] of [
      [{ kind: 'logistic', cost: 0.01 }, { form: 'oneVsRest' }],
      [{ kind: 'logistic' }, { classWeights: 'balanced' }],
      [{ kind: 'logistic' }, { intercept: false }],
      [{ kind: 'logisticSearch', costs: [0.01] }, { costs: [1] }],
      [{ kind: 'linearSvm' }, { loss: 'hinge' }],
      [{ kind: 'linearSvm' }, { interceptScaling: 0.1 }],
      [{ kind: 'ridge' }, { alpha: 20 }],
      [{ kind: 'nearestClassMean' }, { distance: 'cosine' }],
      [{ kind: 'nearestNeighbours' }, { neighbours: 9 }],
      [{ kind: 'nearestNeighbours' }, { weights: 'distance' }],
      [{ kind: 'randomForest', trees: 3 }, { maxDepth: 2 }],
      [{ kind: 'randomForest', trees: 3 }, { classWeights: [1, 2, 30] }],
    ]) {
      expect(fitted({ ...config, ...option }).scores(features)).not.toEqual(fitted(config!).scores(features));
    }
  });
});
