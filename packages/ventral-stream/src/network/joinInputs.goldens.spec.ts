import { readFileSync } from 'node:fs';
import {
  createPass,
  createRng,
  fromLeaves,
  leaves,
  tf,
  useBackend,
  valueAndGrad,
  type Scalar,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { expect, test } from 'vitest';
import { Join } from '../graph/Join';
import { joinInputs, type NamedShape } from './joinInputs';

await useBackend(process.env['GOAL_DRIVEN_BACKEND'] === undefined ? 'cpu' : undefined);

type Values = { readonly [path: string]: readonly number[] };
type Case = {
  readonly name: string;
  readonly join: unknown;
  readonly feedforward: NamedShape;
  readonly others: readonly NamedShape[];
  readonly shape: readonly number[];
  readonly joined: readonly number[];
  /** Gradients. */
  readonly params: Values;
  readonly inputs: Values;
};
const path = new URL('../../goldens/joins.json', import.meta.url);
const { cases, generator } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[]; generator: string };
const remake = `/usr/bin/python3 packages/ventral-stream/goldens/${generator} > packages/ventral-stream/goldens/joins.json`;

const BATCH = 2;

/** The same fixed numbers as the script has. */
function wave(name: string, shape: readonly number[]): Tensor {
  const phase = [...name].reduce((sum, letter, place) => sum + letter.charCodeAt(0) * (place + 1), 0);
  const fanIn = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: fanIn * shape.at(-1)! }, (_, i) => {
    const value = 0.7 * Math.sin(1.7 * i + phase) + 0.2 * Math.cos(0.31 * i * i);
    return name.endsWith('kernel') ? (1.5 * value) / Math.sqrt(fanIn) : value;
  });
  return tf.tensor(values, [...shape]);
}

/** float32 against float64: 1e-5 of the greatest value. */
function expectClose(values: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(values.length, `${what}; ${remake}`).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  const error = Math.max(...expected.map((value, index) => Math.abs(values[index]! - value)));
  expect(error / scale, `${what}; ${remake}`).toBeLessThan(1e-5);
}

test.each(cases)('$name: the joined map and all gradients are those of PyTorch', (item) => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const { feedforward, others } = item;
    const layer = joinInputs({ node: 'n', join: Join.parse(item.join), feedforward, others });
    const pass = createPass({ training: false, rng: createRng(0) });
    const params = fromLeaves(
      leaves(layer.init(createRng(0))).map(({ path: at, tensor }) => ({
        path: at,
        tensor: wave(at, tensor.shape),
      })),
    );
    const inputs = Object.fromEntries(
      [feedforward, ...others].map(([name, shape]) => [name, wave(`map ${name}`, [BATCH, ...shape])]),
    );
    expect(leaves(params).map((leaf) => leaf.path)).toEqual(Object.keys(item.params).sort());
    const { rest, grads } = valueAndGrad(
      (tree) => {
        const given = tree.inputs as { readonly [source: string]: Tensor };
        const joined = layer.apply(tree.params as Tree, {
          feedforward: given[feedforward[0]]!,
          others: others.map(([source]) => given[source]!),
          pass,
        });
        const value = tf.sum(tf.mul(joined, wave('readout', joined.shape))) as Scalar;
        return { value, rest: { joined } };
      },
      { params, inputs } as { readonly params: Tree; readonly inputs: Tree },
    );
    expect([BATCH, ...layer.shape]).toEqual(item.shape);
    expectClose(rest.joined.dataSync(), item.joined, 'joined');
    for (const [at, values] of Object.entries(item.params)) {
      const found = leaves(grads.params).find((leaf) => leaf.path === at)!;
      expectClose(found.tensor.dataSync(), values, `gradient of ${at}`);
    }
    for (const [at, values] of Object.entries(item.inputs))
      expectClose((grads.inputs[at] as Tensor).dataSync(), values, `gradient of map ${at}`);
  });
  expect(tf.memory().numTensors).toBe(before);
});
