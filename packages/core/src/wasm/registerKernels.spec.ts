import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine/useBackend';
import { tf } from '../tf';
import { cases, dilated, tensorsOf, type Case } from './cases.fixture';
import { wasmKernels } from './registerKernels';

type Result = { value: Float32Array; grads: Float32Array[] };

const isSmooth = (one: Case, index: number) => one.integers?.index !== index;

/** The value on the current backend, and the gradient of its product with fixed errors. */
function evaluate(one: Case): Result {
  const before = tf.memory().numTensors;
  const inputs = tensorsOf(one);
  const result = tf.tidy(() => {
    const y = one.f(...inputs);
    const errors = tensorsOf({
      ...one,
      label: 'errors',
      shapes: [y.shape],
      seed: one.seed + 1,
      integers: { index: -1, below: 1 },
    })[0]!;
    const smooth = inputs.filter((_, index) => isSmooth(one, index));
    if (!hasGradient(one)) return { value: values(y), grads: [] };
    const loss = (...xs: Tensor[]) =>
      tf.sum(
        tf.mul(
          one.f(...inputs.map((x, index) => (isSmooth(one, index) ? xs[smooth.indexOf(x)]! : x))),
          errors,
        ),
      );
    return { value: values(y), grads: tf.grads(loss)(smooth).map(values) };
  });
  inputs.forEach((tensor) => tensor.dispose());
  expect(tf.memory().numTensors).toBe(before);
  return result;
}

/** tfjs differentiates no segment sum; its kernel is the gradient of gather. */
const hasGradient = (one: Case) => one.integers === undefined;

const values = (tensor: Tensor) => Float32Array.from(tensor.dataSync());

function expectClose(actual: Float32Array, expected: Float32Array, label: string): void {
  expect(actual.length, label).toBe(expected.length);
  // float32 sums of up to 275 products of standard normals, added in another order
  actual.forEach((value, index) =>
    expect(Math.abs(value - expected[index]!), label).toBeLessThan(2e-5 * Math.sqrt(256)),
  );
}

/** Central differences of the loss, on the current backend, at a few elements of each input. */
function differences(one: Case, input: number, element: number, step: number): number {
  const at = (shift: number) =>
    tf.tidy(() => {
      const inputs = tensorsOf(one);
      const moved = Float32Array.from(inputs[input]!.dataSync());
      moved[element]! += shift;
      inputs[input] = tf.tensor(moved, inputs[input]!.shape);
      const y = one.f(...inputs);
      const errors = tensorsOf({
        ...one,
        shapes: [y.shape],
        seed: one.seed + 1,
        integers: { index: -1, below: 1 },
      })[0]!;
      return values(y).reduce((sum, value, index) => sum + value * values(errors)[index]!, 0);
    });
  return (at(step) - at(-step)) / (2 * step);
}

function expectFiniteDifferences(one: Case): void {
  const { grads } = evaluate(one);
  grads.forEach((grad, input) => {
    if (grad.length === 0) return;
    const element = one.seed % grad.length;
    // 1e-2: linear and piecewise linear operations in float32; the error is rounding, 1e-6 of the sum over the step
    expect(Math.abs(differences(one, input, element, 1e-2) - grad[element]!), one.label).toBeLessThan(
      2e-2 + 1e-3 * Math.abs(grad[element]!),
    );
  });
}

/** A step of 1e-2 may change which input is the largest or the sign of an input. */
const bends = new Set(['maxPoolGrad', 'reluGrad']);

describe('the kernels of wasm', () => {
  beforeAll(async () => {
    await useBackend('wasm');
    await useBackend('cpu');
  });
  afterAll(() => useBackend('wasm'));

  it.each(Object.keys(wasmKernels) as (keyof typeof wasmKernels)[])(
    '%s agrees with the cpu backend, and so does its gradient',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(cases[name], async (one) => {
          await useBackend('cpu');
          const expected = evaluate(one);
          await useBackend('wasm');
          const actual = evaluate(one);
          expectClose(actual.value, expected.value, one.label);
          expected.grads.forEach((grad, index) =>
            expectClose(actual.grads[index]!, grad, `${one.label} gradient ${index}`),
          );
        }),
        { numRuns: 30, seed: 1 },
      );
    },
  );

  it.each(Object.keys(wasmKernels).filter((name) => !bends.has(name)) as (keyof typeof wasmKernels)[])(
    '%s has the gradient that finite differences show',
    async (name) => {
      await useBackend('wasm');
      fc.assert(fc.property(cases[name], expectFiniteDifferences), { numRuns: 15, seed: 2 });
    },
  );

  it('dilated convolutions have the gradient that finite differences show', async () => {
    await useBackend('wasm');
    fc.assert(fc.property(dilated, expectFiniteDifferences), { numRuns: 30, seed: 3 });
  });

  it('dilated convolutions have the values of the cpu backend', async () => {
    await fc.assert(
      fc.asyncProperty(dilated, async (one) => {
        await useBackend('cpu');
        const expected = tf.tidy(() => values(one.f(...tensorsOf(one))));
        await useBackend('wasm');
        expectClose(
          tf.tidy(() => values(one.f(...tensorsOf(one)))),
          expected,
          one.label,
        );
      }),
      { numRuns: 30, seed: 5 },
    );
  });

  it('sums what occurs in one operand alone, which the cpu backend cannot', async () => {
    await useBackend('wasm');
    const sum = tf.tidy(() => [
      ...tf
        .einsum(
          'ab,bc->c',
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          tf.tensor2d([[1], [10]]),
        )
        .dataSync(),
    ]);
    expect(sum).toEqual([64]);
  });

  it('the same inputs give the same bits', async () => {
    await useBackend('wasm');
    fc.assert(
      fc.property(cases.conv2dBackpropFilter, (one) => {
        expect(evaluate(one)).toEqual(evaluate(one));
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  it('the gradient of gather adds up what went to the same row', async () => {
    await useBackend('wasm');
    const picked = tf.tensor1d([2, 0, 2], 'int32');
    const grad = tf.tidy(() => [
      ...tf
        .grad((x) => tf.mul(tf.gather(x, picked), [[1], [10], [100]]))(tf.zeros([3, 1]))
        .dataSync(),
    ]);
    picked.dispose();
    expect(grad).toEqual([10, 0, 101]);
  });

  it('max pooling sends an error to the first of equal maxima', async () => {
    await useBackend('wasm');
    const grad = tf.tidy(() =>
      tf
        .grad((x) => tf.maxPool(x as never, 2, 2, 'valid'))(tf.ones([1, 2, 2, 1]))
        .dataSync(),
    );
    expect([...grad]).toEqual([1, 0, 0, 0]);
    const places = tf.tidy(() =>
      tf.maxPoolWithArgmax(tf.ones([2, 2, 2, 1]) as never, 2, 2, 'valid', true).indexes!.dataSync(),
    );
    expect([...places]).toEqual([0, 4]);
  });

  it('a silent unit passes no error, be it infinite', async () => {
    await useBackend('wasm');
    const grad = tf.tidy(() =>
      tf
        .grad((x) => tf.div(tf.relu(x), tf.tensor1d([0, 1])))(tf.tensor1d([-1, 2]))
        .dataSync(),
    );
    expect([...grad]).toEqual([0, 1]);
  });

  it('names the type that a product cannot have', async () => {
    await useBackend('wasm');
    expect(() => tf.matMul(tf.ones([2, 2], 'int32'), tf.ones([2, 2], 'int32'))).toThrow(
      /must be float32 on wasm, got int32/,
    );
  });
});
