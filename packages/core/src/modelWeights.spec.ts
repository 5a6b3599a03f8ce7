import { describe, expect, it } from 'vitest';
import type { Architecture } from './Architecture';
import { BatchNorm, batchNorm } from './layers/batchNorm';
import { Dense, dense } from './layers/dense';
import { modelWeights, weightShapes } from './modelWeights';
import { ndArray } from './NdArray';
import { createRng } from './Rng';
import { tf } from './tf';
import { disposeTree, leaves, type Tree } from './tree';

const layer = dense(Dense.parse({ units: 2 }));
const norm = batchNorm(BatchNorm.parse({ convention: 'torch' }));
const model: Architecture = {
  name: 'test/model',
  config: {},
  units: {},
  init: (rng) => {
    const { params, state } = norm.init(2, rng);
    return {
      params: { layer: layer.init(3, rng), norm: params, decoder: {} } as Tree,
      state: { norm: state },
    };
  },
  apply: () => ({ output: tf.zeros([1]), layers: {}, state: {} }),
};
const arrays = () => ({
  'layer/kernel': ndArray(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]),
  'layer/bias': ndArray(Float32Array.of(7, 8), [2]),
  'norm/gamma': ndArray(Float32Array.of(1, 1), [2]),
  'norm/beta': ndArray(Float32Array.of(0, 0), [2]),
  'norm/mean': ndArray(Float32Array.of(9, 10), [2]),
  'norm/variance': ndArray(Float32Array.of(11, 12), [2]),
});

describe('weightShapes', () => {
  it('has params and state by path', () => {
    expect(weightShapes(model)).toEqual(
      Object.fromEntries(Object.entries(arrays()).map(([path, { shape }]) => [path, shape])),
    );
  });

  it('refuses one path in both', () => {
    const both = { ...model, init: () => ({ params: { a: tf.zeros([1]) }, state: { a: tf.zeros([1]) } }) };
    expect(() => weightShapes(both)).toThrow('must have different paths for params and state, got a in both');
  });
});

describe('modelWeights', () => {
  it('fills the trees that the model makes, empty parts included, and leaves no other tensor', () => {
    const before = tf.memory().numTensors;
    const { params, state } = modelWeights(model, arrays(), 'file');
    expect(tf.memory().numTensors - before).toBe(6);
    const numbers = (tree: Tree) => leaves(tree).map(({ path, tensor }) => [path, [...tensor.dataSync()]]);
    expect(numbers(params)).toEqual([
      ['layer/bias', [7, 8]],
      ['layer/kernel', [1, 2, 3, 4, 5, 6]],
      ['norm/beta', [0, 0]],
      ['norm/gamma', [1, 1]],
    ]);
    expect(numbers(state)).toEqual([
      ['norm/mean', [9, 10]],
      ['norm/variance', [11, 12]],
    ]);
    expect(params['decoder']).toEqual({});
    const made = model.init(createRng(1));
    expect(Object.keys(params).sort()).toEqual(Object.keys(made.params).sort());
    disposeTree({ params, state, made });
  });

  it.each([
    ['missing', { 'layer/bias': undefined }, 'layer/bias of test/model must be [2], got none'],
    ['too many', { other: ndArray(new Float32Array(1), [1]) }, 'other of test/model must be none, got [1]'],
    ['of another shape', { 'layer/bias': ndArray(new Float32Array(3), [3]) }, 'must be [2], got [3]'],
    [
      'doubles',
      { 'layer/bias': ndArray(new Float64Array(2), [2]) },
      'must be of single precision, got a Float64Array',
    ],
  ])('refuses arrays that are %s', (_, change, message) => {
    const changed = Object.entries({ ...arrays(), ...change }).filter(([, array]) => array !== undefined);
    expect(() => modelWeights(model, Object.fromEntries(changed), 'file')).toThrow(message);
  });
});
