import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { activations } from '../activations';
import { initialize } from '../initializers';
import { tf } from '../tf';
import { checkStep, inputDrive } from './_drive';
import { commonFields, type Cell } from './Cell';

export const SimpleRnn = z
  .strictObject({ kind: z.literal('simpleRnn').default('simpleRnn'), ...commonFields })
  .meta({ title: 'Simple RNN cell', source: 'Elman 1990; Keras 2 (defaults)' });
export type SimpleRnn = z.output<typeof SimpleRnn>;

export type SimpleRnnParams = {
  readonly kernel: Tensor2D /* [I, H] */;
  readonly recurrentKernel: Tensor2D /* [H, H] */;
  readonly bias?: Tensor1D /* [H] */;
};

export type SimpleRnnHidden = { readonly rates: Tensor2D /* [B, H] */ };

/** A recurrent cell without gates: `h' = activation(x kernel + h recurrentKernel + bias)`. */
export function simpleRnn(config: SimpleRnn): Cell<SimpleRnnParams, SimpleRnnHidden> {
  const { units, activation } = config;
  return {
    config,
    units,
    init: (inputs, rng) => {
      const params = {
        kernel: initialize(config.kernelInitializer, [inputs, units], {
          rng: rng.child('kernel'),
        }) as Tensor2D,
        recurrentKernel: initialize(config.recurrentInitializer, [units, units], {
          rng: rng.child('recurrentKernel'),
        }) as Tensor2D,
      };
      if (!config.bias) return params;
      return { ...params, bias: initialize({ kind: 'zeros' }, [units], { rng }) as Tensor1D };
    },

    initialHidden: (batch) => ({ rates: tf.zeros([batch, units]) }),

    project: (params, inputs, pass) => inputDrive('simpleRnn', params, { inputs, pass }),

    step: ({ recurrentKernel }, { rates }, drive, pass) =>
      tf.tidy(() => {
        checkStep('simpleRnn', { rates }, { drive, units, gates: 1 });
        const recurrent = pass.projector.matMul(pass.at('recurrentKernel').path, rates, recurrentKernel);
        return { rates: activations[activation](tf.add(drive, recurrent)) };
      }),

    output: ({ rates }) => rates,
  };
}
