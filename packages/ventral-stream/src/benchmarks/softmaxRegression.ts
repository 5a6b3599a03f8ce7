import {
  ConfigError,
  ndArray,
  RandomState,
  ShapeError,
  type NdArray,
  type Rng,
} from '@goal-driven/core/arrays';
import { adam } from './_adam';

export type SoftmaxRegressionOptions = {
  /** Of Adam, with decays 0.9 and 0.999 and 1e-8 below the root. */
  readonly learningRate?: number;
  /** Samples of a step; 64 by default. */
  readonly batch?: number;
  /** 40 by default. */
  readonly maxEpochs?: number;
  /** Ends after an epoch whose last batch has a cross entropy below this. */
  readonly tolerance?: number;
  /** Half of it times the squares of weights and biases is added to the mean cross entropy. */
  readonly penalty?: number;
  /** Of NumPy's legacy generator, which draws the order of samples anew for each epoch. */
  readonly seed?: number;
  /** [features, classes], where to begin; drawn from `rng` by default. */
  readonly weights?: NdArray;
};

export type SoftmaxRegression = {
  /** [features, classes] */
  readonly weights: NdArray;
  /** [classes] */
  readonly biases: Float64Array;
  /** Epochs that were made. */
  readonly epochs: number;
  /** Cross entropy of the last batch, before it changed the weights; nats. */
  readonly lastLoss: number;
  /** [samples, features] -> [samples, classes], logits. */
  readonly scores: (features: NdArray) => NdArray;
};

/** `1 / (C n)` of a support vector machine with C = 1e-3 on 2160 images, as Brain-Score has it. */
const PENALTY = 0.463;
/** Of a standard normal that is cut at two: its deviation. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

/**
 * Softmax regression by Adam that stops early, as Brain-Score reads objects out of features: not at the minimum of its
 * loss, so how it goes there is part of the number. Weights begin truncated normal (at two deviations) with variance
 * 1 / features, biases at 1, and both are penalised.
 *
 * @param features [samples, features], standardised
 * @param labels [samples], classes 0 .. classes - 1
 * @throws ShapeError for what does not fit, ConfigError for a label out of range
 * @source Brain-Score, `Kar2019-ost` (version 2)
 * @differs doubles instead of single precision, and weights from `rng` instead of TensorFlow's generator of seed 0
 */
export function softmaxRegression(
  {
    features,
    labels,
    classes,
  }: { readonly features: NdArray; readonly labels: Int32Array; readonly classes: number },
  rng: Rng,
  options: SoftmaxRegressionOptions = {},
): SoftmaxRegression {
  requireProblem(features, labels, classes);
  const { batch = 64, maxEpochs = 40, tolerance = 1e-4, penalty = PENALTY, learningRate = 1e-4 } = options;
  const [samples, width] = features.shape as readonly [number, number];
  const start = options.weights ?? startingWeights(width, classes, rng);
  if (String(start.shape) !== String([width, classes])) {
    throw new ShapeError(`softmaxRegression: weights must be [${width}, ${classes}], got [${start.shape}]`);
  }
  // Of each class its weights, then its bias: beside each other they are read in one go.
  const parameters = new Float64Array(classes * (width + 1)).fill(1);
  start.values.forEach((value, at) => {
    parameters[(at % classes) * (width + 1) + Math.floor(at / classes)] = value;
  });
  const step = adam(parameters, learningRate);
  const state = new RandomState(options.seed ?? 0);
  let [epochs, lastLoss] = [0, NaN];
  while (epochs < maxEpochs && !(lastLoss < tolerance)) {
    const order = state.permutation(samples);
    for (let first = 0; first < samples; first += batch) {
      const rows = order.subarray(first, first + batch);
      const { loss, gradient } = lossOf(parameters, { features, labels, classes, rows });
      for (let at = 0; at < gradient.length; at++) gradient[at]! += penalty * parameters[at]!;
      step(gradient);
      lastLoss = loss;
    }
    epochs++;
  }
  return {
    weights: ndArray(
      start.values.map((_, at) => parameters[(at % classes) * (width + 1) + Math.floor(at / classes)]!),
      [width, classes],
    ),
    biases: Float64Array.from({ length: classes }, (_, k) => parameters[k * (width + 1) + width]!),
    epochs,
    lastLoss,
    scores: (others) => logitsOf(parameters, others, classes),
  };
}

