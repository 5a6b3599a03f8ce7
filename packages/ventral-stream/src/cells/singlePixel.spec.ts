import {
  createPass,
  createRng,
  tf,
  useBackend,
  type Tensor,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { expect, test } from 'vitest';
import { ConvCellConfig, createConvCell } from './convCells';
import type { ConvHidden } from './ConvCell';
import { rgcMedian, rgcShallow } from './reciprocalGatedConfigs';

await useBackend('cpu');

// One pixel, one channel, four steps: from the published code of the cells, recomputed independently
// (shared specification of the ventral-stream study, section 10.1).
const INPUTS = [1, 0.5, -0.25, 0];
const pass = createPass({ training: false, rng: createRng(0) });

/** A kernel [k, k, 1, outputs] of zeros but for the tap that sees the pixel: the centre, or of 2 x 2 the corner. */
function tap(values: readonly number[], k = 3): Tensor {
  const kernel = new Float32Array(k * k * values.length);
  const at = k === 2 ? 0 : Math.floor((k * k) / 2);
  kernel.set(values, at * values.length);
  return tf.tensor(kernel, [k, k, 1, values.length]);
}

type Row = readonly [input: number, state: number, bias: number];

/** A joint kernel and bias from its parts' entries for (x, h) and their biases. */
const joint = (...rows: readonly Row[]) => ({
  kernel: tap(rows.map(([input]) => input)),
  recurrentKernel: tap(rows.map(([, state]) => state)),
  bias: tf.tensor1d(rows.map(([, , bias]) => bias)),
});

const dense = (weight: number, bias: number, k = 3) => ({
  kernel: tap([weight], k),
  bias: tf.tensor1d([bias]),
});
const separable = (weight: number, bias: number) => ({
  depthwise: { kernel: tap([0.9], 7) },
  pointwise: dense(weight, bias, 1),
});

type Case = {
  readonly name: string;
  readonly config: unknown;
  readonly params: () => Tree;
  readonly feedback?: readonly number[];
  readonly outputs: readonly number[];
  readonly states?: { readonly [name: string]: readonly number[] };
};

const cases: Case[] = [
  {
    name: 'time decay',
    config: { kind: 'timeDecay' },
    params: () => ({ decay: tf.tensor1d([0.5]) }),
    outputs: [1, 1, 0.25, 0.125],
  },
  {
    name: 'simple RNN',
    config: { kind: 'simpleRnn' },
    params: () => ({
      ...{ kernel: tap([0.7]), bias: tf.tensor1d([0.05]) },
      ...{ recurrentKernel: tap([0.5]), recurrentBias: tf.tensor1d([-0.1]) },
    }),
    outputs: [0.65, 0.625, 0.0875, -0.006231],
  },
  {
    name: 'GRU',
    config: { kind: 'gru' },
    params: () => ({ gates: joint([0.3, -0.2, 0.1], [0.4, 0.25, -0.1]), candidate: joint([0.7, 0.5, 0.05]) }),
    outputs: [0.270292, 0.359542, 0.172387, 0.142165],
  },
  {
    name: 'LSTM',
    config: { kind: 'lstm' },
    params: () => joint([0.3, -0.2, 0.1], [0.7, 0.5, 0.05], [0.4, 0.25, -0.1], [0.2, 0.6, 0]),
    outputs: [0.199551, 0.27512, 0.196073, 0.181083],
    states: { cell: [0.380256, 0.543944, 0.38939, 0.356433] },
  },
  {
    name: 'UGRNN',
    config: { kind: 'ugrnn' },
    params: () => joint([0.4, 0.25, -0.1], [0.7, 0.5, 0.05]),
    outputs: [0.136027, 0.209191, 0.140554, 0.134676],
  },
  {
    name: 'intersection RNN',
    config: { kind: 'intersectionRnn' },
    params: () => joint([0.4, 0.25, -0.1], [0.7, 0.5, 0.05], [0.3, -0.2, 0.1], [0.2, 0.6, 0]),
    outputs: [0.841747, 0.427585, -0.161374, 0.021508],
    states: { memory: [0.136027, 0.209191, 0.140554, 0.134676] },
  },
  {
    name: 'reciprocal gated cell, shallow',
    config: rgcShallow,
    params: () => ({
      cellInput: { kernel: tap([0.8]) },
      cellTau: { kernel: tap([0.3]) },
      cellGate: { kernel: tap([-0.4]) },
      outTau: { kernel: tap([0.6]) },
      outGate: { kernel: tap([0.2]) },
      outGateResidual: { kernel: tap([0.5]) },
    }),
    outputs: [0.475021, 0.431451, 0.074264, 0.036305],
    states: { cell: [0.4, 0.406958, 0.082466, 0.040723] },
  },
  {
    name: 'reciprocal gated cell, median',
    config: { ...rgcMedian, cellChannels: 1 },
    params: () => ({
      cellInput: dense(0.8, 0.01, 2),
      cellTau: separable(0.3, 0.02),
      cellGate: separable(-0.4, 0.03),
      outTau: separable(0.6, 0.05),
      outGate: separable(0.2, 0.06),
      outInput: dense(0.7, 0.04),
      feedback: dense(0.5, 0.07, 1),
    }),
    feedback: [0, 0, 0.3, 0.3],
    outputs: [0.665254, 0.634252, 0.41473, 0.462162],
    states: { cell: [0.550511, 0.579005, 0.103549, 0.054427] },
  },
];

const pixel = (value: number) => tf.tensor([value], [1, 1, 1, 1]) as Tensor4D;

test.each(cases)(
  '$name: outputs and states of four steps',
  ({ config, params, feedback, outputs, states = {} }) => {
    tf.tidy(() => {
      const site = { size: [1, 1] as const, inputs: 1, skips: 1, feedback: feedback === undefined ? 0 : 1 };
      const cell = createConvCell(ConvCellConfig.parse(config), site);
      const weights = params();
      let hidden: ConvHidden = Object.fromEntries(Object.keys(cell.states).map((name) => [name, pixel(0)]));
      INPUTS.forEach((value, step) => {
        const drive = cell.project(weights, { input: pixel(value), skip: pixel(0.2) }, pass);
        const fed = feedback && { feedback: pixel(feedback[step]!) };
        const next = cell.step(weights, hidden, { drive, ...fed }, pass);
        hidden = next.hidden;
        // The published figures have six decimals.
        expect(Math.abs(next.output.dataSync()[0]! - outputs[step]!), `output ${step}`).toBeLessThan(1e-6);
        for (const [name, values] of Object.entries(states))
          expect(Math.abs(hidden[name]!.dataSync()[0]! - values[step]!), `${name} ${step}`).toBeLessThan(
            1e-6,
          );
      });
    });
  },
);
