import { describe, expect, it } from 'vitest';
import { tf } from '../tf';
import { disposeTree, leafAt, type Tree } from '../tree';
import { clip, globalNorm } from './clipping';
import { withDecoupledDecay, withL2Gradient } from './weightDecay';

const tree = (a: number[], b: number): Tree => ({ cell: { kernel: tf.tensor1d(a) }, bias: tf.scalar(b) });
const values = (of: Tree) => [...leafAt(of, 'cell/kernel')!.dataSync(), ...leafAt(of, 'bias')!.dataSync()];

describe('clip', () => {
  it('shortens all gradients together to the norm, and leaves shorter ones to the bit', () => {
    const grads = tree([2, 4], 4); // length 6
    expect(globalNorm(grads).dataSync()[0]).toBe(6);
    expect(values(clip(grads, { kind: 'global-norm', norm: 3 }))).toEqual([1, 2, 2]);
    expect(values(clip(grads, { kind: 'global-norm', norm: 6.5 }))).toEqual([2, 4, 4]);
    expect(values(clip(tree([0, 0], 0), { kind: 'global-norm', norm: 1 }))).toEqual([0, 0, 0]);
  });

  it('limits each element', () => {
    expect(values(clip(tree([2, -4], 0.5), { kind: 'value', value: 1 }))).toEqual([1, -1, 0.5]);
  });

  it('leaves only its result', () => {
    const grads = tree([2, 4], 4);
    const before = tf.memory().numTensors;
    disposeTree(clip(grads, { kind: 'global-norm', norm: 3 }));
    disposeTree(clip(grads, { kind: 'value', value: 3 }));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('weight decay', () => {
  const paths = ['**/kernel'];

  it('l2 adds to the gradient of the chosen leaves', () => {
    const decayed = withL2Gradient(tree([1, 1], 1), tree([10, 20], 30), { kind: 'l2', rate: 0.5, paths });
    expect(values(decayed)).toEqual([6, 11, 1]);
  });

  it('decoupled takes from the weights themselves, by the learning rate', () => {
    const after = withDecoupledDecay(
      tree([9, 19], 29),
      tree([10, 20], 30),
      { kind: 'decoupled', rate: 0.5, paths },
      0.5,
    );
    expect(values(after)).toEqual([6.5, 14, 29]);
  });
});
