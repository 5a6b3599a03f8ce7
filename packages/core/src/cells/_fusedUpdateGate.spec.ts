import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { torchState } from '../engine/nativeBackends';
import { useBackend } from '../engine/useBackend';
import { createRng } from '../Rng';
import { tf, type Tensor, type Tensor2D } from '../tf';
import { fusedUpdateGate } from './_fusedUpdateGate';

const { present, detail } = await torchState();

const normal = (shape: [number, number], seed: number): Tensor2D =>
  tf.tensor(Float32Array.from(createRng(seed).normal(shape[0] * shape[1])), shape);

type Name = 'relu' | 'tanh' | 'sigmoid' | 'linear';

/** As the cell's docstring has it, of plain operations. */
function plain(...[drive, recurrent, rates, activation]: [Tensor2D, Tensor2D, Tensor2D, Name]): Tensor2D {
  const [gateDrive, candidateDrive] = tf.split(tf.add(drive, recurrent), 2, 1) as [Tensor2D, Tensor2D];
  const gate = tf.sigmoid(tf.add(gateDrive, 0.5));
  const candidate = activation === 'linear' ? candidateDrive : tf[activation](candidateDrive);
  return tf.add(tf.mul(gate, rates), tf.mul(tf.sub(1, gate), candidate));
}

const fused = (...[drive, recurrent, rates, activation]: [Tensor2D, Tensor2D, Tensor2D, Name]): Tensor2D =>
  fusedUpdateGate([drive, recurrent], { rates, forgetBias: 0.5, activation })!;

/** The rates after three steps of one recurrent kernel, and the gradients of everything that goes in. */
const evaluate = (step: typeof plain, activation: Name): number[] =>
  tf.tidy(() => {
    const inputs = [normal([3, 8], 1), normal([4, 8], 2), normal([3, 4], 3)];
    const after = (...given: Tensor[]): Tensor2D => {
      const [drive, kernel, first] = given as [Tensor2D, Tensor2D, Tensor2D];
      let rates = first;
      for (let time = 0; time < 3; time++) rates = step(drive, tf.matMul(rates, kernel), rates, activation);
      return rates;
    };
    const gradients = tf.grads(after)(inputs, normal([3, 4], 4));
    return [after(...inputs), ...gradients].flatMap((tensor) => [...tensor.dataSync()]);
  });

it('is left to the plain operations where the backend has no such kernel', async () => {
  await useBackend('cpu');
  const [drive, rates] = [tf.zeros([1, 2]) as Tensor2D, tf.zeros([1, 1]) as Tensor2D];
  expect(fusedUpdateGate([drive, drive], { rates, forgetBias: 1, activation: 'relu' })).toBeUndefined();
});

describe.skipIf(!present)(`a step of a cell with one gate in one operation (else: ${detail})`, () => {
  beforeAll(() => useBackend('torch'));
  afterAll(() => useBackend('cpu'));

  it('goes half way to the candidate where the gate is one half', () => {
    const drive = tf.tensor2d([[0.25, -1, 3, 5]]); // the gates' are lifted by 0.5
    const recurrent = tf.tensor2d([[-0.75, 0.5, -1, -9]]);
    const next = fused(drive, recurrent, tf.tensor2d([[4, 6]]), 'relu');
    expect([...next.dataSync()]).toEqual([3, 3]); // candidates 2 and 0
  });

  it.each<Name>(['relu', 'tanh', 'sigmoid', 'linear'])('%s is that of the plain operations', async (name) => {
    await useBackend('cpu');
    const expected = evaluate(plain, name);
    await useBackend('torch');
    const before = tf.memory().numTensors;
    const found = evaluate(fused, name);
    expect(tf.memory().numTensors).toBe(before);
    expect(found).toEqual(expected.map((value) => expect.closeTo(value, 5)));
  });

  it('is left to the plain operations for other nonlinearities and second derivatives', () => {
    const [drive, rates] = [normal([2, 4], 1), normal([2, 2], 2)];
    const gate = { rates, forgetBias: 1 };
    expect(fusedUpdateGate([drive, drive], { ...gate, activation: 'gelu' })).toBeUndefined();
    let seen: unknown = 'nothing';
    const inner = (x: Tensor) =>
      tf.grad((y: Tensor) => {
        seen = fusedUpdateGate([y as Tensor2D, drive], { ...gate, activation: 'tanh' });
        return tf.sum(tf.square(y));
      })(x);
    tf.grad((x: Tensor) => tf.sum(inner(x)))(drive);
    expect(seen).toBeUndefined();
  });

  it('refuses drives that are not two for each unit', () => {
    expect(() => fused(normal([2, 4], 1), normal([2, 4], 2), normal([2, 3], 3), 'relu')).toThrow(
      /drives must be \[B, 2 H\] and rates \[B, H\] of float32.*2, 4/,
    );
  });
});
