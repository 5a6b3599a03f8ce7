import { ndArray, ShapeError, tf, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { outputLosses, type OutputLoss } from './outputLosses';
import { placeCellSquaredError } from './placeCellSquaredError';

await useBackend('cpu');

const target = ndArray(Float32Array.of(0.5, 0.5, 0, 0, 1, 0, 0, 0), [1, 2, 4]);
const tensorOf = () => tf.tensor3d(target.values, [1, 2, 4]);

describe('the squared error of a place code', () => {
  it('sums over cells and averages over positions', () => {
    const output = tf.tensor3d([0.5, 0.25, 0.5, 0, 0, 0, 0, 0], [1, 2, 4]);
    expect(placeCellSquaredError(output, tensorOf()).dataSync()[0]).toBeCloseTo((0.0625 + 0.25 + 1) / 2, 6);
  });

  it('names both shapes', () => {
    expect(() => placeCellSquaredError(tf.zeros([2, 4]), tf.zeros([2, 3]))).toThrow(
      new ShapeError('placeCellSquaredError: target must be [2,4] like the output, got [2,3]'),
    );
  });
});

describe('the losses of outputs', () => {
  it('have floors that a perfect output reaches', () => {
    const { compare, floor } = outputLosses.placeCells;
    expect(floor(target)).toBeCloseTo(Math.log(2), 6); // one row of entropy ln 2, one of 0
    const sharp = tf.log(tf.maximum(tensorOf(), 1e-12));
    expect(compare(sharp, tensorOf()).dataSync()[0]).toBeCloseTo(Math.log(2) / 2, 5);
    expect(outputLosses.placeCellSquaredError.floor()).toBe(0);
    expect(outputLosses.position.floor()).toBe(0);
  });

  it('know what an output says that is the same for all cells', () => {
    expect(outputLosses.placeCells.uniform(target)).toBeCloseTo(2 * Math.log(4), 12);
    expect(outputLosses.placeCells.compare(tf.zeros([1, 2, 4]), tensorOf()).dataSync()[0]).toBeCloseTo(
      Math.log(4),
      6,
    );
    const squares = outputLosses.placeCellSquaredError;
    expect(squares.uniform(target)).toBeCloseTo(0.25 + 0.75, 12);
    expect(squares.compare(tf.fill([1, 2, 4], 0.25), tensorOf()).dataSync()[0]).toBeCloseTo(0.5, 6);
    expect(outputLosses.position.uniform).toBeUndefined();
  });

  it('are called by the names and units of scores', () => {
    const named = Object.values<OutputLoss>(outputLosses).map(({ metric, unit }) => `${metric}, ${unit}`);
    expect(named).toEqual(['placeCellLoss, nats', 'placeCellSquaredError, 1', 'positionLoss, m^2']);
  });
});
