import {
  createOptimizer,
  disposeTree,
  initialize,
  ndArray,
  OptimizerConfig,
  tf,
  valueAndGrad,
  type NdArray,
  type Rng,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@goal-driven/core';
import type { Classifier, ClassifierFitter } from '@goal-driven/metrics';
import { asSequences } from './ruleFeatures';

/** The shape of the network and how it is trained; counts are of times, filters, samples and passes over them. */
export type ConvMlpOptions = {
  /** T: features are sequences of so many times. */
  readonly times: number;
  /** Times that a filter sees; at most T. */
  readonly kernel: number;
  readonly stride: number;
  readonly filters: number;
  /** What becomes of the times after the convolution. */
  readonly pool: 'none' | 'max' | 'mean';
  /** Factor of the sum of squares of kernels and biases in the loss. */
  readonly l2: number;
  readonly learningRate: number;
  /** At most the samples there are. */
  readonly batchSize: number;
  readonly epochs: number;
};

type Params = {
  readonly convolution: { readonly kernel: Tensor3D /* [kernel, 3 + O, filters] */; readonly bias: Tensor1D };
  readonly readout: { readonly kernel: Tensor2D /* [features, classes] */; readonly bias: Tensor1D };
};

/**
 * A convolution over time, rectified, then pooled or flattened, and a dense layer to the classes; trained by Adam on the
 * mean cross entropy. Every epoch has an order of its own; what fills no batch is left out of it. Kernels start Glorot
 * uniform, biases 0.
 *
 * @source Nayebi et al. 2020, arXiv:2010.11765
 */
export const convMlp =
  (options: ConvMlpOptions): ClassifierFitter =>
  (features, labels, rng) => {
    const classes = Int32Array.from(new Set(Array.from(labels))).sort();
    const sequences = asSequences(features, options.times);
    const targets = Int32Array.from(labels, (label) => classes.indexOf(label));
    const params = trained({ sequences, targets, classes: classes.length }, options, rng);
    return classifierOf(params, { classes, options });
  };

type Data = { readonly sequences: NdArray; readonly targets: Int32Array; readonly classes: number };

function trained(data: Data, options: ConvMlpOptions, rng: Rng): Weights {
  const { sequences, targets, classes } = data;
  const { times, epochs, learningRate, l2 } = options;
  const [samples, width] = sequences.shape as [number, number];
  const batch = Math.min(options.batchSize, samples);
  const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'adam' }));
  let params: Params = started({ channels: width / times, classes }, options, rng);
  let slots = optimizer.init(params);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = rng.child('order').child(epoch).permutation(samples);
    for (let first = 0; first + batch <= samples; first += batch) {
      const rows = order.subarray(first, first + batch);
      const next = tf.tidy(() => {
        const x = tensorOf(sequences, rows, times);
        const wanted = tf.cast(
          tf.oneHot(
            tf.tensor1d(
              Int32Array.from(rows, (row) => targets[row]!),
              'int32',
            ),
            classes,
          ),
          'float32',
        );
        const { grads } = valueAndGrad((at: Params) => {
          const entropy = tf.neg(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(logitsOf(at, x, options))), 1)));
          const size = [at.convolution, at.readout].flatMap(({ kernel, bias }) => [kernel, bias] as Tensor[]);
          const penalty = tf.addN(size.map((leaf) => tf.sum(tf.square(leaf))));
          return { value: tf.add(entropy, tf.mul(penalty, l2)) as Scalar, rest: {} };
        }, params);
        return optimizer.update(grads, slots, params, { step, learningRate });
      });
      disposeTree({ params, slots });
      params = next.params as Params; // the tree that went in
      slots = next.state;
      step += 1;
    }
  }
  const weights = weightsOf(params);
  disposeTree({ params, slots });
  return weights;
}

function started(
  { channels, classes }: { readonly channels: number; readonly classes: number },
  { times, kernel, stride, filters, pool }: ConvMlpOptions,
  rng: Rng,
): Params {
  const draw = (name: string, shape: number[]) =>
    initialize({ kind: 'glorotUniform' }, shape, { rng: rng.child(name) });
  const zeros = (size: number) => initialize({ kind: 'zeros' }, [size], { rng }) as Tensor1D;
  const places = Math.floor((times - kernel) / stride) + 1;
  const width = pool === 'none' ? places * filters : filters;
  return {
    convolution: {
      kernel: draw('convolution', [kernel, channels, filters]) as Tensor3D,
      bias: zeros(filters),
    },
    readout: { kernel: draw('readout', [width, classes]) as Tensor2D, bias: zeros(classes) },
  };
}

function logitsOf({ convolution, readout }: Params, x: Tensor3D, { stride, pool }: ConvMlpOptions): Tensor2D {
  const drive = tf.add(tf.conv1d(x, convolution.kernel, stride, 'valid'), convolution.bias);
  const active = tf.relu(drive) as Tensor3D;
  const pooled =
    pool === 'none'
      ? tf.reshape(active, [x.shape[0], -1])
      : pool === 'max'
        ? tf.max(active, 1)
        : tf.mean(active, 1);
  return tf.add(tf.matMul(pooled as Tensor2D, readout.kernel), readout.bias);
}

const tensorOf = (sequences: NdArray, rows: Int32Array, times: number): Tensor3D => {
  const width = sequences.shape[1]!;
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, at) =>
    values.set(sequences.values.subarray(row * width, (row + 1) * width), at * width),
  );
  return tf.tensor3d(values, [rows.length, times, width / times]);
};

/** Parameters as plain arrays: a classifier holds no tensors. */
type Weights = readonly { readonly shape: number[]; readonly values: Float32Array }[];

const weightsOf = ({ convolution, readout }: Params): Weights =>
  [convolution.kernel, convolution.bias, readout.kernel, readout.bias].map((leaf: Tensor) => ({
    shape: [...leaf.shape],
    values: leaf.dataSync<'float32'>().slice(),
  }));

function classifierOf(
  weights: Weights,
  { classes, options }: { readonly classes: Int32Array; readonly options: ConvMlpOptions },
): Classifier {
  const scores = (features: NdArray): NdArray => {
    const sequences = asSequences(features, options.times);
    const rows = Int32Array.from({ length: features.shape[0]! }, (_, row) => row);
    const logits = tf.tidy(() => {
      const [kernel, bias, dense, offset] = weights.map(({ values, shape }) => tf.tensor(values, shape));
      const params = {
        convolution: { kernel, bias },
        readout: { kernel: dense, bias: offset },
      } as unknown as Params; // in the order of `weightsOf`
      return logitsOf(params, tensorOf(sequences, rows, options.times), options).dataSync<'float32'>();
    });
    return ndArray(Float64Array.from(logits), [rows.length, classes.length]);
  };
  return {
    classes,
    scores,
    predict: (features) => {
      const { values } = scores(features);
      const count = classes.length;
      return Int32Array.from({ length: features.shape[0]! }, (_, row) => {
        const own = values.subarray(row * count, (row + 1) * count);
        return classes[own.indexOf(Math.max(...own))]!;
      });
    },
  };
}
