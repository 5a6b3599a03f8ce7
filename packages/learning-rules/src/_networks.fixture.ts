import {
  activations,
  createPass,
  createRng,
  tf,
  type Evaluate,
  type Pass,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';

/** Networks of three layers, `first` and `second` with tanh and a linear `readout`; the loss is the mean square. */
export const networks = { dense: 'dense', convolution: 'convolution' } as const;
export type NetworkName = keyof typeof networks;

type Layer = { readonly kernel: Tensor; readonly bias: Tensor1D };

/** The pass of a network over `x` with `target`, from parameters `{ first, second, readout }`. */
export const evaluateNetwork =
  (net: NetworkName, { x, target }: { readonly x: Tensor; readonly target: Tensor }): Evaluate =>
  (params, projector) => {
    const pass = createPass({ training: true, rng: createRng(0), projector });
    const output = run(net, params, x, pass);
    const loss = tf.mean(tf.squaredDifference(output, target)) as Scalar;
    return { loss, terms: {}, state: {}, taskState: {} };
  };

/** The output of a network, [N, units]. */
export function run(net: NetworkName, params: Tree, x: Tensor, pass: Pass): Tensor {
  const project = (name: string, input: Tensor) => {
    const { kernel, bias } = params[name] as unknown as Layer; // the fixtures are made so
    const { path, projector } = pass.at(name).at('kernel');
    const y =
      net === 'dense' || name === 'readout'
        ? projector.matMul(path, input as Tensor2D, kernel as Tensor2D)
        : projector.conv2d(path, input as Tensor4D, kernel as Tensor4D, {
            strides: name === 'first' ? [2, 2] : [1, 1],
            dilations: [1, 1],
            padding: name === 'first' ? 'same' : 'valid',
          });
    return tf.add(y, bias);
  };
  const hidden = activations.tanh(project('second', activations.tanh(project('first', x))));
  return project('readout', tf.reshape(hidden, [x.shape[0]!, -1]));
}

const shapes = {
  dense: { x: [6, 5], target: [6, 3], kernels: { first: [5, 4], second: [4, 4], readout: [4, 3] } },
  convolution: {
    x: [3, 8, 8, 2],
    target: [3, 2],
    kernels: { first: [3, 3, 2, 3], second: [3, 3, 3, 4], readout: [16, 2] },
  },
};

/** A network with its data, drawn from a seed. */
export function drawNetwork(net: NetworkName, seed = 1) {
  const rng = createRng(seed);
  const drawn = (name: string, shape: readonly number[], scale = 1) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return tf.tensor(
      Float32Array.from(rng.child(name).normal(count), (value) => scale * value),
      [...shape],
    );
  };
  const { x, target, kernels } = shapes[net];
  const params = Object.fromEntries(
    Object.entries(kernels).map(([name, shape]) => {
      const fan = shape.slice(0, -1).reduce((product, size) => product * size, 1);
      return [
        name,
        { kernel: drawn(name, shape, fan ** -0.5), bias: drawn(`${name} bias`, shape.slice(-1), 0.1) },
      ];
    }),
  );
  const data = { x: drawn('x', x), target: drawn('target', target) };
  return { params: params as Tree, ...data, evaluate: evaluateNetwork(net, data) };
}
