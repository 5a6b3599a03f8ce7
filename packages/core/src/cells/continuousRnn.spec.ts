import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { createPass } from '../Pass';
import { createRng } from '../Rng';
import { tf } from '../tf';
import { ContinuousRnn, continuousRnn } from './continuousRnn';
import { runSequence } from './runSequence';
import { SimpleRnn, simpleRnn } from './simpleRnn';

const pass = createPass({ training: true, rng: createRng(1) }).at('cell');
const params = {
  kernel: tf.tensor2d([[1, -2]]),
  recurrentKernel: tf.tensor2d([[0.5, 0], [1, -1]]), // prettier-ignore
  bias: tf.tensor1d([0.1, 0.2]),
};
const close = (tensor: Tensor2D, expected: readonly number[]) =>
  // float32 against numbers worked out by hand
  [...tensor.dataSync()].forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 6));

describe('the continuous-time cell', () => {
  test('takes one Euler step of its equation', () => {
    const cell = continuousRnn(ContinuousRnn.parse({ units: 2, step: 0.25, activation: 'tanh' }));
    const potential = tf.tensor2d([[0.4, -0.8]]);
    const hidden = { potential, rates: tf.tanh(potential) };
    const [u1, u2] = [Math.tanh(0.4), Math.tanh(-0.8)];
    const x1 = 0.4 + 0.25 * (-0.4 + 0.5 * u1 + u2 + 3 + 0.1);
    const x2 = -0.8 + 0.25 * (0.8 - u2 - 6 + 0.2);
    const next = cell.step(params, hidden, cell.project(params, tf.tensor2d([[3]]), pass), pass);
    close(next.potential, [x1, x2]);
    close(next.rates, [Math.tanh(x1), Math.tanh(x2)]);
    expect(cell.output(next)).toBe(next.rates);
  });

  test('is the simple RNN where a step is as long as the time constant', () => {
    const inputs = tf.tensor3d([0.3, -1, 0.8, 0.1, 0.5, 0.2], [2, 3, 1]) as Tensor3D;
    const [leaky, simple] = [
      continuousRnn(ContinuousRnn.parse({ units: 2, step: 1 })),
      simpleRnn(SimpleRnn.parse({ units: 2 })),
    ];
    const first = runSequence(leaky, params, { inputs, hidden: leaky.initialHidden(2), pass });
    const second = runSequence(simple, params, { inputs, hidden: simple.initialHidden(2), pass });
    expect(tf.max(tf.abs(tf.sub(first.outputs, second.outputs))).dataSync()[0]).toBeLessThan(1e-6);
  });

  test('starts with the rates of potential 0', () => {
    const cell = continuousRnn(ContinuousRnn.parse({ units: 2, activation: 'sigmoid' }));
    close(cell.initialHidden(1).rates, [0.5, 0.5]);
  });

  test('has noise of the given spread, fresh at every row and the same for the same pass', () => {
    const cell = continuousRnn(ContinuousRnn.parse({ units: 2, noise: 0.5 }));
    const silent = { ...params, kernel: tf.zeros([1, 2]) as Tensor2D, bias: tf.tensor1d([0, 0]) };
    const rows = tf.ones([2000, 1]) as Tensor2D;
    const before = tf.memory().numTensors;
    const drive = cell.project(silent, rows, pass);
    expect(tf.memory().numTensors).toBe(before + 1);
    const values = [...drive.dataSync()];
    const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    expect(Math.abs(spread - 0.5)).toBeLessThan(0.017); // three standard errors of 4000 draws
    expect(new Set(values.map((value) => value.toFixed(6))).size).toBeGreaterThan(3900);
    expect(cell.project(silent, rows, pass).dataSync()).toEqual(drive.dataSync());
    expect(cell.project(silent, rows, pass.at('other')).dataSync()).not.toEqual(drive.dataSync());
  });

  test('refuses a step longer than the time constant', () => {
    expect(ContinuousRnn.safeParse({ units: 2, step: 1.01 }).success).toBe(false);
    expect(ContinuousRnn.safeParse({ units: 2, step: 0 }).success).toBe(false);
  });
});
