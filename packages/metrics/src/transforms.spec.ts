import { describe, expect, it } from 'vitest';
import { ndArray, RandomState } from '@goal-driven/core/arrays';
import { largestDifference, parkMiller, table } from './_fixtures';
import { mapsExample, mapsGolden as golden } from './_maps.fixture';
import { pca } from './pca';
import { composeTransforms, pipeline } from './pipeline';
import { johnsonLindenstraussDimension, randomProjection } from './randomProjection';
import { ridge } from './ridge';
import { standardise } from './standardise';
import { createTransform, TransformConfig } from './transformConfig';

const { X, fresh } = mapsExample();

describe('standardise', () => {
  it('centres and divides by the deviation of the samples, by hand', () => {
    const { means, deviations, transform } = standardise(
      table([
        [1, 0.7],
        [3, 0.7],
        [1, 0.7],
        [3, 0.7],
      ]),
    );
    expect([...means]).toEqual([2, 0.7]);
    expect([...deviations]).toEqual([1, 1]);
    expect([...transform(table([[5, 0.7]])).values]).toEqual([3, 0]);
    const scores = transform(
      table([
        [5, 1.7],
        [2, 0.7],
      ]),
    );
    expect([...scores.values]).toEqual([3, 1, 0, 0]);
    expect(scores.shape).toEqual([2, 2]);
  });

  it("agrees with scikit-learn's StandardScaler", () => {
    const { means, deviations, transform } = standardise(X);
    expect(largestDifference(means, golden.standardise.means)).toBeLessThan(1e-12);
    expect(largestDifference(deviations, golden.standardise.deviations)).toBeLessThan(1e-12);
    expect(largestDifference(transform(fresh).values, golden.standardise.transform)).toBeLessThan(1e-12);
  });

  it('names what does not fit', () => {
    expect(() => standardise(table([[NaN]]))).toThrow(/standardise: samples must be finite, got NaN/);
    const { transform } = standardise(table([[1, 2]]));
    expect(() => transform(table([[1]]))).toThrow(
      /standardise\.transform: samples must have 2 columns, got 1/,
    );
    expect(() => transform(table([[1, Infinity]]))).toThrow(/standardise\.transform: samples must be finite/);
  });
});

describe('randomProjection', () => {
  it("draws scikit-learn's numbers", () => {
    const { components, transform } = randomProjection(X, new RandomState(9), { components: 3 });
    expect(components.shape).toEqual([3, 60]);
    expect(largestDifference(components.values, golden.randomProjection.components)).toBeLessThan(1e-14);
    expect(largestDifference(transform(fresh).values, golden.randomProjection.transform)).toBeLessThan(1e-12);
  });

  it('takes as many dimensions as keep distances, where none are given', () => {
    const { distortion, transform } = golden.automatic;
    const source = parkMiller(66, [40, 120]);
    const projection = randomProjection(source, new RandomState(4), { distortion });
    expect(largestDifference(projection.transform(parkMiller(67, [2, 120])).values, transform)).toBeLessThan(
      1e-12,
    );
    expect(() => randomProjection(source, new RandomState(4))).toThrow(
      /randomProjection: 40 samples with a distortion of 0\.1 must have at least 3161 features, got 120\. Give comp/,
    );
  });

  it('may take every dimension there is', () => {
    const { components } = randomProjection(parkMiller(69, [2, 77]), new RandomState(4), { distortion: 0.3 });
    expect(components.shape).toEqual([77, 77]);
  });

  it('keeps distances within the distortion', () => {
    const points = parkMiller(68, [12, 2000]);
    const distortion = 0.5;
    const { transform } = randomProjection(points, new RandomState(1), { distortion });
    const projected = transform(points);
    const count = projected.shape[1]!;
    expect(count).toBe(johnsonLindenstraussDimension(12, distortion));
    const distance = ({ values }: typeof points, width: number, i: number, j: number) =>
      Array.from({ length: width }, (_, c) => (values[i * width + c]! - values[j * width + c]!) ** 2).reduce(
        (sum, square) => sum + square,
      );
    for (let i = 0; i < 12; i++) {
      for (let j = 0; j < i; j++) {
        const ratio = distance(projected, count, i, j) / distance(points, 2000, i, j);
        expect(Math.abs(ratio - 1)).toBeLessThan(distortion);
      }
    }
  });

  it('names what does not fit', () => {
    const of = (components: number) => () => randomProjection(X, new RandomState(0), { components });
    expect(of(0)).toThrow(/randomProjection: components must be an integer of at least 1, got 0/);
    expect(of(2.5)).toThrow(/got 2\.5/);
    expect(() => randomProjection(table([[NaN]]), new RandomState(0))).toThrow(
      /randomProjection: samples must be/,
    );
    const { transform } = of(2)();
    expect(() => transform(table([[1]]))).toThrow(
      /randomProjection\.transform: samples must have 60 columns, got 1/,
    );
    expect(() => transform(table([[NaN]]))).toThrow(/randomProjection\.transform: samples must be finite/);
  });
});