function startingWeights(width: number, classes: number, rng: Rng): NdArray {
  const stream = rng.child('weights').stream();
  const deviation = 1 / Math.sqrt(width) / TRUNCATED_DEVIATION;
  const draw = (): number => {
    for (;;) {
      const value = stream.normal();
      if (Math.abs(value) < 2) return deviation * value;
    }
  };
  return ndArray(Float64Array.from({ length: width * classes }, draw), [width, classes]);
}

type Batch = {
  readonly features: NdArray;
  readonly labels: Int32Array;
  readonly classes: number;
  readonly rows: Int32Array;
};

/** Mean cross entropy of some samples, and its gradient. */
function lossOf(parameters: Float64Array, { features, labels, classes, rows }: Batch) {
  const width = features.shape[1]!;
  const gradient = new Float64Array(parameters.length);
  let loss = 0;
  for (const row of rows) {
    const slopes = softmaxRow(logitsOfRow(parameters, features, row, classes));
    loss -= Math.log(slopes[labels[row]!]!) / rows.length;
    slopes[labels[row]!]! -= 1;
    for (let k = 0; k < classes; k++) {
      const slope = slopes[k]! / rows.length;
      addTimes(gradient, k * (width + 1), slope, features.values, row * width, width);
      gradient[k * (width + 1) + width]! += slope;
    }
  }
  return { loss, gradient };
}

/** `target += factor source`, over some entries of either. */
function addTimes(
  target: Float64Array,
  targetStart: number,
  factor: number,
  source: Float64Array,
  sourceStart: number,
  count: number,
): void {
  for (let at = 0; at < count; at++) target[targetStart + at]! += factor * source[sourceStart + at]!;
}

function logitsOfRow(
  parameters: Float64Array,
  { values, shape }: NdArray,
  row: number,
  classes: number,
): Float64Array {
  const width = shape[1]!;
  const logits = new Float64Array(classes);
  for (let k = 0; k < classes; k++) {
    const [own, start] = [k * (width + 1), row * width];
    let [a, b, c, d] = [parameters[own + width]!, 0, 0, 0]; // four sums, that none waits for the last
    let at = 0;
    for (; at + 3 < width; at += 4) {
      a += values[start + at]! * parameters[own + at]!;
      b += values[start + at + 1]! * parameters[own + at + 1]!;
      c += values[start + at + 2]! * parameters[own + at + 2]!;
      d += values[start + at + 3]! * parameters[own + at + 3]!;
    }
    for (; at < width; at++) a += values[start + at]! * parameters[own + at]!;
    logits[k] = a + b + (c + d);
  }
  return logits;
}

function logitsOf(parameters: Float64Array, features: NdArray, classes: number): NdArray {
  const [samples, width] = features.shape as readonly [number, number];
  if (features.shape.length !== 2 || (width + 1) * classes !== parameters.length) {
    throw new ShapeError(
      `softmaxRegression: features must be [samples, ${parameters.length / classes - 1}], got [${features.shape}]`,
    );
  }
  const logits = new Float64Array(samples * classes);
  for (let row = 0; row < samples; row++) {
    logits.set(logitsOfRow(parameters, features, row, classes), row * classes);
  }
  return ndArray(logits, [samples, classes]);
}

function softmaxRow(logits: Float64Array): Float64Array {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = logits.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((all, value) => all + value, 0);
  return powers.map((value) => value / sum);
}

function requireProblem(features: NdArray, labels: Int32Array, classes: number): void {
  if (features.shape.length !== 2 || features.shape[0] !== labels.length || features.values.length === 0) {
    throw new ShapeError(
      `softmaxRegression: features must be [${labels.length} samples, features], got [${features.shape}]`,
    );
  }
  const bad = labels.find((label) => label < 0 || label >= classes);
  if (bad !== undefined) {
    throw new ConfigError(`softmaxRegression: labels must be in 0 .. ${classes - 1}, got ${bad}`);
  }
}
