import type { Tensor4D } from '@tensorflow/tfjs-core';
import { ShapeError } from './errors';
import type { ConvolutionOptions } from './Pass';
import { spread } from './_spread';
import { tf } from './tf';

/**
 * A convolution, grouped or not, that tfjs can differentiate: its own gradients know neither dilations
 * nor groups, so dilations become zeros in the kernel, and groups convolutions of their own.
 */
export function convolution(x: Tensor4D, kernel: Tensor4D, options: ConvolutionOptions): Tensor4D {
  const { strides, dilations, padding, groups = 1 } = options;
  const [, , inputs, outputs] = kernel.shape;
  if (x.shape[3] !== inputs * groups || outputs % groups !== 0) {
    throw new ShapeError(
      `conv2d: input must be [batch, height, width, ${inputs * groups}] for kernel [${kernel.shape}] ` +
        `in ${groups} groups, got [${x.shape}]`,
    );
  }
  return tf.tidy(() => {
    const wide = spread(spread(kernel, 0, dilations[0]), 1, dilations[1]);
    const stride: [number, number] = [strides[0], strides[1]];
    if (groups === 1) return tf.conv2d(x, wide, stride, tfjsPadding(padding));
    const [padded, pad] = paddedFirst(x, padding);
    if (inputs === 1) return depthwise(padded, wide, { stride, pad });
    const xs = tf.split(padded, groups, 3) as Tensor4D[];
    const kernels = tf.split(wide, groups, 3) as Tensor4D[];
    const parts = xs.map((part, group) => tf.conv2d(part, kernels[group]!, stride, pad));
    return tf.concat(parts, 3) as Tensor4D;
  });
}

function depthwise(
  x: Tensor4D,
  kernel: Tensor4D,
  { stride, pad }: { stride: [number, number]; pad: 'same' | 'valid' },
): Tensor4D {
  const [height, width, , outputs] = kernel.shape;
  const channels = x.shape[3];
  const filter = tf.reshape(kernel, [height, width, channels, outputs / channels]) as Tensor4D;
  // tfjs gives depthwise kernels one stride for both axes on some backends: unequal ones go channel by channel.
  if (stride[0] === stride[1]) return tf.depthwiseConv2d(x, filter, stride, pad);
  const parts = tf.split(x, channels, 3) as Tensor4D[];
  const kernels = tf.split(kernel, channels, 3) as Tensor4D[];
  return tf.concat(parts.map((part, channel) => tf.conv2d(part, kernels[channel]!, stride, pad)), 3) as Tensor4D; // prettier-ignore
}

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];

function tfjsPadding(padding: ConvolutionOptions['padding']): 'same' | 'valid' | ExplicitPadding {
  return typeof padding === 'string' ? padding : [[0, 0], [...padding[0]], [...padding[1]], [0, 0]];
}

function paddedFirst(x: Tensor4D, padding: ConvolutionOptions['padding']): [Tensor4D, 'same' | 'valid'] {
  if (typeof padding === 'string') return [x, padding];
  return [tf.pad(x, [[0, 0], [...padding[0]], [...padding[1]], [0, 0]]), 'valid'];
}
