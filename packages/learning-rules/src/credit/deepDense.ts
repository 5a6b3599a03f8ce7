import {
  activations,
  batchNorm,
  BatchNorm,
  dense,
  Dense,
  Initializer,
  tf,
  type Architecture,
  type BatchNormParams,
  type BatchNormState,
  type DenseParams,
  type Tensor2D,
  type Tree,
} from '@goal-driven/core';
import { z } from 'zod';

/** A network of equal hidden layers, as deep as it is told. */
export const DeepDense = z
  .strictObject({
    inputs: z.int().positive().meta({ description: 'Numbers of an example, I', unit: '1' }),
    depth: z.int().positive().meta({ description: 'Hidden layers, d', unit: '1' }),
    width: z.int().positive().default(64).meta({ description: 'Units of a hidden layer, H', unit: '1' }),
    classes: z.int().positive().meta({ description: 'Units of the readout, C', unit: '1' }),
    normalised: z.boolean().default(true).meta({
      description: 'Whether hidden layers have batch normalisation in place of a bias',
    }),
    readoutScale: z.number().positive().default(0.3).meta({
      description: "Factor on the readout's start, whose standard deviation else is that of the others",
      unit: '1',
    }),
  })
  .meta({ title: 'Deep dense network', source: 'Shared specification of learning rules, D.1' });
export type DeepDense = z.output<typeof DeepDense>;

type Layer = DenseParams & { readonly norm?: BatchNormParams };

/**
 * `I -> H x d -> C`: hidden layers are linear, normalised over the batch (epsilon 1e-5, running moments 0.9) and
 * rectified; the readout is linear with a bias. Kernels start normal with variance 2 / fan in. Input `{ images }` [B, I],
 * output logits [B, C], layers `hidden1` .. `hidden<d>` [B, H] after the rectifier.
 */
export function deepDense(config: DeepDense): Architecture<{ readonly images: Tensor2D }, Tree, Tree> {
  const { inputs, depth, width, classes, normalised, readoutScale } = config;
  const start = (scale: number) =>
    Initializer.parse({ kind: 'varianceScaling', scale, mode: 'fanIn', distribution: 'untruncatedNormal' });
  const hidden = dense(Dense.parse({ units: width, bias: !normalised, kernelInitializer: start(2) }));
  const readout = dense(Dense.parse({ units: classes, kernelInitializer: start(2 * readoutScale ** 2) }));
  const norm = batchNorm(BatchNorm.parse({ convention: 'tensorflow', momentum: 0.9, epsilon: 1e-5 }));
  const names = Array.from({ length: depth }, (_, index) => `hidden${index + 1}`);
  return {
    name: 'learning-rules/deep-dense',
    config,
    units: { ...Object.fromEntries(names.map((name) => [name, width])), readout: classes },
    init: (rng) => {
      const params: Record<string, Tree> = {};
      const state: Record<string, Tree> = {};
      names.forEach((name, index) => {
        const own = hidden.init(index === 0 ? inputs : width, rng.child(name));
        if (!normalised) params[name] = own;
        else {
          const moments = norm.init(width, rng.child(name).child('norm'));
          params[name] = { ...own, norm: moments.params };
          state[name] = moments.state;
        }
      });
      return {
        params: { ...params, readout: readout.init(depth === 0 ? inputs : width, rng.child('readout')) },
        state,
      };
    },
    apply: (params, state, { images }, pass) =>
      tf.tidy(() => {
        const layers: Record<string, Tensor2D> = {};
        const next: Record<string, BatchNormState> = {};
        let x = images;
        for (const name of names) {
          const own = params[name] as Layer;
          const y = hidden.apply(own, x, pass.at(name));
          if (own.norm === undefined) x = activations.relu(y);
          else {
            const normed = norm.apply(own.norm, state[name] as BatchNormState, y, pass.at(name).at('norm'));
            next[name] = normed.state;
            x = activations.relu(normed.y);
          }
          layers[name] = x;
        }
        const output = readout.apply(params['readout'] as DenseParams, x, pass.at('readout'));
        return { output, layers: { ...layers, readout: output }, state: next };
      }),
  };
}
