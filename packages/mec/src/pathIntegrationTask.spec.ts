import { ConfigError, ShapeError, tf, useBackend } from '@goal-driven/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTensor } from './decodeTensor';
import { placeCellLoss } from './placeCellLoss';
import { decodePositions } from './placeCells';
import { positionLoss } from './positionLoss';
import { WeightDecay, weightPenalty } from './weightDecay';

await useBackend('cpu');

// values of specs/mec.md 7
const logits = [1, 2, 0.5, -1];
const target = [0.1, 0.6, 0.2, 0.1];

const leftOver = (f: () => tf.Tensor | tf.Tensor[]) => {
  const before = tf.memory().numTensors;
  tf.dispose(f());
  return tf.memory().numTensors - before;
};

describe('the place-cell loss', () => {
  it('is the cross-entropy of soft targets, nats', () => {
    expect(placeCellLoss(tf.tensor2d([logits]), tf.tensor2d([target])).dataSync()[0]).toBeCloseTo(
      1.1951818980859,
      6,
    );
  });

  it('sums over cells and averages over episodes and timesteps', () => {
    const many = placeCellLoss(
      tf.tensor(Array(6).fill(logits).flat(), [2, 3, 4]),
      tf.tensor(Array(6).fill(target).flat(), [2, 3, 4]),
    );
    expect(many.dataSync()[0]).toBeCloseTo(1.1951818980859, 6);
  });

  it('sends back softmax minus target', () => {
    const gradient = tf
      .grad((x) => placeCellLoss(x, tf.tensor2d([target])))(tf.tensor2d([logits]))
      .dataSync();
    const expected = [0.124207818048, 0.00946003759888, -0.0640110842065, -0.0696567714406];
    expected.forEach((value, index) => expect(gradient[index]).toBeCloseTo(value, 6));
  });

  it('is ln N for logits that say nothing', () => {
    expect(placeCellLoss(tf.zeros([1, 4]), tf.tensor2d([target])).dataSync()[0]).toBeCloseTo(Math.log(4), 6);
  });

  it('names both shapes and leaves one tensor', () => {
    expect(() => placeCellLoss(tf.zeros([2, 4]), tf.zeros([2, 3]))).toThrow(
      new ShapeError('placeCellLoss: target must be [2,4] like the output, got [2,3]'),
    );
    const [x, y] = [tf.tensor2d([logits]), tf.tensor2d([target])];
    expect(leftOver(() => placeCellLoss(x, y))).toBe(0);
  });
});

describe('the position loss', () => {
  it('averages over coordinates too', () => {
    expect(positionLoss(tf.tensor2d([[0.3, -0.2]]), tf.tensor2d([[0.1, 0.25]])).dataSync()[0]).toBeCloseTo(
      0.12125,
      7,
    );
  });
});

describe('the weight penalty', () => {
  const params = { cell: { recurrentKernel: tf.tensor2d([[1, 2]]), bias: tf.tensor1d([3]) } };
  const penalty = (of: string) => weightPenalty(WeightDecay.parse({ of, rate: 0.1 }), params).dataSync()[0];

  it('sums the squares of the weight it is told to', () => {
    expect(penalty('recurrent')).toBeCloseTo(0.5, 6);
    expect(penalty('bias')).toBeCloseTo(0.9, 6);
    expect(penalty('none')).toBe(0);
  });

  it('names a weight that the cell lacks', () => {
    expect(() => weightPenalty(WeightDecay.parse({ of: 'bias' }), { cell: {} })).toThrow(
      new ConfigError("weightPenalty: decay of 'bias' needs a weight at cell/bias, got a cell without it"),
    );
  });
});

describe('decoding on the engine', () => {
  it('agrees with decoding outside it, ties included (law)', () => {
    const centres = Float64Array.from({ length: 20 }, (_, index) => Math.sin(index * 7));
    const value = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 10, maxLength: 10 }), (values) => {
        const activity = Float32Array.from(values);
        const expected = decodePositions({ values: activity, shape: [1, 10] }, centres);
        const decoded = tf.tidy(() => decodeTensor(tf.tensor2d(activity, [1, 10]), centres).dataSync());
        expected.forEach((coordinate, index) => expect(decoded[index]).toBeCloseTo(coordinate, 6));
      }),
      { numRuns: 40 },
    );
  });
});
