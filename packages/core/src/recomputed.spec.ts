import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useBackend } from './engine/useBackend';
import { recomputed } from './recomputed';
import { tf } from './tf';
import { disposeTree, valueAndGrad, type Tree } from './tree';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

/** Two steps of a recurrent network, each recomputed or not. */
const unrolled = (wrap: typeof recomputed) => (params: Tree) => {
  const x = tf.tensor2d([[0.5, -1, 2]]);
  let h: Tensor = tf.zeros([1, 2]);
  for (let step = 0; step < 3; step++) {
    ({ h } = wrap(
      ({ params: own, h: old, x: seen }: { params: Tree; h: Tensor; x: Tensor }) => ({
        h: tf.tanh(
          tf.add(
            tf.matMul(seen as Tensor2D, own['kernel'] as Tensor2D),
            tf.matMul(old as Tensor2D, own['recurrent'] as Tensor2D),
          ),
        ),
      }),
      { params, h, x },
    ));
  }
  return { value: tf.sum(tf.square(h)) as Scalar, rest: { h } };
};

const params = () => ({
  kernel: tf.tensor2d([0.1, -0.2, 0.3, 0.4, -0.5, 0.6], [3, 2]),
  recurrent: tf.tensor2d([0.7, -0.1, 0.2, 0.3], [2, 2]),
});

describe('recomputed', () => {
  it('has the values and gradients of what is not', () => {
    const tree = params();
    const plain = valueAndGrad(
      unrolled((f, inputs) => f(inputs)),
      tree,
    );
    const again = valueAndGrad(unrolled(recomputed), tree);
    expect(again.value.dataSync()).toEqual(plain.value.dataSync());
    for (const name of ['kernel', 'recurrent'] as const)
      expect([...again.grads[name].dataSync()]).toEqual([...plain.grads[name].dataSync()]);
    [plain, again].forEach(({ value, grads, rest }) => disposeTree({ value, grads, rest }));
    disposeTree(tree);
  });

  it('computes once without a gradient and twice with one', () => {
    let count = 0;
    const square = ({ x }: { x: Tensor }) => {
      count++;
      return { y: tf.square(x) };
    };
    const x = tf.scalar(3);
    tf.tidy(() => void recomputed(square, { x }));
    expect(count).toBe(1);
    const { value, grads } = valueAndGrad(
      (tree: { x: Tensor }) => ({ value: recomputed(square, tree).y as Scalar, rest: {} }),
      { x },
    );
    expect(count).toBe(3);
    expect(grads.x.dataSync()[0]).toBe(6);
    disposeTree({ value, grads, x });
  });

  it('gives 0 to an input that the outputs do not depend on', () => {
    const tree = { x: tf.scalar(2), y: tf.scalar(5) };
    const { value, grads } = valueAndGrad(
      (at: { x: Scalar; y: Scalar }) => ({
        value: tf.add(recomputed(({ x }) => ({ z: tf.square(x) }), at).z, tf.mul(at.y, 0)) as Scalar,
        rest: {},
      }),
      tree,
    );
    expect(grads.y.dataSync()[0]).toBe(0);
    disposeTree({ value, grads, ...tree });
  });

  it('refuses outputs that are not float32', () => {
    const x = tf.scalar(1);
    const cast = () =>
      valueAndGrad(
        (tree: { x: Tensor }) => ({
          value: recomputed((at) => ({ y: tf.cast(at.x, 'int32') }), tree).y as Scalar,
          rest: {},
        }),
        { x },
      );
    expect(() => tf.tidy(cast)).toThrow('recomputed: y must be float32, got int32');
    x.dispose();
  });
});
