import {
  createPass,
  createRng,
  disposeTree,
  leaves,
  tf,
  useBackend,
  valueAndGrad,
  type Scalar,
  type Tensor4D,
} from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpInput } from '../graph/Op';
import { convRnn } from './convRnn';
import { ConvRnnConfig, type ConvRnnInput } from './ConvRnnConfig';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

/** Without a bias, whose gradient the moments make 0. */
const conv = (filters: number): OpInput => ({ op: 'conv', filters, kernelSize: [3, 3], bias: false });
const moments: OpInput = { op: 'batchNorm', settings: { convention: 'torch' } };

/** Two layers that see images alone, one with a cell, and feedback to a layer that joins it. */
const graph = (more: OpInput): ConvRnnInput['graph'] => ({
  input: [6, 6, 3],
  nodes: [
    { name: 'a', before: [conv(2), more] },
    { name: 'b', before: [conv(3), more], cell: { kind: 'timeDecay', start: 0.5 } },
    { name: 'c', before: [conv(2), more], after: [more], join: { channels: 'concat' } },
    { name: 'out', before: [{ op: 'globalAveragePool' }, { op: 'dense', units: 2 }] },
  ],
  edges: [
    { from: 'image', to: 'a' },
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'c', to: 'out' },
    { from: 'a', to: 'c', kind: 'bypass' },
  ],
});

/** Loss, gradients and running moments of one training step, by path. */
function learnt(config: ConvRnnInput) {
  const net = convRnn(ConvRnnConfig.parse(config));
  const { params, state } = net.init(createRng(0));
  const shown = tf.tensor(Float32Array.from(createRng(3).normal(2 * 6 * 6 * 3)), [2, 6, 6, 3]) as Tensor4D;
  const pass = createPass({ training: true, rng: createRng(9) });
  const { value, grads, rest } = valueAndGrad((tree) => {
    const applied = net.apply(tree, state, { images: shown }, pass);
    return { value: tf.sum(tf.square(applied.output)) as Scalar, rest: applied.state };
  }, params);
  const numbers = [
    ['loss', [...value.dataSync()]] as const,
    ...[...leaves(grads), ...leaves(rest)].map(({ path, tensor }) => [path, [...tensor.dataSync()]] as const),
  ];
  disposeTree({ value, grads, params, shown });
  for (const tree of [state, rest]) disposeTree(tree);
  return { numbers, moments: leaves(rest).length };
}

function expectSame(config: Omit<ConvRnnInput, 'segment'>, segment: number): number {
  const whole = learnt({ ...config, segment: null });
  const parts = learnt({ ...config, segment });
  expect(parts.numbers.map(([path]) => path)).toEqual(whole.numbers.map(([path]) => path));
  whole.numbers.forEach(([path, values], index) => {
    const size = Math.hypot(...values);
    const distance = Math.hypot(...values.map((value, at) => value - parts.numbers[index]![1][at]!));
    expect(distance, path).toBeLessThanOrEqual(1e-5 * size);
  });
  return whole.moments;
}

const own = { mode: 'own', timesteps: 9, imageOff: 5 } as const;
const constant = { mode: 'constant', timesteps: 9 } as const;

describe('unrollSegments', () => {
  it.each([1, 2, 3, 4, 9])('draws the same units of dropout, before a blank and after, in %d', (segment) => {
    expectSame({ graph: graph({ op: 'dropout', rate: 0.3 }), presentation: own }, segment);
  });

  it.each([1, 2, 3, 4, 9])('has the same running moments in segments of %d', (segment) => {
    for (const presentation of [own, constant])
      expect(expectSame({ graph: graph(moments), presentation }, segment)).toBe(8);
  });

  it('counts an unchanged input once in the running moments, whole and in segments', () => {
    const mean = (timesteps: number, segment: number | null) => {
      const presentation = { mode: 'own', timesteps, imageOff: 3 } as const;
      const { numbers } = learnt({ graph: graph(moments), presentation, segment });
      return numbers.find(([path]) => path === 'a/batchNorm/mean')![1];
    };
    for (const segment of [null, 1, 4]) expect(mean(12, segment)).toEqual(mean(8, null));
  });

  it.each([1, 3])('passes over segments of %d in which nothing is needed', (segment) => {
    const { nodes, ...others } = graph({ op: 'activation', activation: 'tanh' });
    const feedForward = { ...others, nodes: nodes.map((node) => ({ ...node, cell: null })) };
    const presentation = { mode: 'constant', timesteps: 12 } as const;
    expectSame({ graph: feedForward, presentation, decodeFrom: 10 }, segment);
  });
});
