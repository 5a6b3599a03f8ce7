import { createPass, createRng, disposeTree, tf, useBackend, type Tensor } from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Join } from '../graph/Graph';
import { fitMap } from './fitMap';
import { joinInputs } from './joinInputs';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const pass = createPass({ training: false, rng: createRng(0) });
const flat = (f: () => Tensor): number[] => [...tf.tidy(() => f().dataSync())];

describe('fitMap', () => {
  const row = () => tf.tensor4d([1, 2, 3], [1, 1, 3, 1]);
  it.each([
    ['resize', 5, [1, 1.5, 2, 2.5, 3]], // pixel i samples i (3 - 1) / (5 - 1)
    ['nearest', 6, [1, 1, 2, 2, 3, 3]],
    ['cropOrPad', 6, [0, 1, 2, 3, 0, 0]],
    ['cropOrPad', 2, [1, 2]],
    ['tile', 5, [1, 2, 3, 1, 2]],
  ] as const)('gives a map another size by %s, %i', (how, width, values) => {
    expect(flat(() => fitMap(row(), [1, width], how))).toEqual(values);
  });

  it('repeats a vector over a map, and leaves a map of the right size alone', () => {
    expect(flat(() => fitMap(tf.tensor2d([[1, 2]]), [1, 2], 'resize'))).toEqual([1, 2, 1, 2]);
    const map = row();
    expect(fitMap(map, [1, 3], 'tile')).toBe(map);
    map.dispose();
  });
});

describe('joinInputs', () => {
  const site = (
    channels: 'concat' | 'add' | 'multiply',
    others: [string, number[]][],
    feedforward = [1, 2, 1],
  ) => ({
    node: 'n',
    join: Join.parse({ channels }),
    feedforward,
    others,
  });
  const feedforward = () => tf.tensor4d([1, 2], [1, 1, 2, 1]);

  it('puts channels behind those of the feed-forward input, one example for all repeated', () => {
    const join = joinInputs(site('concat', [['a', [1, 1, 2]]]));
    expect(join.shape).toEqual([1, 2, 3]);
    const joined = () =>
      join.apply({}, { feedforward: feedforward(), others: [tf.tensor4d([5, 6, 7, 8], [2, 1, 1, 2])], pass });
    expect(flat(joined)).toEqual([1, 5, 6, 2, 5, 6, 1, 7, 8, 2, 7, 8]);
  });

  it('adds and multiplies, through a convolution of one pixel where channels differ', () => {
    const others = () => [tf.tensor4d([3, 4], [1, 1, 2, 1])];
    const applied = (how: 'add' | 'multiply') => () =>
      joinInputs(site(how, [['a', [1, 2, 1]]])).apply(
        {},
        { feedforward: feedforward(), others: others(), pass },
      );
    expect(flat(applied('add'))).toEqual([4, 6]);
    expect(flat(applied('multiply'))).toEqual([3, 8]);
    const matched = joinInputs(site('add', [['a', [1, 2, 2]]]));
    const made = matched.init(createRng(0));
    expect(Object.keys(made)).toEqual(['a']);
    disposeTree(made);
    const params = () => ({ a: { kernel: tf.tensor4d([10, 100], [1, 1, 2, 1]), bias: tf.tensor1d([1000]) } });
    const two = () => [tf.tensor4d([1, 2, 3, 4], [1, 1, 2, 2])];
    expect(flat(() => matched.apply(params(), { feedforward: feedforward(), others: two(), pass }))).toEqual([
      1 + 10 + 200 + 1000,
      2 + 30 + 400 + 1000,
    ]);
  });

  it('flattens a map for a vector, and refuses to add one of another length', () => {
    const join = joinInputs(site('concat', [['a', [1, 2, 1]]], [3]));
    const joined = () =>
      join.apply({}, { feedforward: tf.tensor2d([[1, 2, 3]]), others: [feedforward()], pass });
    expect(flat(joined)).toEqual([1, 2, 3, 1, 2]);
    expect(() => joinInputs(site('add', [['a', [1, 2, 1]]], [3]))).toThrow(
      'n: a must have 3 units to add to a vector, got 2',
    );
  });
});
