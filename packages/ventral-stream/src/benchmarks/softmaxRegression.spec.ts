import { describe, expect, it } from 'vitest';
import { ConfigError, createRng, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { standardise } from '@goal-driven/metrics';
import golden from '../../goldens/benchmarks.json';
import { largestDifference, parkMiller, table } from './_arrays.fixture';
import { brainScoreDecoder } from './brainScoreDecoder';
import { softmaxRegression } from './softmaxRegression';

const [samples, width, classes] = [150, 7, 3];
const labels = Int32Array.from({ length: samples }, (_, at) => at % classes);
const directions = parkMiller(412, [classes, width]).values;
const noise = parkMiller(411, [samples, width]);
const features = ndArray(
  standardise(noise)
    .transform(noise)
    .values.map((value, at) => {
      const [row, feature] = [Math.floor(at / width), at % width];
      return value + 0.8 * (directions[labels[row]! * width + feature]! - 0.5);
    }),
  [samples, width],
);
const problem = { features, labels, classes };
const weights = ndArray(
  parkMiller(413, [width, classes]).values.map((value) => value - 0.5),
  [width, classes],
);

describe('softmaxRegression', () => {
  it('goes the way of Adam in NumPy, three epochs of three batches (goldens/benchmarks.py)', () => {
    const options = { weights, maxEpochs: 3, learningRate: 1e-2 };
    const fit = softmaxRegression(problem, createRng(0), options);
    expect(largestDifference(fit.weights.values, golden.softmaxRegression.weights)).toBeLessThan(1e-12);
    expect(largestDifference(fit.biases, golden.softmaxRegression.biases)).toBeLessThan(1e-12);
    expect(fit.lastLoss).toBeCloseTo(golden.softmaxRegression.lastLoss, 12);
    expect(fit.epochs).toBe(3);
  });

  it('moves each parameter by the rate in the first step, against its gradient', () => {
    // One sample of class 0, weights 0: slopes of the biases (1/2 - 1, 1/2) without the penalty.
    const one = { features: table([[2]]), labels: Int32Array.of(0), classes: 2 };
    const options = { weights: table([[0, 0]]), maxEpochs: 1, learningRate: 0.1, penalty: 0 };
    const { weights: moved, biases, lastLoss } = softmaxRegression(one, createRng(0), options);
    // Adam's first step is the rate, but for the 1e-8 beside the root of the uncorrected moment, sqrt(0.001) / 2.
    expect(largestDifference(moved.values, [0.1, -0.1])).toBeLessThan(1e-7);
    expect(largestDifference(biases, [1.1, 0.9])).toBeLessThan(1e-7);
    expect(lastLoss).toBeCloseTo(Math.log(2), 12);
  });

  it('begins with weights of variance 1 / features, cut at two deviations of what is drawn, and biases of 1', () => {
    const wide = {
      features: ndArray(new Float64Array(4000), [1, 4000]),
      labels: Int32Array.of(0),
      classes: 10,
    };
    const { weights: start, biases } = softmaxRegression(wide, createRng(1), { maxEpochs: 0 });
    const variance = start.values.reduce((sum, value) => sum + value ** 2, 0) / 40_000;
    // 40000 draws: the standard error of the variance is below 1 %.
    expect(Math.abs(4000 * variance - 1)).toBeLessThan(0.02);
    const limit = 2 / 0.8796256610342398 / Math.sqrt(4000);
    expect(start.values.every((value) => Math.abs(value) < limit)).toBe(true);
    expect([...biases]).toEqual(Array(10).fill(1));
  });

  it('stops after an epoch whose last batch is told', () => {
    const far = { features: table([[9], [-9]]), labels: Int32Array.of(0, 1), classes: 2 };
    const options = { weights: table([[1, -1]]), penalty: 0 };
    expect(softmaxRegression(far, createRng(0), options).epochs).toBe(1);
    expect(softmaxRegression(far, createRng(0), { ...options, tolerance: 0 }).epochs).toBe(40);
  });

  it('names what does not fit', () => {
    expect(() => softmaxRegression({ ...problem, classes: 2 }, createRng(0))).toThrow(ConfigError);
    expect(() => softmaxRegression({ ...problem, labels: labels.slice(1) }, createRng(0))).toThrow(
      ShapeError,
    );
    expect(() => softmaxRegression(problem, createRng(0), { weights: table([[0]]) })).toThrow(
      'weights must be [7, 3]',
    );
    const { scores } = softmaxRegression(problem, createRng(0), { maxEpochs: 1 });
    expect(() => scores(table([[1, 2]]))).toThrow('features must be [samples, 7], got [1,2]');
  });
});

describe('brainScoreDecoder', () => {
  it('gives probabilities of all objects, 0 for those without a training image', () => {
    const objects = labels.map((label) => [4, 0, 2][label]!); // classes are numbered by first appearance
    const read = brainScoreDecoder({ learningRate: 0.05 })({ features, objects, count: 6 }, createRng(3));
    const { values, shape } = read(features);
    expect(shape).toEqual([150, 6]);
    const row = (image: number) => [...values.subarray(6 * image, 6 * image + 6)];
    for (const image of [0, 1, 2]) {
      expect(row(image).reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
      expect([1, 3, 5].map((object) => row(image)[object])).toEqual([0, 0, 0]);
    }
    const right = [...objects.keys()].filter(
      (image) => row(image)[objects[image]!] === Math.max(...row(image)),
    );
    // A third by chance, four of its standard errors below what is asked.
    expect(right.length / samples).toBeGreaterThan(1 / 3 + 4 * Math.sqrt(2 / 9 / samples));
  });

  it('is indifferent to the scale and offset of units', () => {
    const objects = labels;
    const scaled = ndArray(
      features.values.map((value, at) => 8 * value + (at % width)),
      features.shape,
    );
    const of = (own: typeof features) =>
      brainScoreDecoder()({ features: own, objects, count: 3 }, createRng(3))(own);
    expect(largestDifference(of(scaled).values, of(features).values)).toBeLessThan(1e-9);
  });
});
