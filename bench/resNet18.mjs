/**
 * ResNet-18 (He et al. 2016) on images of 64 x 64, with batch normalisation in training: `params` as a record
 * of shapes, a batch of random numbers, and a loss. Its twin in PyTorch is in `torchTwin.py`.
 */
import { batchNorm, createPass, createRng } from '../packages/core/dist/index.js';
import { imageBatch, softmaxLoss } from './networks.mjs';

const widths = [64, 128, 256, 512];

/** Every convolution by name: its filter and stride. */
function layout() {
  const convolutions = { stem: { filter: [7, 7, 3, 64], stride: 2, pad: 3 } };
  let channels = 64;
  widths.forEach((width, stage) => {
    for (const block of [0, 1]) {
      const name = `stage${stage + 1}block${block + 1}`;
      const stride = stage > 0 && block === 0 ? 2 : 1;
      convolutions[`${name}a`] = { filter: [3, 3, channels, width], stride, pad: 1 };
      convolutions[`${name}b`] = { filter: [3, 3, width, width], stride: 1, pad: 1 };
      if (channels !== width) convolutions[`${name}c`] = { filter: [1, 1, channels, width], stride, pad: 0 };
      channels = width;
    }
  });
  return convolutions;
}

export function resNet18({ batch = 32, classes = 1000 } = {}) {
  const convolutions = layout();
  const norm = batchNorm({
    convention: 'torch',
    momentum: 0.1,
    epsilon: 1e-5,
    runningVariance: 'unbiased',
    scale: true,
    center: true,
  });
  const pass = createPass({ training: true, rng: createRng(0) });
  const shapes = {
    ...Object.fromEntries(
      Object.entries(convolutions).flatMap(([name, { filter }]) => [
        [name, filter],
        [`${name}Gamma`, [filter[3]]],
        [`${name}Beta`, [filter[3]]],
      ]),
    ),
    linear: [512, classes],
    linearBias: [classes],
  };
  const convolve = (tf, p, name, x) => {
    const { stride, pad, filter } = convolutions[name];
    const y = tf.conv2d(x, p[name], stride, pad);
    const state = { mean: tf.zeros([filter[3]]), variance: tf.ones([filter[3]]) };
    return norm.apply({ gamma: p[`${name}Gamma`], beta: p[`${name}Beta`] }, state, y, pass).y;
  };
  const block = (tf, p, name, x) => {
    const inner = convolve(tf, p, `${name}b`, tf.relu(convolve(tf, p, `${name}a`, x)));
    const shortcut = convolutions[`${name}c`] === undefined ? x : convolve(tf, p, `${name}c`, x);
    return tf.relu(tf.add(inner, shortcut));
  };
  return {
    name: 'ResNet-18, 64 x 64',
    shapes,
    makeBatch: (tf) => imageBatch(tf, { batch, classes }),
    loss: (tf, p, { images, labels }) => {
      const stem = tf.maxPool(tf.relu(convolve(tf, p, 'stem', images)), 3, 2, 1);
      const features = widths.reduce(
        (x, _, stage) => [1, 2].reduce((y, index) => block(tf, p, `stage${stage + 1}block${index}`, y), x),
        stem,
      );
      const logits = tf.add(tf.matMul(tf.mean(features, [1, 2]), p.linear), p.linearBias);
      return softmaxLoss(tf, logits, labels);
    },
  };
}
