import { readFileSync } from 'node:fs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { activations, type ActivationName } from '../activations';
import { CellConfig, createCell } from '../cells/cells';
import { runSequence } from '../cells/runSequence';
import { createPass, type Pass } from '../Pass';
import { createRng } from '../Rng';
import { tf } from '../tf';
import { leaves, mapTree, valueAndGrad, type Tree } from '../tree';
import { adaptiveAveragePool2d, adaptiveMaxPool2d, AdaptivePool2d } from './adaptivePooling';
import { BatchNorm, batchNorm } from './batchNorm';
import { Conv2d, conv2d } from './conv2d';
import { Dense, dense } from './dense';
import { DepthwiseConv2d, depthwiseConv2d } from './depthwiseConv2d';
import { GroupNorm, groupNorm } from './groupNorm';
import { LayerNorm, layerNorm } from './layerNorm';
import { AveragePool2d, averagePool2d, MaxPool2d, maxPool2d } from './pooling';
import { TransposedConv2d, transposedConv2d } from './transposedConv2d';

// PyTorch 1.13 in float64. Remade by: /usr/bin/python3 packages/core/goldens/layersAndCells.py
type Numbers = { shape: number[]; values: number[] };
type Case = {
  layer: string;
  config: unknown;
  x: Numbers;
  params: { [name: string]: Numbers };
  weights: Numbers;
  y: Numbers;
  grads: { [name: string]: Numbers };
  [more: string]: unknown;
};
const golden = JSON.parse(
  readFileSync(new URL('../../goldens/layersAndCells.json', import.meta.url), 'utf8'),
) as {
  layers: Case[];
  cells: Case[];
  activations: { name: ActivationName; x: Numbers; y: Numbers; grad: Numbers }[];
};

const tensor = ({ values, shape }: Numbers) => tf.tensor(values, shape, 'float32');
const numbers = (item: Case, name: string) => tensor(item[name] as Numbers);

/** Float32 against float64: 1e-5 of the greatest value. */
function expectClose(got: Tensor, expected: Numbers, who: string) {
  expect(got.shape, who).toEqual(expected.shape);
  const scale = Math.max(1, ...expected.values.map(Math.abs));
  const error = Math.max(...Array.from(got.dataSync(), (value, i) => Math.abs(value - expected.values[i]!)));
  expect(error / scale, who).toBeLessThan(1e-5);
}

type Run = (params: Tree, x: Tensor, more: { item: Case; pass: Pass }) => Tensor;
const image = (x: Tensor) => x as Tensor4D;

const runs: { [layer: string]: Run } = {
  dense: (params, x, { item, pass }) => dense(Dense.parse(item.config)).apply(params as never, x, pass),
  conv2d: (params, x, { item, pass }) =>
    conv2d(Conv2d.parse(item.config)).apply(params as never, image(x), pass),
  depthwiseConv2d: (params, x, { item, pass }) =>
    depthwiseConv2d(DepthwiseConv2d.parse(item.config)).apply(params as never, image(x), pass),
  transposedConv2d: (params, x, { item, pass }) =>
    transposedConv2d(TransposedConv2d.parse(item.config)).apply(params as never, image(x), pass),
  maxPool2d: (_, x, { item }) => maxPool2d(MaxPool2d.parse(item.config)).apply(image(x)),
  averagePool2d: (_, x, { item }) => averagePool2d(AveragePool2d.parse(item.config)).apply(image(x)),
  adaptiveAveragePool2d: (_, x, { item }) =>
    adaptiveAveragePool2d(AdaptivePool2d.parse(item.config)).apply(image(x)),
  adaptiveMaxPool2d: (_, x, { item }) => adaptiveMaxPool2d(AdaptivePool2d.parse(item.config)).apply(image(x)),
  batchNorm: (params, x, { item, pass }) => {
    const state = { mean: numbers(item, 'mean'), variance: numbers(item, 'variance') };
    const at = { ...pass, training: item.training as boolean };
    const { y, state: next } = batchNorm(BatchNorm.parse(item.config)).apply(params, state as never, x, at);
    expectClose(next.mean, item.nextMean as Numbers, 'running mean');
    expectClose(next.variance, item.nextVariance as Numbers, 'running variance');
    return y;
  },
  layerNorm: (params, x, { item }) =>
    layerNorm(LayerNorm.parse(item.config)).apply(params, x, { shape: [3] }),
  groupNorm: (params, x, { item }) => groupNorm(GroupNorm.parse(item.config)).apply(params, x),
};

const runCell: Run = (params, x, { item, pass }) => {
  const cell = createCell(CellConfig.parse(item.config));
  const hidden = {
    rates: numbers(item, 'start'),
    ...(item.layer === 'lstm' && { cell: numbers(item, 'memory') }),
  };
  return runSequence(cell, params, { inputs: x as never, hidden: hidden as never, pass }).outputs;
};

const pass = createPass({ training: true, rng: createRng(1) });

const named = (items: Case[]) =>
  items.map(
    (item) => [`${item.layer} ${JSON.stringify(item.config)} ${String(item.training ?? '')}`, item] as const,
  );

test.each([...named(golden.layers), ...named(golden.cells)])(
  '%s gives PyTorch outputs and gradients',
  (_, item) => {
    const run = runs[item.layer] ?? runCell;
    const params = Object.fromEntries(
      Object.entries(item.params).map(([name, value]) => [name, tensor(value)]),
    );
    const tree: Tree = { x: tensor(item.x), params };
    const weights = tensor(item.weights);
    const before = tf.memory().numTensors;
    const { grads, rest, value } = tf.tidy(() =>
      valueAndGrad<Tree, { y: Tensor }>((at) => {
        const y = run(at.params as Tree, at.x as Tensor, { item, pass });
        return { value: tf.sum(tf.mul(y, weights)), rest: { y } };
      }, tree),
    );
    expectClose(rest.y, item.y, 'output');
    expectClose(grads.x as Tensor, item.grads.x!, 'gradient of x');
    for (const name of Object.keys(item.params)) {
      expectClose((grads.params as Tree)[name] as Tensor, item.grads[name]!, `gradient of ${name}`);
    }
    // Nothing left over but what was returned.
    expect(tf.memory().numTensors - before).toBe(leaves(grads).length + 2);
    mapTree({ ...grads, value, y: rest.y }, (leaf) => (leaf.dispose(), leaf));
  },
);

test.each(golden.activations.map((item) => [item.name, item] as const))(
  '%s is as in PyTorch',
  (name, item) => {
    const { value, grad } = tf.valueAndGrad((x) => activations[name](tf.mul(x, 1)))(tensor(item.x)) as {
      value: Tensor;
      grad: Tensor;
    };
    expectClose(value, item.y, 'value');
    expectClose(grad, item.grad, 'slope');
  },
);

test('every activation has a reference', () => {
  expect(golden.activations.map(({ name }) => name).sort()).toEqual(Object.keys(activations).sort());
});
