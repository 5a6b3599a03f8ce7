import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { activations } from '../activations';
import { initialize } from '../initializers';
import { tf } from '../tf';
import { checkStep, inputDrive } from './_drive';
import { fusedUpdateGate } from './_fusedUpdateGate';
import { commonFields, type Cell } from './Cell';

export const Ugrnn = z
  .strictObject({
    kind: z.literal('ugrnn').default('ugrnn'),
    ...commonFields,
    forgetBias: z.number().default(1).meta({ description: 'Added to the drive of the gate', unit: '1' }),
  })
  .meta({ title: 'Update-gate RNN cell', source: 'Collins et al. 2017, arXiv:1611.09913' });
export type Ugrnn = z.output<typeof Ugrnn>;

export type UgrnnParams = {
  readonly kernel: Tensor2D /* [I, 2H], gate first */;
  readonly recurrentKernel: Tensor2D /* [H, 2H], gate first */;
  readonly bias?: Tensor1D /* [2H] */;
};

export type UgrnnHidden = { readonly rates: Tensor2D /* [B, H] */ };

/**
 * A recurrent cell with one gate: `h' = g h + (1 - g) c`, where `g = sigmoid(gate drive + forgetBias)`,
 * `c = activation(candidate drive)`, and both drives are halves of `x kernel + h recurrentKernel + bias`.
 *
 * @differs TensorFlow's UGRNNCell, and the MEC networks of Nayebi et al. 2021 with it, has one kernel
 *   [I + H, 2H]; ours are its first I and last H rows, drawn with the fans I + H and 2H of the whole.
 *   The networks there also require I = H; this cell does not.
 */
export function ugrnn(config: Ugrnn): Cell<UgrnnParams, UgrnnHidden> {
  const { units, activation, forgetBias } = config;
  return {
    config,
    units,
    init: (inputs, rng) => {
      const fans = () => ({ fanIn: inputs + units, fanOut: 2 * units });
      const params = {
        kernel: initialize(config.kernelInitializer, [inputs, 2 * units], {
          rng: rng.child('kernel'),
          fans,
        }) as Tensor2D,
        recurrentKernel: initialize(config.recurrentInitializer, [units, 2 * units], {
          rng: rng.child('recurrentKernel'),
          fans,
        }) as Tensor2D,
      };
      if (!config.bias) return params;
      return { ...params, bias: initialize({ kind: 'zeros' }, [2 * units], { rng }) as Tensor1D };
    },

    initialHidden: (batch) => ({ rates: tf.zeros([batch, units]) }),

    project: (params, inputs, pass) => inputDrive('ugrnn', params, { inputs, pass }),

    step: ({ recurrentKernel }, { rates }, drive, pass) =>
      tf.tidy(() => {
        checkStep('ugrnn', { rates }, { drive, units, gates: 2 });
        const recurrent = pass.projector.matMul(pass.at('recurrentKernel').path, rates, recurrentKernel);
        const next = fusedUpdateGate([drive, recurrent], { rates, forgetBias, activation });
        if (next !== undefined) return { rates: next };
        const [gateDrive, candidateDrive] = tf.split(tf.add(drive, recurrent), 2, 1) as [Tensor2D, Tensor2D];
        const gate = tf.sigmoid(tf.add(gateDrive, forgetBias));
        const candidate = activations[activation](candidateDrive);
        // c + g (h - c) is g h + (1 - g) c with one product less.
        return { rates: tf.add(candidate, tf.mul(gate, tf.sub(rates, candidate))) };
      }),

    output: ({ rates }) => rates,
  };
}
