import {
  ConfigError,
  createPass,
  createRng,
  disposeTree,
  tf,
  useBackend,
  type Tensor2D,
  type Tree,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { IMAGES, trainTiny } from './_tiny.fixture';
import { instanceRecognition, type BankState } from './instanceRecognition';
import { TaskConfig, type TaskOf } from './TaskConfig';

await useBackend('cpu');

const bankAfter = async (steps: number): Promise<number[][]> => {
  const { params, state, taskState } = await trainTiny('instanceRecognition', steps);
  const rows = ((taskState as BankState).bank as Tensor2D).arraySync();
  disposeTree({ params, state, taskState });
  return rows;
};

describe('instanceRecognition', () => {
  it('moves the entries of its batch alone, and keeps them at length 1', async () => {
    const [first, second] = [await bankAfter(1), await bankAfter(2)];
    for (let image = 0; image < IMAGES; image++) {
      expect(Math.hypot(...second[image]!)).toBeCloseTo(1, 5);
      // Update 2 saw images 4 .. 7.
      if (image >= 4 && image < 8) expect(second[image]).not.toEqual(first[image]);
      else expect(second[image]).toEqual(first[image]);
    }
  });

  const config = TaskConfig.parse({
    kind: 'instanceRecognition',
    embedding: 2,
    negatives: 1,
  }) as TaskOf<'instanceRecognition'>;

  it('asks the bank for the label of the nearest entry', () => {
    const task = instanceRecognition(config, { features: 2, images: 3, labels: Int32Array.of(5, 6, 7) });
    const { nearest } = tf.tidy(() => {
      const pass = createPass({ training: false, rng: createRng(0) });
      const output = tf.tensor2d([
        [9, 1],
        [0, 2],
        [-1, 3],
        [-1, -3],
      ]);
      const head = { head: { linear: { kernel: tf.eye(2), bias: tf.zeros([2]) } } };
      const bank = tf.tensor2d([
        [1, 0],
        [0, 1],
        [-0.6, -0.8],
      ]);
      const found = task.evaluate({
        forward: () => ({ output, layers: {}, state: {} }),
        params: { head },
        state: { bank, head: {} },
        batch: { images: tf.zeros([4, 1, 1, 3]), labels: tf.tensor1d([5, 6, 5, 7], 'int32') },
        pass,
      });
      return { nearest: found['nearest']!.dataSync()[0] };
    });
    expect(nearest).toBe(0.75);
  });

  it('parts embeddings that all point one way where they are normalised', () => {
    const entries = (normalised: boolean) =>
      tf.tidy(() => {
        const settings = { ...config, embedding: 1, momentum: 0, normalised };
        const task = instanceRecognition(settings, { features: 1, images: 4 });
        const { params, state } = task.init({ params: {}, state: {} }, createRng(0));
        const kernel = { kernel: tf.tensor2d([[1]]) };
        const linear = normalised ? kernel : { ...kernel, bias: tf.zeros([1]) };
        const { head } = params['head'] as { head: Tree };
        const { taskState } = task.objective({
          forward: () => ({ output: tf.tensor2d([[101], [97], [104], [98]]), layers: {}, state: {} }),
          modelParams: {},
          params: { head: { head: { ...head, linear } } },
          state,
          batch: { images: tf.zeros([4, 1, 1, 3]), indices: tf.tensor1d([3, 2, 1, 0], 'int32') },
          pass: createPass({ training: true, rng: createRng(0) }),
        });
        return [...(taskState as BankState).bank.dataSync()];
      });
    // Of mean 100: above, below, above, below, the last image's entry first.
    expect(entries(true)).toEqual([-1, 1, -1, 1]);
    expect(entries(false)).toEqual([1, 1, 1, 1]);
  });

  it('has a label for each image or none', () => {
    expect(() => instanceRecognition(config, { features: 2, images: 3, labels: Int32Array.of(1) })).toThrow(
      new ConfigError('mouse-visual/instance-recognition: labels must be one for each of 3 images, got 1'),
    );
  });
});
