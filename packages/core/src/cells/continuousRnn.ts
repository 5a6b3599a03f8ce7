import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { float32Of } from '../float32Of';
import { activations } from '../activations';
import { initialize } from '../initializers';
import type { Pass } from '../Pass';
import { tf } from '../tf';
import { checkStep, inputDrive } from './_drive';
import { commonFields, type Cell } from './Cell';

export const ContinuousRnn = z
  .strictObject({
    kind: z.literal('continuousRnn').default('continuousRnn'),
    ...commonFields,
    step: z
      .number()
      .positive()
      .max(1)
      .default(0.1)
      .meta({ description: 'Duration of a timestep over the time constant, dt / tau', unit: '1' }),
    noise: z.number().nonnegative().default(0).meta({
      description: 'Standard deviation of the gaussian noise on the drive of each timestep',
      unit: '1',
    }),
  })
  .meta({
    title: 'Continuous-time RNN cell',
    source: 'Cueva & Wei 2018, arXiv:1803.07770, equation 1; by Euler steps',
  });
export type ContinuousRnn = z.output<typeof ContinuousRnn>;

export type ContinuousRnnParams = {
  readonly kernel: Tensor2D /* [I, H] */;
  readonly recurrentKernel: Tensor2D /* [H, H] */;
  readonly bias?: Tensor1D /* [H] */;
};

export type ContinuousRnnHidden = {
  /** `activation(potential)` */
  readonly rates: Tensor2D /* [B, H] */;
  readonly potential: Tensor2D /* [B, H] */;
};

/**
 * A recurrent cell that leaks: `tau dx/dt = -x + u recurrentKernel + input kernel + bias + noise`, with
 * rates `u = activation(x)`, in steps of `dt = step tau`. With `step` 1 and no noise it is the simple RNN.
 */
export function continuousRnn(config: ContinuousRnn): Cell<ContinuousRnnParams, ContinuousRnnHidden> {
  const { units, noise } = config;
  const activate = activations[config.activation];
  return {
    config,
    units,
    init: (inputs, rng) => {
      const draw = (name: 'kernel' | 'recurrentKernel', rows: number) =>
        initialize(config[name === 'kernel' ? 'kernelInitializer' : 'recurrentInitializer'], [rows, units], {
          rng: rng.child(name),
        }) as Tensor2D;
      const params = { kernel: draw('kernel', inputs), recurrentKernel: draw('recurrentKernel', units) };
      if (!config.bias) return params;
      return { ...params, bias: initialize({ kind: 'zeros' }, [units], { rng }) as Tensor1D };
    },

    initialHidden: (batch) =>
      tf.tidy(() => {
        const potential: Tensor2D = tf.zeros([batch, units]);
        return { rates: tf.add(activate(potential), 0), potential }; // a tensor of its own where it is linear
      }),

    project: (params, inputs, pass) =>
      tf.tidy(() => {
        const drive = inputDrive('continuousRnn', params, { inputs, pass });
        return noise === 0 ? drive : tf.add(drive, noiseLike(drive, noise, pass));
      }),

    step: ({ recurrentKernel }, { rates, potential }, drive, pass) =>
      tf.tidy(() => {
        checkStep('continuousRnn', { rates, potential }, { drive, units, gates: 1 });
        const recurrent = pass.projector.matMul(pass.at('recurrentKernel').path, rates, recurrentKernel);
        const pull = tf.sub(tf.add(drive, recurrent), potential);
        const next: Tensor2D = tf.add(potential, tf.mul(pull, config.step));
        return { rates: tf.add(activate(next), 0), potential: next };
      }),

    output: ({ rates }) => rates,
  };
}

/** Fresh for every row of the drive, that is for every example and timestep; the same for the same pass. */
function noiseLike(drive: Tensor2D, sd: number, pass: Pass): Tensor2D {
  const draws = pass.rng.child(`${pass.path}/noise`).normal(drive.size);
  return tf.tensor2d(
    float32Of(draws, (value) => sd * value),
    drive.shape,
  );
}
