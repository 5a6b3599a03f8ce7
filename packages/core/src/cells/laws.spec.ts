import type { Scalar, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { DIFFERENCE_TOLERANCE, gradientError } from '../_finiteDifferences';
import { createPass, exactProjector } from '../Pass';
import { createRng } from '../Rng';
import { tf } from '../tf';
import { leafAt, leaves, type Tree } from '../tree';
import type { Hidden } from './Cell';
import { CellConfig, cells, createCell } from './cells';
import { runSequence } from './runSequence';

const rng = createRng(4);
const pass = createPass({ training: true, rng }).at('cell');
const random = (name: string, shape: number[]) =>
  tf.tensor(Float32Array.from(rng.child(name).normal(shape.reduce((a, b) => a * b, 1))), shape);

const configs: CellConfig[] = [
  ...Object.keys(cells).flatMap((kind) => [
    CellConfig.parse({ kind, units: 3 }),
    CellConfig.parse({ kind, units: 3, bias: false, activation: 'sigmoid' }),
  ]),
  CellConfig.parse({ kind: 'gru', units: 3, reset: 'beforeProduct' }),
];

describe.each(configs.map((config) => [config.kind, config] as const))('%s %o', (_, config) => {
  const cell = createCell(config);

  test('its config survives JSON', () => {
    expect(CellConfig.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(cell.config).toEqual(config);
  });

  test('hidden keeps its shape; the sequence is the steps one by one', () => {
    tf.tidy(() => {
      const params = cell.init(2, rng);
      const inputs = random('inputs', [4, 3, 2]) as Tensor3D;
      const { outputs, hidden } = runSequence(cell, params, { inputs, hidden: cell.initialHidden(4), pass });
      let current = cell.initialHidden(4);
      const each = tf.unstack(inputs, 1).map((input) => {
        current = cell.step(params, current, cell.project(params, input as Tensor2D, pass), pass);
        return cell.output(current);
      });
      expect(outputs.shape).toEqual([4, 3, 3]);
      expect(Object.keys(hidden)).toEqual(Object.keys(cell.initialHidden(4)));
      Object.values(hidden).forEach(({ shape }) => expect(shape).toEqual([4, 3]));
      // The same sums, perhaps in another order: float32 rounding of numbers near 1.
      expect(tf.max(tf.abs(tf.sub(outputs, tf.stack(each, 1)))).dataSync()[0]).toBeLessThan(1e-6);
    });
  });

  test('gradients through time reach every leaf and match finite differences', () => {
    tf.tidy(() => {
      const start: Tree = Object.fromEntries(
        Object.keys(cell.initialHidden(2)).map((name) => [name, random(name, [2, 3])]),
      );
      const tree: Tree = { params: cell.init(2, rng), start, inputs: random('inputs', [2, 3, 2]) };
      const weights = random('weights', [2, 3, 3]);
      const errors = gradientError(({ params, start, inputs }) => {
        const at = { inputs: inputs as Tensor3D, hidden: start as Hidden, pass };
        return tf.sum<Scalar>(tf.mul(runSequence(cell, params as Tree, at).outputs, weights));
      }, tree);
      for (const [path, error] of Object.entries(errors))
        expect(error, path).toBeLessThan(DIFFERENCE_TOLERANCE);
      expect(Object.keys(errors)).toHaveLength(leaves(tree).length);
    });
  });

  test('the same rng gives the same parameters; nothing is left over', () => {
    const inputs = random('inputs', [2, 3, 2]) as Tensor3D;
    const before = tf.memory().numTensors;
    const [params, again] = [cell.init(2, rng), cell.init(2, rng)];
    leaves(params).forEach(({ path, tensor }) =>
      expect(tensor.dataSync()).toEqual(leafAt(again, path)!.dataSync()),
    );
    const hidden = cell.initialHidden(2);
    const sequence = runSequence(cell, params, { inputs, hidden, pass });
    tf.dispose([params, again, hidden, sequence.outputs, sequence.hidden]);
    expect(tf.memory().numTensors).toBe(before);
    inputs.dispose();
  });

  test('inputs are projected in one product, each product at the path of its parameter', () => {
    tf.tidy(() => {
      const params = cell.init(2, rng);
      const calls: string[] = [];
      const projector = {
        ...exactProjector,
        matMul: (path: string, x: Tensor2D, kernel: Tensor2D) => {
          expect(leafAt({ cell: params }, path)?.shape).toEqual(kernel.shape);
          calls.push(path);
          return exactProjector.matMul(path, x, kernel);
        },
      };
      const at = createPass({ training: true, rng, projector }).at('cell');
      runSequence(cell, params, { inputs: tf.ones([2, 5, 2]), hidden: cell.initialHidden(2), pass: at });
      expect(calls.filter((path) => path === 'cell/kernel')).toHaveLength(1);
      expect(calls.filter((path) => path === 'cell/recurrentKernel')).toHaveLength(5);
    });
  });

  test('errors name both shapes', () => {
    tf.tidy(() => {
      const params = cell.init(2, rng);
      const { shape } = leafAt(params, 'kernel')!;
      const hidden = cell.initialHidden(2);
      const run = (inputs: Tensor3D, start = hidden) =>
        runSequence(cell, params, { inputs, hidden: start, pass });
      expect(() => run(tf.ones([2, 5, 3]))).toThrow(
        `${config.kind}: input must be [..., 2] for kernel [${shape}], got [10,3]`,
      );
      expect(() => run(tf.ones([2, 5, 2]), cell.initialHidden(4))).toThrow(
        `${config.kind}: hidden.rates must be [2,3], got [4,3]`,
      );
      expect(() => run(tf.ones([2, 0, 2]))).toThrow(
        'runSequence: inputs must be [batch, timesteps, inputs], got [2,0,2]',
      );
      expect(() => cell.step(params, hidden, tf.ones([2, 1]), pass)).toThrow('drive must be [batch,');
    });
  });
});

test('a GRU whose reset gate is open is the same before and after the product', () => {
  tf.tidy(() => {
    const [after, before] = (['afterProduct', 'beforeProduct'] as const).map((reset) =>
      createCell(CellConfig.parse({ kind: 'gru', units: 2, reset })),
    );
    const recurrent = random('recurrent', [2, 6]) as Tensor2D;
    // A drive of 100 puts the reset gate at 1.
    const bias = tf.tensor1d([0, 0, 100, 100, 0, 0]);
    const shared = { kernel: random('kernel', [3, 6]), bias };
    const [gates, candidate] = tf.split(recurrent, [4, 2], 1) as [Tensor2D, Tensor2D];
    const at = { inputs: random('inputs', [1, 4, 3]) as Tensor3D, hidden: after!.initialHidden(1), pass };
    const first = runSequence(
      after!,
      { ...shared, recurrentKernel: recurrent, recurrentBias: tf.zeros([6]) },
      at,
    );
    const second = runSequence(
      before!,
      { ...shared, recurrentKernel: gates, candidateRecurrentKernel: candidate },
      at,
    );
    expect(tf.max(tf.abs(tf.sub(first.outputs, second.outputs))).dataSync()[0]).toBeLessThan(1e-6);
  });
});

test('the LSTM starts with a forget bias; the UGRNN draws with the fans of its joint kernel', () => {
  tf.tidy(() => {
    const lstm = createCell(CellConfig.parse({ kind: 'lstm', units: 2 })).init(1, rng);
    expect(Array.from(leafAt(lstm, 'bias')!.dataSync())).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    const ugrnn = createCell(CellConfig.parse({ kind: 'ugrnn', units: 50 })).init(10, rng);
    const bound = Math.sqrt(6 / (10 + 50 + 100));
    for (const name of ['kernel', 'recurrentKernel']) {
      const greatest = Math.max(...Array.from(leafAt(ugrnn, name)!.dataSync(), Math.abs));
      expect(greatest).toBeLessThanOrEqual(bound);
      expect(greatest).toBeGreaterThan(0.98 * bound);
    }
  });
});

test('an unknown cell is refused with the known ones', () => {
  expect(() => createCell({ kind: 'qrnn' } as never)).toThrow(
    `createCell: kind must be one of ${Object.keys(cells).join(', ')}, got "qrnn"`,
  );
  expect(CellConfig.safeParse({ kind: 'qrnn', units: 2 }).success).toBe(false);
});
