import {
  ConfigError,
  createPass,
  createRng,
  disposeTree,
  tf,
  useBackend,
  type Tensor2D,
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
        state: { bank },
        batch: { images: tf.zeros([4, 1, 1, 3]), labels: tf.tensor1d([5, 6, 5, 7], 'int32') },
        pass,
      });
      return { nearest: found['nearest']!.dataSync()[0] };
    });
    expect(nearest).toBe(0.75);
  });

  it('has a label for each image or none', () => {
    expect(() => instanceRecognition(config, { features: 2, images: 3, labels: Int32Array.of(1) })).toThrow(
      new ConfigError('mouse-visual/instance-recognition: labels must be one for each of 3 images, got 1'),
    );
  });
});
