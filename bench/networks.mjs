/**
 * The two networks whose training step is timed, over tfjs operations and, as in the studies, core's cell and its
 * log-softmax: `params` as a record of shapes, a batch of random numbers, and a loss. `torchTwin.py` is their twin in
 * PyTorch.
 */
import { createPass, createRng, logSoftmax, ugrnn, Ugrnn } from '../packages/core/dist/index.js';

/** Numbers uniform within the scale, the same ones for the same seed. */
function fromSeed(tf, shape, seed, scale) {
  const values = createRng(seed).uniform(shape.reduce((a, b) => a * b, 1));
  return tf.tensor(
    Float32Array.from(values, (value) => scale * (2 * value - 1)),
    shape,
  );
}

/**
 * The three-layer path integrator (UGRNN, ReLU) with a cross-entropy over place cells. Inputs of all
 * timesteps are projected in one product; so are the recurrent layer's outputs.
 */
export function pathIntegrator({ units, batch = 200, timesteps = 20, places = 512 }) {
  const shapes = {
    encoder: [places, units],
    encoderBias: [units],
    motion: [2, units],
    motionBias: [units],
    cellInput: [units, 2 * units],
    cellRecurrent: [units, 2 * units],
    cellBias: [2 * units],
    dense: [units, units],
    denseBias: [units],
    decoder: [units, places],
    decoderBias: [places],
  };
  const cell = ugrnn(Ugrnn.parse({ units, activation: 'relu' }));
  const pass = createPass({ training: true, rng: createRng(0) });
  return {
    name: `recurrent, ${units} units`,
    shapes,
    makeBatch: (tf) => ({
      velocity: fromSeed(tf, [batch * timesteps, 2], 1, 0.05),
      start: tf.softmax(fromSeed(tf, [batch, places], 2, 2)),
      target: tf.softmax(fromSeed(tf, [timesteps * batch, places], 3, 2)),
    }),
    loss: (tf, p, { velocity, start, target }) => {
      const inputs = tf.add(tf.matMul(velocity, p.motion), p.motionBias);
      const drives = tf.split(tf.add(tf.matMul(inputs, p.cellInput), p.cellBias), timesteps);
      let rates = tf.add(tf.matMul(start, p.encoder), p.encoderBias);
      const outputs = drives.map((drive) => {
        ({ rates } = cell.step({ recurrentKernel: p.cellRecurrent }, { rates }, drive, pass));
        return rates;
      });
      const g = tf.relu(tf.add(tf.matMul(tf.concat(outputs), p.dense), p.denseBias));
      const logits = tf.add(tf.matMul(g, p.decoder), p.decoderBias);
      return tf.neg(tf.mean(tf.sum(tf.mul(target, logSoftmax(logits)), 1)));
    },
  };
}

/**
 * AlexNet's five convolutions and three poolings at 64 x 64, which leave 256 features; then, so that the
 * convolutions are what is timed, one linear layer to ten classes instead of three with 57 million weights.
 */
export function smallAlexNet({ batch = 32, classes = 10 } = {}) {
  const layers = [
    { filter: [11, 11, 3, 64], stride: 4, pad: 2, pool: true },
    { filter: [5, 5, 64, 192], stride: 1, pad: 2, pool: true },
    { filter: [3, 3, 192, 384], stride: 1, pad: 1, pool: false },
    { filter: [3, 3, 384, 256], stride: 1, pad: 1, pool: false },
    { filter: [3, 3, 256, 256], stride: 1, pad: 1, pool: true },
  ];
  const convolutions = layers.flatMap(({ filter }, index) => [
    [`conv${index + 1}`, filter],
    [`conv${index + 1}Bias`, [filter[3]]],
  ]);
  const featuresOf = (tf, p, images) =>
    layers.reduce((x, { stride, pad, pool }, index) => {
      const drive = tf.add(tf.conv2d(x, p[`conv${index + 1}`], stride, pad), p[`conv${index + 1}Bias`]);
      return pool ? tf.maxPool(tf.relu(drive), 3, 2, 'valid') : tf.relu(drive);
    }, images);
  return {
    features: featuresOf,
    name: 'small AlexNet, 64 x 64',
    shapes: { ...Object.fromEntries(convolutions), linear: [256, classes], linearBias: [classes] },
    makeBatch: (tf) => imageBatch(tf, { batch, classes }),
    loss: (tf, p, { images, labels }) => {
      const features = featuresOf(tf, p, images);
      const logits = tf.add(tf.matMul(tf.reshape(features, [batch, 256]), p.linear), p.linearBias);
      return softmaxLoss(tf, logits, labels);
    },
  };
}

/** Images of 64 x 64 and a class for each. */
export const imageBatch = (tf, { batch, classes }) => ({
  images: fromSeed(tf, [batch, 64, 64, 3], 1, 1),
  labels: tf.cast(
    tf.oneHot(
      tf.tensor1d(
        Array.from({ length: batch }, (_, index) => index % classes),
        'int32',
      ),
      classes,
    ),
    'float32',
  ),
});

export const softmaxLoss = (tf, logits, labels) =>
  tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 1)));

/** PyTorch's uniform initialisation: within 1 / sqrt(fan in). */
export function initialize(tf, shapes) {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], index) => {
      const fanIn = shape.length === 1 ? shape[0] : shape.slice(0, -1).reduce((a, b) => a * b, 1);
      return [name, fromSeed(tf, shape, index + 10, 1 / Math.sqrt(fanIn))];
    }),
  );
}
