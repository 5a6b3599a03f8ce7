import { readFileSync } from 'node:fs';
import {
  createPass,
  createRng,
  leafAt,
  leaves,
  parameterShapes,
  tf,
  useBackend,
  valueAndGrad,
  type Scalar,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { expect, it } from 'vitest';
import { PathIntegrationNetwork } from './NetworkChoice';
import { pathIntegrationNetwork } from './pathIntegrationNetwork';
import { inputOf, pathIntegrationTask, PathIntegrationTask } from './pathIntegrationTask';

await useBackend('cpu');

type Case = {
  readonly config: { readonly cell: string; readonly activation: string };
  readonly task: { readonly loss: string };
  readonly layers: { readonly [layer: string]: readonly number[] };
  readonly loss: number;
  readonly taskLoss: number;
  readonly grads: { readonly [path: string]: readonly number[] };
};
const path = new URL('../goldens/pathIntegrationNetworks.json', import.meta.url);
const { cases, generator } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[]; generator: string };
const remake = `python3 packages/mec/goldens/${generator} > packages/mec/goldens/pathIntegrationNetworks.json`;

/** The same fixed numbers as the script has: 0.7 sin(1.7 i + phase) + 0.2 cos(0.31 i i). */
function wave(name: string, shape: readonly number[]): Tensor {
  const phase = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from(
    { length: size },
    (_, i) => 0.7 * Math.sin(1.7 * i + phase) + 0.2 * Math.cos(0.31 * i * i),
  );
  return tf.tensor(values, [...shape]);
}

const shares = (x: Tensor) => tf.softmax(tf.mul(x, 3));

/** A tree with a leaf at every path. */
function treeOf(shapes: { readonly [path: string]: readonly number[] }): Tree {
  const tree: { [name: string]: { [leaf: string]: Tensor } } = {};
  for (const [at, shape] of Object.entries(shapes)) {
    const [name, leaf] = at.split('/') as [string, string];
    (tree[name] ??= {})[leaf] = wave(at, shape);
  }
  return tree;
}

function batchOf({ code, movement, cues, headings }: PathIntegrationNetwork): { [name: string]: Tensor } {
  const coded = (name: string, shape: number[]) =>
    code === 2 ? wave(name, [...shape, 2]) : shares(wave(name, [...shape, code]));
  const start = coded('start', [2]);
  return {
    velocity: wave('velocity', [2, 3, movement]),
    start: headings === 0 ? start : tf.concat([start, shares(wave('startHeading', [2, headings]))], 1),
    target: coded('target', [2, 3]),
    headingTarget: shares(wave('headingTarget', [2, 3, Math.max(1, headings)])),
    ...(cues === 0 ? {} : { cues: wave('cues', [2, 3, cues]) }),
  };
}

function expectClose(tensor: Tensor, expected: readonly number[], what: string): void {
  const values = tensor.dataSync();
  expect(values.length, `${what}; ${remake}`).toBe(expected.length);
  expected.forEach((value, index) => {
    // float32 against float64
    expect(Math.abs(values[index]! - value), `${what} at ${index}; ${remake}`).toBeLessThan(1e-5);
  });
}

it.each(cases.map((item) => [JSON.stringify(item.config), item.task.loss, item] as const))(
  '%s has the activities, the loss %s and the gradients of PyTorch',
  (_, _loss, item) => {
    tf.tidy(() => {
      const config = PathIntegrationNetwork.parse(item.config);
      const network = pathIntegrationNetwork(config);
      const task = pathIntegrationTask(PathIntegrationTask.parse(item.task));
      const pass = createPass({ training: false, rng: createRng(0) });
      const params = treeOf(parameterShapes(network).params);
      const batch = batchOf(config);
      const { layers, output } = network.apply(params, {}, inputOf(batch), pass);
      expect(Object.keys(layers).sort()).toEqual(Object.keys(item.layers).sort());
      for (const [layer, values] of Object.entries(item.layers)) expectClose(layers[layer]!, values, layer);
      expectClose(output, item.layers['dc']!, 'output');
      const { value, grads, rest } = valueAndGrad((tree) => {
        const objective = task.objective({
          forward: (input) => network.apply(tree, {}, input, pass),
          modelParams: tree,
          params: {},
          state: {},
          batch,
          pass,
        });
        return { value: objective.loss, rest: { terms: { ...objective.terms } } };
      }, params);
      expectClose(value, [item.loss], 'loss');
      const terms = rest.terms as { [name: string]: Scalar };
      expectClose(terms['taskLoss']!, [item.taskLoss], 'task loss');
      expectClose(tf.addN(Object.values(terms)), [item.loss], 'sum of the terms');
      expect(
        leaves(grads)
          .map(({ path: at }) => at)
          .sort(),
      ).toEqual(Object.keys(item.grads).sort());
      for (const [at, values] of Object.entries(item.grads))
        expectClose(leafAt(grads, at)!, values, `gradient of ${at}`);
    });
  },
);
