import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from './tf';

/** A nonlinearity, element by element; the shape stays. */
export type Activation = <T extends Tensor>(x: T) => T;

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/**
 * Every nonlinearity by name. `gelu` is the exact one, `x Phi(x)` with the normal distribution's Phi;
 * `geluTanh` is its approximation by tanh. `silu` is also known as swish.
 *
 * @differs TensorFlow and Keras 2 have a slope of 0.2 or 0.3 in `leakyRelu`; ours is PyTorch's 0.01
 */
export const activations = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.clipByValue(x, 0, 6),
  leakyRelu: (x) => tf.leakyRelu(x, 0.01),
  elu: (x) => tf.elu(x),
  selu: (x) =>
    tf.tidy(() => tf.mul(tf.add(tf.relu(x), tf.mul(SELU_ALPHA, tf.expm1(tf.minimum(x, 0)))), SELU_SCALE)),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.tidy(() => tf.div(x, tf.add(1, tf.abs(x)))),
  silu: (x) => tf.tidy(() => tf.mul(x, tf.sigmoid(x))),
  gelu: (x) => tf.tidy(() => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))))),
  geluTanh: (x) =>
    tf.tidy(() => {
      const cubic = tf.mul(tf.mul(x, x), x);
      const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(cubic, 0.044715)));
      return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(inner)));
    }),
} satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;

export const ActivationName = z
  .enum(Object.keys(activations) as [ActivationName, ...ActivationName[]]) // an object's own keys
  .meta({ description: 'Nonlinearity, element by element' });
