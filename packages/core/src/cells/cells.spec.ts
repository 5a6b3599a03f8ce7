import type { Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { createPass } from '../Pass';
import { createRng } from '../Rng';
import { tf } from '../tf';
import { gru, Gru } from './gru';
import { lstm, Lstm } from './lstm';
import { ugrnn, Ugrnn } from './ugrnn';

const pass = createPass({ training: true, rng: createRng(1) });
const u = tf.tensor2d([[0.5, -1]]);
const h = tf.tensor2d([[0.25, 0.75]]);

const close = (tensor: Tensor2D, expected: readonly number[]) => {
  const values = [...tensor.dataSync()];
  // Float32 against numbers worked out in double precision.
  values.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThan(1e-6));
  expect(values).toHaveLength(expected.length);
};

// Numbers of the MEC specification, worked out in float64 from the published code's formulae.
describe('goldens of the published cells', () => {
  test.each([
    ['relu', [0.464473584548, 0.490216748175]],
    ['tanh', [0.411832009781, 0.316847724085]],
    ['sigmoid', [0.422721645065, 0.616944009367]],
    ['linear', [0.464473584548, 0.299709030169]],
  ] as const)('ugrnn, %s', (activation, expected) => {
    const cell = ugrnn(Ugrnn.parse({ units: 2, activation }));
    const params = {
      kernel: tf.tensor2d([[0.1, -0.2, 0.3, 0.4], [0.5, 0.6, -0.7, 0.8]]), // prettier-ignore
      recurrentKernel: tf.tensor2d([[-0.9, 1, 0.11, -0.12], [0.13, 0.14, -0.15, 0.16]]), // prettier-ignore
      bias: tf.tensor1d([0.01, -0.02, 0.03, -0.04]),
    };
    close(cell.step(params, { rates: h }, cell.project(params, u, pass), pass).rates, expected);
  });

  const kernel = tf.tensor2d([[0.1, 0.2, -0.3, 0.4, 0.5, -0.6], [-0.7, 0.8, 0.9, -0.1, 0.2, 0.3]]); // prettier-ignore
  const recurrentKernel = tf.tensor2d([[0.05, -0.1, 0.15, 0.2, -0.25, 0.3], [0.35, 0.4, -0.45, 0.5, 0.55, -0.6]]); // prettier-ignore

  test.each([
    ['relu', [0.226700115067, 0.3036911446]],
    ['tanh', [0.226331414819, -0.0769850442566]],
  ] as const)('gru, %s', (activation, expected) => {
    const cell = gru(Gru.parse({ units: 2, activation }));
    const params = {
      kernel,
      recurrentKernel,
      bias: tf.tensor1d([0.01, 0.02, 0.03, 0.04, 0.05, 0.06]),
      recurrentBias: tf.tensor1d([-0.01, 0.02, -0.03, 0.04, -0.05, 0.06]),
    };
    close(cell.step(params, { rates: h }, cell.project(params, u, pass), pass).rates, expected);
  });

  test.each([
    ['tanh', [0.320959930807, -0.466598169663], [0.24519980428, -0.16696481444]],
    ['relu', [0.335716399679, -0.169754349498], [0.265220109709, 0]],
  ] as const)('lstm, %s', (activation, memory, rates) => {
    const cell = lstm(Lstm.parse({ units: 2, activation }));
    const params = {
      kernel: tf.concat([kernel, tf.tensor2d([[0.7, -0.8], [-0.4, 0.5]])], 1), // prettier-ignore
      recurrentKernel: tf.concat([recurrentKernel, tf.tensor2d([[0.35, -0.4], [0.65, 0.7]])], 1), // prettier-ignore
      bias: tf.tensor1d([0, 0, 1, 1, 0, 0, 0, 0]),
    };
    const hidden = { rates: h, cell: tf.tensor2d([[0.1, -0.2]]) };
    const next = cell.step(params, hidden, cell.project(params, u, pass), pass);
    close(next.cell, memory);
    close(next.rates, rates);
  });
});