describe('johnsonLindenstraussDimension', () => {
  it("agrees with scikit-learn's johnson_lindenstrauss_min_dim", () => {
    for (const [samples, distortion, dimension] of golden.johnsonLindenstrauss) {
      expect(johnsonLindenstraussDimension(samples, distortion)).toBe(dimension);
    }
    expect(johnsonLindenstraussDimension(80)).toBe(3756);
  });

  it('refuses a distortion that is no share', () => {
    for (const distortion of [0, 1, NaN]) {
      expect(() => johnsonLindenstraussDimension(10, distortion)).toThrow(
        `distortion must be between 0 and 1, got ${distortion}`,
      );
    }
    expect(() => johnsonLindenstraussDimension(0)).toThrow(/samples must be an integer of at least 1, got 0/);
  });
});

describe('pipeline', () => {
  const [train, test] = [parkMiller(3, [9, 4]), parkMiller(4, [2, 4])];

  it('fits each step to the training samples as the steps before left them', () => {
    const { transform } = composeTransforms([standardise, (samples) => pca(samples, { components: 2 })])(
      train,
    );
    const first = standardise(train);
    const second = pca(first.transform(train), { components: 2 });
    expect(transform(test)).toEqual(second.transform(first.transform(test)));
    expect(transform(test).shape).toEqual([2, 2]);
  });

  it('leaves samples as they are without steps', () => {
    expect(composeTransforms([])(train).transform(test)).toBe(test);
  });

  it('fits the map to the transformed training samples, and learns nothing from those to predict', () => {
    const target = parkMiller(5, [9, 2]);
    const { predict } = pipeline([standardise], (source, y) => ridge(source, y, { alpha: 2 }))(train, target);
    const first = standardise(train);
    const direct = ridge(first.transform(train), target, { alpha: 2 }).predict(first.transform(test));
    expect(predict(test)).toEqual(direct);
    const half = ndArray(test.values.slice(0, 4), [1, 4]);
    expect([...predict(half).values]).toEqual([...direct.values.slice(0, 2)]);
  });
});

describe('createTransform', () => {
  const made = (config: object) => createTransform(TransformConfig.parse(config))(X).transform(fresh);

  it('makes each kind from its config', () => {
    expect(made({ kind: 'standardise' })).toEqual(standardise(X).transform(fresh));
    expect(made({ kind: 'pca', components: 4 })).toEqual(pca(X, { components: 4 }).transform(fresh));
    expect(made({ kind: 'randomProjection', components: 3, seed: 9 })).toEqual(
      randomProjection(X, new RandomState(9), { components: 3 }).transform(fresh),
    );
    expect(made({ kind: 'randomProjection', components: 3 })).toEqual(
      randomProjection(X, new RandomState(0), { components: 3 }).transform(fresh),
    );
  });

  it('passes the distortion on where dimensions are automatic', () => {
    expect(() => made({ kind: 'randomProjection', distortion: 0.9 })).toThrow(
      /distortion of 0\.9 .* 108 features/,
    );
    expect(() => made({ kind: 'randomProjection' })).toThrow(/distortion of 0\.1 .* 3756 features, got 60/);
    expect(TransformConfig.parse({ kind: 'randomProjection' })).toEqual({
      kind: 'randomProjection',
      components: 'auto',
      distortion: 0.1,
      seed: 0,
    });
  });

  it('knows no other kind or setting', () => {
    expect(TransformConfig.safeParse({ kind: 'pca' }).success).toBe(false);
    expect(TransformConfig.safeParse({ kind: 'whiten' }).success).toBe(false);
    expect(TransformConfig.safeParse({ kind: 'standardise', ddof: 1 }).success).toBe(false);
    expect(TransformConfig.safeParse({ kind: 'randomProjection', distortion: 1 }).success).toBe(false);
  });
});
