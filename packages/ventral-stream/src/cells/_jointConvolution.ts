import {
  initialize,
  tf,
  type Initializer,
  type Pass,
  type Rng,
  type Tensor1D,
  type Tensor4D,
} from '@goal-driven/core';
import { convolveSame } from './_sameConvolution';

export type JointParams = {
  readonly kernel: Tensor4D /* [k, k, I, O] */;
  readonly recurrentKernel: Tensor4D /* [k, k, H, O] */;
  readonly bias: Tensor1D /* [O] */;
};

type Joint = {
  readonly inputs: number;
  readonly states: number;
  readonly outputs: number;
  readonly biasStart?: number;
  readonly config: { readonly kernelSize: number; readonly kernelInitializer: Initializer };
};

/**
 * `W * [x, h] + b` in its two parts, so that the part of the input is computed once while the input stays.
 *
 * @differs the published kernel is one, [k, k, I + H, O]; ours are its first I and last H rows, drawn with the
 *   fans of the whole
 */
export function jointConvolution({ inputs, states, outputs, biasStart = 0, config }: Joint) {
  const { kernelSize: side } = config;
  const pixels = side * side;
  const fans = () => ({ fanIn: pixels * (inputs + states), fanOut: pixels * outputs });
  return {
    init: (rng: Rng): JointParams => {
      const drawn = (name: string, rows: number) =>
        initialize(config.kernelInitializer, [side, side, rows, outputs], {
          rng: rng.child(name),
          fans,
        }) as Tensor4D;
      return {
        kernel: drawn('kernel', inputs),
        recurrentKernel: drawn('recurrentKernel', states),
        bias: initialize({ kind: 'constant', value: biasStart }, [outputs], { rng }) as Tensor1D,
      };
    },

    /** The part of the input, with the bias: [B, height, width, I] -> [B, height, width, O]. */
    input: ({ kernel, bias }: JointParams, x: Tensor4D, pass: Pass): Tensor4D =>
      tf.tidy(() => tf.add(convolveSame(pass.at('kernel'), x, kernel), bias)),

    /** Both parts, given that of the input: [B, height, width, H] -> [B, height, width, O]. */
    whole: (
      { recurrentKernel }: JointParams,
      { drive, state }: { drive: Tensor4D; state: Tensor4D },
      pass: Pass,
    ): Tensor4D =>
      tf.tidy(() => tf.add(drive, convolveSame(pass.at('recurrentKernel'), state, recurrentKernel))),
  };
}
