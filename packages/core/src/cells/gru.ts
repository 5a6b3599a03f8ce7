import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { activations } from '../activations';
import { initialize, type Fans } from '../initializers';
import type { Rng } from '../Rng';
import { tf } from '../tf';
import { checkStep, inputDrive } from './_drive';
import { commonFields, type Cell } from './Cell';

export const Gru = z
  .strictObject({
    kind: z.literal('gru').default('gru'),
    ...commonFields,
    reset: z.enum(['afterProduct', 'beforeProduct']).default('afterProduct').meta({
      description:
        'Whether the reset gate acts on the recurrent drive (Keras reset_after, PyTorch) or on the state',
    }),
  })
  .meta({
    title: 'GRU cell',
    source: 'Cho et al. 2014, arXiv:1406.1078 (v3: before, v1: after the product)',
  });
export type Gru = z.output<typeof Gru>;

export type GruParams = {
  readonly kernel: Tensor2D /* [I, 3H]: update, reset, candidate */;
  /** [H, 3H] where the reset follows the product, else [H, 2H] of the gates. */
  readonly recurrentKernel: Tensor2D;
  /** Where the reset comes before the product. */
  readonly candidateRecurrentKernel?: Tensor2D /* [H, H] */;
  readonly bias?: Tensor1D /* [3H] */;
  /** Where the reset follows the product, which makes it differ from `bias`. */
  readonly recurrentBias?: Tensor1D /* [3H] */;
};

export type GruHidden = { readonly rates: Tensor2D /* [B, H] */ };

/**
 * A recurrent cell with two gates: `h' = z h + (1 - z) c`, `z` and `r` logistic, and the candidate
 * `c = activation(x_c + r (h R_c + b_c))` (reset after the product) or `activation(x_c + (r h) R_c)`.
 *
 * The order of the parts is Keras's: update, reset, candidate; PyTorch's is reset, update, candidate.
 *
 * @differs Keras has one recurrent kernel [H, 3H] also where the reset comes before the product; we keep
 *   its last H columns apart, so that each product has a parameter of its own, and draw both with the
 *   fans H and 3H of the whole. Its bias [2, 3H] is our `bias` and `recurrentBias`.
 */
export function gru(config: Gru): Cell<GruParams, GruHidden> {
  const { units } = config;
  return {
    config,
    units,
    init: (inputs, rng) => ({
      kernel: initialize(config.kernelInitializer, [inputs, 3 * units], {
        rng: rng.child('kernel'),
      }) as Tensor2D,
      ...recurrentKernels(config, rng),
      ...biases(config, rng),
    }),
    initialHidden: (batch) => ({ rates: tf.zeros([batch, units]) }),
    project: (params, inputs, pass) => inputDrive('gru', params, { inputs, pass }),
    step: config.reset === 'afterProduct' ? resetAfter(config) : resetBefore(config),
    output: ({ rates }) => rates,
  };
}

type Step = Cell<GruParams, GruHidden>['step'];

function resetAfter({ units, activation }: Gru): Step {
  return ({ recurrentKernel, recurrentBias }, { rates }, drive, pass) =>
    tf.tidy(() => {
      checkStep('gru', { rates }, { drive, units, gates: 3 });
      const product = pass.projector.matMul(pass.at('recurrentKernel').path, rates, recurrentKernel);
      const recurrent: Tensor2D = recurrentBias === undefined ? product : tf.add(product, recurrentBias);
      const [gateDrive, candidateDrive] = tf.split(drive, [2 * units, units], 1) as [Tensor2D, Tensor2D];
      const [gateRecurrent, candidateRecurrent] = tf.split(recurrent, [2 * units, units], 1) as [
        Tensor2D,
        Tensor2D,
      ];
      const [update, reset] = tf.split(tf.sigmoid(tf.add(gateDrive, gateRecurrent)), 2, 1) as [
        Tensor2D,
        Tensor2D,
      ];
      const candidate = activations[activation](
        tf.add(candidateDrive, tf.mul(reset, candidateRecurrent)) as Tensor2D,
      );
      return { rates: blend(update, rates, candidate) };
    });
}

function resetBefore({ units, activation }: Gru): Step {
  return ({ recurrentKernel, candidateRecurrentKernel }, { rates }, drive, pass) =>
    tf.tidy(() => {
      checkStep('gru', { rates }, { drive, units, gates: 3 });
      const [gateDrive, candidateDrive] = tf.split(drive, [2 * units, units], 1) as [Tensor2D, Tensor2D];
      const gateRecurrent = pass.projector.matMul(pass.at('recurrentKernel').path, rates, recurrentKernel);
      const [update, reset] = tf.split(tf.sigmoid(tf.add(gateDrive, gateRecurrent)), 2, 1) as [
        Tensor2D,
        Tensor2D,
      ];
      const candidateRecurrent = pass.projector.matMul(
        pass.at('candidateRecurrentKernel').path,
        tf.mul(reset, rates),
        candidateRecurrentKernel!, // init gives it to every cell of this kind
      );
      const candidate = activations[activation](tf.add(candidateDrive, candidateRecurrent) as Tensor2D);
      return { rates: blend(update, rates, candidate) };
    });
}

/** `gate old + (1 - gate) candidate`, with one product less. */
function blend(gate: Tensor2D, old: Tensor2D, candidate: Tensor2D): Tensor2D {
  return tf.add(candidate, tf.mul(gate, tf.sub(old, candidate)));
}

function recurrentKernels({ units, reset, recurrentInitializer }: Gru, rng: Rng) {
  const fans = (): Fans => ({ fanIn: units, fanOut: 3 * units });
  const drawn = (name: string, columns: number) =>
    initialize(recurrentInitializer, [units, columns], { rng: rng.child(name), fans }) as Tensor2D;
  if (reset === 'afterProduct') return { recurrentKernel: drawn('recurrentKernel', 3 * units) };
  return {
    recurrentKernel: drawn('recurrentKernel', 2 * units),
    candidateRecurrentKernel: drawn('candidateRecurrentKernel', units),
  };
}

function biases({ units, reset, bias }: Gru, rng: Rng) {
  const zeros = () => initialize({ kind: 'zeros' }, [3 * units], { rng }) as Tensor1D;
  if (!bias) return {};
  return reset === 'afterProduct' ? { bias: zeros(), recurrentBias: zeros() } : { bias: zeros() };
}
