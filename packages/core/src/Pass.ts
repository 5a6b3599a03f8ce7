import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Rng } from './Rng';
import { convolution } from './_convolution';
import { tf } from './tf';

/** Rows and columns of zeros around an image, or a rule that derives them. */
export type Padding = 'same' | 'valid' | readonly [[number, number], [number, number]];

export type ConvolutionOptions = {
  /** Pixels from one place to the next, [y, x]. */
  readonly strides: readonly [number, number];
  /** Pixels from one tap of the kernel to the next, [y, x]. */
  readonly dilations: readonly [number, number];
  /** `same` and `valid` are TensorFlow's; explicit is [[top, bottom], [left, right]] in pixels. */
  readonly padding: Padding;
  /** The channels fall into so many groups that do not see each other; 1 where left out. */
  readonly groups?: number;
};

/**
 * The linear operators through which credit travels down a network. Layers call these and never tfjs's
 * own, so that a learning rule can replace the backward pass of any of them, found by its `path`.
 */
export type Projector = {
  /** `x` [N, I] times `kernel` [I, O]. */
  readonly matMul: (path: string, x: Tensor2D, kernel: Tensor2D) => Tensor2D;
  /** `x` [B, height, width, I] with `kernel` [height, width, I / groups, O]. */
  readonly conv2d: (path: string, x: Tensor4D, kernel: Tensor4D, options: ConvolutionOptions) => Tensor4D;
};

/** tfjs's own operators: credit by the exact transpose, as backpropagation has it. */
export const exactProjector: Projector = {
  matMul: (_path, x, kernel) => tf.matMul(x, kernel),
  conv2d: (_path, x, kernel, options) => convolution(x, kernel, options),
};

/**
 * What one forward pass is told besides parameters and input. A model hands `pass.at(name)` to the part
 * whose parameters live under `name`, so `path` is always the place in the parameter tree.
 */
export type Pass = {
  /** True while learning: batch statistics, dropout. */
  readonly training: boolean;
  /** Randomness of this pass; a layer draws from `rng.child(path)`. */
  readonly rng: Rng;
  readonly path: string;
  readonly projector: Projector;
  at(name: string): Pass;
};

/**
 * Whether this is training, where randomness comes from, and the operators through which credit travels;
 * `exactProjector` where left out.
 */
export type PassOptions = { readonly training: boolean; readonly rng: Rng; readonly projector?: Projector };

/** A pass at the root of the parameter tree. */
export function createPass({ training, rng, projector = exactProjector }: PassOptions): Pass {
  const passAt = (path: string): Pass => ({
    training,
    rng,
    path,
    projector,
    at: (name) => passAt(path === '' ? name : `${path}/${name}`),
  });
  return passAt('');
}
