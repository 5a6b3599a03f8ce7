import {
  exactProjector,
  nestedGradients,
  tf,
  type ConvolutionOptions,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@goal-driven/core';

/**
 * The geometry of a layer's linear map, without its weights: what leads from inputs x to projections y by a forward
 * kernel W, and back by a feedback kernel B. Dense: x [N, I], y [N, O], W [I, O], B [O, I], so that the ideal B is
 * W transposed. Convolution: x [N, height, width, I], y [N, height', width', O], W and B [height, width, I / groups,
 * O], so that the ideal B is W itself. Every function is linear in each of its arguments.
 */
export type LinearOperator = {
  readonly kind: 'dense' | 'convolution';
  /** Forward: y of x by W. */
  readonly project: (x: Tensor, kernel: Tensor) => Tensor;
  /** The backward projection: y of x by B, `x B'`; of a convolution a forward convolution with B. */
  readonly projectByFeedback: (x: Tensor, feedback: Tensor) => Tensor;
  /** Back: x of y by B, `y B`. It carries errors down, and reconstructs an input from its projection. */
  readonly reconstruct: (y: Tensor, feedback: Tensor) => Tensor;
  /** x of y by W, `y W'`: what backpropagation sends down. */
  readonly reconstructByKernel: (y: Tensor, kernel: Tensor) => Tensor;
  /** The sum over examples (and places) of pre x post, in the layout of B. */
  readonly feedbackOuter: (x: Tensor, y: Tensor) => Tensor;
  /** The same in the layout of W. */
  readonly kernelOuter: (x: Tensor, y: Tensor) => Tensor;
  /** From the layout of W to that of B, or back: a transposition, or of a convolution a copy. */
  readonly transposed: (kernel: Tensor) => Tensor;
};

/** `y = x W`. */
export const denseOperator: LinearOperator = {
  kind: 'dense',
  project: (x, kernel) => tf.matMul(x, kernel),
  projectByFeedback: (x, feedback) => tf.matMul(x, feedback, false, true),
  reconstruct: (y, feedback) => tf.matMul(y, feedback),
  reconstructByKernel: (y, kernel) => tf.matMul(y, kernel, false, true),
  feedbackOuter: (x, y) => tf.matMul(y, x, true),
  kernelOuter: (x, y) => tf.matMul(x, y, true),
  transposed: (kernel) => tf.transpose(kernel as Tensor2D),
};

type Shapes = { readonly input: readonly number[]; readonly kernel: readonly number[] };

/**
 * A convolution over inputs of a shape.
 *
 * @param shapes input [N, height, width, I], of which N may be another later; kernel [height, width, I / groups, O]
 */
export function convolutionOperator(options: ConvolutionOptions, shapes: Shapes): LinearOperator {
  const project = (x: Tensor, kernel: Tensor): Tensor =>
    exactProjector.conv2d('', x as Tensor4D, kernel as Tensor4D, options);
  const plain = (options.groups ?? 1) === 1 && options.dilations.every((dilation) => dilation === 1);
  const { reconstruct, outer } = plain ? plainAdjoints(options, shapes) : derivedAdjoints(project, shapes);
  return {
    kind: 'convolution',
    project,
    projectByFeedback: project,
    reconstruct,
    reconstructByKernel: reconstruct,
    feedbackOuter: outer,
    kernelOuter: outer,
    transposed: (kernel) => tf.clone(kernel),
  };
}

type Adjoints = Pick<LinearOperator, 'reconstruct'> & { readonly outer: LinearOperator['kernelOuter'] };

/** By the kernels that tfjs's own gradient of a convolution uses. */
function plainAdjoints({ strides, padding }: ConvolutionOptions, { input, kernel }: Shapes): Adjoints {
  const pad = typeof padding === 'string' ? padding : [[0, 0], [...padding[0]], [...padding[1]], [0, 0]];
  const attributes = { strides: [...strides], pad, dataFormat: 'NHWC' } as const;
  const run = (name: string, inputs: Record<string, Tensor>, more: object): Tensor =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...more });
  return {
    reconstruct: (y, filter) =>
      run('Conv2DBackpropInput', { dy: y, filter }, { inputShape: [y.shape[0], ...input.slice(1)] }),
    outer: (x, y) => run('Conv2DBackpropFilter', { x, dy: y }, { filterShape: [...kernel] }),
  };
}

/** By differentiating the convolution: grouped and dilated ones are made of several parts. */
function derivedAdjoints(project: LinearOperator['project'], { input, kernel }: Shapes): Adjoints {
  return {
    reconstruct: (y, filter) =>
      tf.tidy(() => {
        const x = tf.zeros([y.shape[0]!, ...input.slice(1)]);
        return nestedGradients(() => project(x, filter), [x], y)[0]!;
      }),
    outer: (x, y) =>
      tf.tidy(() => {
        const filter = tf.zeros([...kernel]);
        return nestedGradients(() => project(x, filter), [filter], y)[0]!;
      }),
  };
}
