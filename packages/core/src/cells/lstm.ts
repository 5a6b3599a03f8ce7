import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { newParameter } from '../_parameterTensors';
import { activations } from '../activations';
import { initialize } from '../initializers';
import { tf } from '../tf';
import { checkStep, inputDrive } from './_drive';
import { commonFields, type Cell } from './Cell';

export const Lstm = z
  .strictObject({
    kind: z.literal('lstm').default('lstm'),
    ...commonFields,
    forgetBias: z.number().default(1).meta({
      description: 'Start of the forget part of the bias; the rest starts at 0',
      unit: '1',
    }),
  })
  .meta({
    title: 'LSTM cell',
    source: 'Hochreiter and Schmidhuber 1997, Gers et al. 2000; Keras 2 (defaults)',
  });
export type Lstm = z.output<typeof Lstm>;

export type LstmParams = {
  readonly kernel: Tensor2D /* [I, 4H]: input, forget, candidate, output */;
  readonly recurrentKernel: Tensor2D /* [H, 4H] */;
  readonly bias?: Tensor1D /* [4H] */;
};

export type LstmHidden = { readonly rates: Tensor2D /* [B, H] */; readonly cell: Tensor2D /* [B, H] */ };

/**
 * A recurrent cell with a protected memory: with `(i, f, c, o) = x kernel + h recurrentKernel + bias`,
 * `cell' = sigmoid(f) cell + sigmoid(i) activation(c)` and `rates' = sigmoid(o) activation(cell')`.
 *
 * The order of the four parts is Keras's and PyTorch's; PyTorch has two biases, of which this is the sum.
 */
export function lstm(config: Lstm): Cell<LstmParams, LstmHidden> {
  const { units, activation, forgetBias } = config;
  const activate = activations[activation];
  return {
    config,
    units,
    init: (inputs, rng) => {
      const params = {
        kernel: initialize(config.kernelInitializer, [inputs, 4 * units], {
          rng: rng.child('kernel'),
        }) as Tensor2D,
        recurrentKernel: initialize(config.recurrentInitializer, [units, 4 * units], {
          rng: rng.child('recurrentKernel'),
        }) as Tensor2D,
      };
      if (!config.bias) return params;
      const draw = () => new Float32Array(4 * units).fill(forgetBias, units, 2 * units);
      return { ...params, bias: newParameter([4 * units], draw) as Tensor1D };
    },

    initialHidden: (batch) => ({ rates: tf.zeros([batch, units]), cell: tf.zeros([batch, units]) }),

    project: (params, inputs, pass) => inputDrive('lstm', params, { inputs, pass }),

    step: ({ recurrentKernel }, { rates, cell }, drive, pass) =>
      tf.tidy(() => {
        checkStep('lstm', { rates, cell }, { drive, units, gates: 4 });
        const recurrent = pass.projector.matMul(pass.at('recurrentKernel').path, rates, recurrentKernel);
        const parts = tf.split(tf.add(drive, recurrent), 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
        const [inputGate, forgetGate, candidate, outputGate] = parts;
        const kept = tf.mul(tf.sigmoid(forgetGate), cell);
        const nextCell: Tensor2D = tf.add(kept, tf.mul(tf.sigmoid(inputGate), activate(candidate)));
        return { rates: tf.mul(tf.sigmoid(outputGate), activate(nextCell)), cell: nextCell };
      }),

    output: ({ rates }) => rates,
  };
}
