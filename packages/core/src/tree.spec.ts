import { describe, expect, it } from 'vitest';
import { leaves, mapTree, valueAndGrad } from './tree';
import { tf, type Scalar } from './tf';

describe('tree', () => {
  it('names leaves by path, in one order whatever the order of keys', () => {
    const tree = { b: { y: tf.scalar(1), x: tf.scalar(2) }, a: tf.scalar(3) };
    expect(leaves(tree).map(({ path }) => path)).toEqual(['a', 'b/x', 'b/y']);
  });

  it('differentiates with respect to every leaf and leaves only value, gradients and rest behind', () => {
    const params = { cell: { kernel: tf.tensor1d([1, 2]) }, bias: tf.scalar(3) };
    const before = tf.memory().numTensors;
    const { value, grads, rest } = tf.tidy(() =>
      valueAndGrad(
        ({ cell, bias }) => ({
          value: tf.add(tf.sum(tf.square(cell.kernel)), tf.mul(bias, 4)) as Scalar,
          rest: { double: tf.mul(cell.kernel, 2) },
        }),
        params,
      ),
    );
    expect(value.arraySync()).toBe(17);
    expect([...grads.cell.kernel.dataSync()]).toEqual([2, 4]);
    expect(grads.bias.arraySync()).toBe(4);
    expect([...rest.double.dataSync()]).toEqual([2, 4]);
    expect(tf.memory().numTensors).toBe(before + 4);
  });

  it('does not free a tensor of the caller that passes through rest', () => {
    const outside = tf.scalar(5);
    tf.tidy(
      () =>
        valueAndGrad(({ x }) => ({ value: tf.square(x) as Scalar, rest: { outside } }), { x: tf.scalar(1) })
          .value,
    );
    expect(outside.arraySync()).toBe(5);
  });

  it('names the leaves that the value does not depend on', () => {
    const params = { used: tf.scalar(1), cell: { idle: tf.scalar(2) } };
    expect(() =>
      valueAndGrad(({ used }) => ({ value: tf.square(used) as Scalar, rest: {} }), params),
    ).toThrow(/cell\/idle/);
  });

  it('maps leaves and keeps their paths', () => {
    const seen: string[] = [];
    mapTree({ a: { b: tf.scalar(1) } }, (tensor, path) => (seen.push(path), tensor));
    expect(seen).toEqual(['a/b']);
  });
});
