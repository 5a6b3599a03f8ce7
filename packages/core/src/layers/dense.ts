import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ActivationName, activations } from '../activations';
import { fansOf, initialize, Initializer } from '../initializers';
import type { Pass } from '../Pass';
import type { Rng } from '../Rng';
import { tf } from '../tf';
import { checkLastAxis } from './_checkAxis';

export const Dense = z
  .strictObject({
    units: z.int().positive().meta({ description: 'Units, H', unit: '1' }),
    bias: z.boolean().default(true).meta({ description: 'Whether a bias is added' }),
    activation: ActivationName.default('linear'),
    kernelInitializer: Initializer.prefault({ kind: 'glorotUniform' }).meta({
      description: 'Start of the kernel',
    }),
    biasInitializer: Initializer.prefault({ kind: 'zeros' }).meta({ description: 'Start of the bias' }),
  })
  .meta({ title: 'Dense layer', source: 'Keras 2 (defaults)' });
export type Dense = z.output<typeof Dense>;

export type DenseParams = { readonly kernel: Tensor2D /* [I, H] */; readonly bias?: Tensor1D /* [H] */ };

/** A layer in which every unit sees every input: `y = activation(x kernel + bias)`. I inputs, H units. */
export function dense({ units, bias, activation, kernelInitializer, biasInitializer }: Dense) {
  return {
    /** @param inputs I */
    init: (inputs: number, rng: Rng): DenseParams => {
      const shape = [inputs, units];
      const fans = () => fansOf(shape);
      const kernel = initialize(kernelInitializer, shape, { rng: rng.child('kernel') }) as Tensor2D;
      if (!bias) return { kernel };
      const at = { rng: rng.child('bias'), fans };
      return { kernel, bias: initialize(biasInitializer, [units], at) as Tensor1D };
    },

    /**
     * @param x [..., I], two axes or more, such as [B, I] or [B, T, I]
     * @returns [..., H]
     * @throws ShapeError when the last axis is not I
     */
    apply: <X extends Tensor>({ kernel, bias }: DenseParams, x: X, pass: Pass): X =>
      tf.tidy(() => {
        const [inputs] = kernel.shape;
        checkLastAxis('dense', x, { name: 'kernel', shape: kernel.shape, size: inputs });
        const rows = tf.reshape(x, [-1, inputs]) as Tensor2D;
        const product = pass.projector.matMul(pass.at('kernel').path, rows, kernel);
        const drive = bias === undefined ? product : tf.add(product, bias);
        return tf.reshape(activations[activation](drive), [...x.shape.slice(0, -1), units]) as unknown as X; // same rank
      }),
  };
}
