import {
  createPass,
  createRng,
  disposeTree,
  tf,
  useBackend,
  valueAndGrad,
  type Scalar,
  type Tensor3D,
} from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDecoder } from './createDecoder';
import { Decoder } from './Decoder';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const pass = createPass({ training: false, rng: createRng(0) });

/** Two sequences of logits, [timesteps][classes], of our notes on the published decoders (10.1). */
const A = [
  [1, 0.2, -0.5],
  [2.5, 0.1, 0],
  [0.5, 3, 0.2],
  [0, 2, 1.5],
];
const B = [
  [4, 0, 0],
  [0, 0, 0],
  [5, 0, 0],
  [0, 1, 0],
];

function decoded(config: Parameters<typeof Decoder.parse>[0], z: number[][][]): number[][] {
  const layer = createDecoder(Decoder.parse(config), { timesteps: z[0]!.length, classes: z[0]![0]!.length });
  const params = layer.init(createRng(1));
  const answers = tf.tidy(() => layer.apply(params, tf.tensor3d(z), pass).arraySync());
  disposeTree(params);
  return answers;
}

describe('createDecoder', () => {
  it.each([
    ['last', [0, 2, 1.5], [0, 1, 0]],
    ['maxConfidence', [0.5, 3, 0.2], [5, 0, 0]],
    ['threshold', [0.5, 3, 0.2], [4, 0, 0]],
    ['timeMax', [2.5, 3, 1.5], [5, 1, 0]],
    ['weightedAverage', [1.9373, 2.5298, 0.9116], [4.6849, 0.4754, 0]],
    ['confidenceAverage', [1.0652, 1.3606, 0.2679], [2.8189, 0.2098, 0]],
    ['sum', [4, 5.3, 1.2], [9, 1, 0]],
    ['mean', [1, 1.325, 0.3], [2.25, 0.25, 0]],
  ])('answers by %s as the published code does', (kind, a, b) => {
    const answers = decoded({ kind }, [A, B]);
    [a, b].forEach((row, image) =>
      row.forEach((value, k) => expect(answers[image]![k]).toBeCloseTo(value, 4)),
    );
  });

  it('weighs timesteps by a learned average that is one where all weights are the same', () => {
    const layer = createDecoder(Decoder.parse({ kind: 'learnedAverage' }), { timesteps: 4, classes: 3 });
    const answers = tf.tidy(() =>
      layer.apply({ weights: tf.fill([4, 3], 0.3) }, tf.tensor3d([A]), pass).arraySync(),
    );
    [1, 1.325, 0.3].forEach((value, k) => expect(answers[0]![k]).toBeCloseTo(value, 5));
  });

  it.each(['mlp', 'conv1d'])('has an answer of its own for every image by %s', (kind) => {
    const long = [...A, ...B];
    const answers = decoded({ kind }, [long, [...long].reverse()]);
    expect(answers.map((row) => row.length)).toEqual([3, 3]);
    expect(answers[0]).not.toEqual(answers[1]);
  });

  it.each(['maxConfidence', 'weightedAverage', 'confidenceAverage'] as const)(
    'lets a learned temperature of %s be found by the gradient',
    (kind) => {
      const layer = createDecoder(Decoder.parse({ kind, learned: true }), { timesteps: 4, classes: 3 });
      const params = layer.init(createRng(1));
      const z = tf.tensor3d([A]) as Tensor3D;
      const { value, grads } = valueAndGrad(
        (tree) => ({ value: tf.sum(layer.apply(tree, z, pass)) as Scalar, rest: {} }),
        params,
      );
      const slope = (grads['beta'] as Scalar).dataSync()[0]!;
      if (kind === 'maxConfidence')
        expect(slope).toBe(0); // it acts through a choice only
      else expect(Math.abs(slope)).toBeGreaterThan(1e-3);
      disposeTree({ value, grads, params, z });
    },
  );

  it('wants timesteps enough for the widest filter', () => {
    expect(() => createDecoder(Decoder.parse({ kind: 'conv1d' }), { timesteps: 5, classes: 3 })).toThrow(
      'createDecoder: conv1d must have 6 timesteps or more, got 5',
    );
  });
});
