import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from '../engineStatus';
import { registerTorch } from '../registerTorch';
import { kernelCases, type Given, type KernelCase } from './cases.fixture';
import { fallbackReasons } from './fallback';
import { kernels } from './kernels';

const { next: missing } = await engineStatus();
const report = missing === undefined ? await registerTorch(tf, { threads: 1 }) : undefined;
const devices = [
  { device: 'cpu', absent: missing },
  {
    device: 'cuda',
    absent: report?.cuda ? undefined : (missing ?? 'there is no GPU, or LibTorch is without CUDA'),
  },
];

type Result = { shape: number[]; dtype: string; values: number[] };

function toTensor({ shape, dtype, values }: Given): Tensor {
  if (dtype !== 'complex64') return tf.tensor([...values], [...shape], dtype);
  const part = (odd: number) =>
    tf.tensor(
      values.filter((_, at) => at % 2 === odd),
      [...shape],
    );
  return tf.complex(part(0), part(1));
}

/** The results of one call on the current backend, which leaves no tensor behind. */
function evaluate(kernel: string, { inputs, attrs }: KernelCase): Result[] {
  const before = tf.memory().numTensors;
  const results = tf.tidy(() => {
    const tensors = Array.isArray(inputs)
      ? (inputs as Given[]).map(toTensor)
      : Object.fromEntries(Object.entries(inputs).map(([name, one]) => [name, toTensor(one as Given)]));
    const outputs = [
      tf.engine().runKernel(kernel, tensors as unknown as NamedTensorMap, attrs),
    ].flat() as Tensor[];
    return outputs.map((y) => ({ shape: y.shape, dtype: y.dtype, values: [...y.dataSync()] }));
  });
  expect(tf.memory().numTensors).toBe(before);
  return results;
}

/** float32 against sums of products in another order, with numbers up to 3 and their products up to 9. */
function expectSame(actual: Result[], expected: Result[], { terms = 1 }: KernelCase): void {
  expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  actual.forEach(({ values }, output) => {
    values.forEach((value, place) => {
      const wanted = expected[output]!.values[place]!;
      if (Number.isFinite(wanted)) {
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(
          4e-6 * (Math.abs(wanted) + Math.sqrt(terms) * 9),
        );
      } else {
        expect(value).toBe(wanted);
      }
    });
  });
}

for (const { device, absent } of devices)
  describe.skipIf(absent !== undefined)(`the kernels of torch on ${device} (else: ${absent ?? ''})`, () => {
    beforeAll(async () => {
      tf.removeBackend('torch');
      await registerTorch(tf, { threads: 1, device });
    });

    it.each(Object.keys(kernelCases))('%s agrees with the cpu backend', async (kernel) => {
      await fc.assert(
        fc.asyncProperty(kernelCases[kernel]!, async (one) => {
          await tf.setBackend('cpu');
          const expected = evaluate(kernel, one);
          await tf.setBackend('torch');
          expectSame(evaluate(kernel, one), expected, one);
        }),
        { numRuns: 40, seed: 1, endOnFailure: true },
      );
    });
  });

describe('the registry of kernels', () => {
  // Made of tensors by hand elsewhere: kernels that the cpu backend does not have.
  const elsewhere = [
    'AdamStep',
    'BatchNormTraining',
    'DescentStep',
    'MomentumStep',
    'LogSoftmax',
    'LogSoftmaxGrad',
    'ReluGrad',
    'SigmoidGrad',
    'SoftmaxGrad',
    'TanhGrad',
    'UpdateGate',
    'UpdateGateGrad',
  ];
  it('has every kernel of the cpu backend but for drawing on a canvas', () => {
    const wanted = tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
    expect(wanted.filter((name) => kernels[name] === undefined)).toEqual(['Draw']);
  });

  it('has a law for each kernel, or a reason why JavaScript computes it', () => {
    const covered = new Set([...Object.keys(kernelCases), ...Object.keys(fallbackReasons), ...elsewhere]);
    expect(Object.keys(kernels).filter((name) => !covered.has(name))).toEqual([]);
  });
});
