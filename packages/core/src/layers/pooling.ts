import type { Tensor4D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ConfigError } from '../errors';
import { tf } from '../tf';
import { checkImage, PaddingField, pair } from './_imageFields';

const windowFields = {
  size: pair('Size of the window'),
  strides: pair('Step of the window; its size where left out').optional(),
  padding: PaddingField.default('valid'),
};

export const MaxPool2d = z.strictObject(windowFields).meta({ title: 'Max pooling' });
export type MaxPool2d = z.output<typeof MaxPool2d>;

export const AveragePool2d = z
  .strictObject({
    ...windowFields,
    countPadding: z.boolean().default(false).meta({
      description:
        "Whether explicit padding counts as zeros in the mean: PyTorch's default does, TensorFlow does not",
    }),
  })
  .meta({ title: 'Average pooling' });
export type AveragePool2d = z.output<typeof AveragePool2d>;

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];

const tfjsPadding = (padding: z.output<typeof PaddingField>): 'same' | 'valid' | ExplicitPadding =>
  typeof padding === 'string' ? padding : [[0, 0], padding[0], padding[1], [0, 0]];

/** A window that lies in the padding alone would have no value. */
function checkPadding(who: string, { size, padding }: Pick<AveragePool2d, 'size' | 'padding'>): void {
  if (typeof padding === 'string') return;
  if (padding.some((edges, axis) => Math.max(...edges) >= size[axis]!)) {
    throw new ConfigError(
      `${who}: padding must be less than the window [${size}], got ${JSON.stringify(padding)}`,
    );
  }
}

/** The greatest value in each window of images [B, height, width, channels]; padding never wins. */
export function maxPool2d({ size, strides = size, padding }: MaxPool2d) {
  checkPadding('maxPool2d', { size, padding });
  return {
    /** @throws ShapeError when x is not an image */
    apply: (x: Tensor4D): Tensor4D => {
      checkImage('maxPool2d', x);
      return tf.maxPool(x, size, strides, tfjsPadding(padding));
    },
  };
}

/**
 * The mean of each window of images [B, height, width, channels].
 *
 * Padding is put there as zeros first, and the mean over what is not padding follows from the share of the
 * window that lies within the image: tfjs's own gradient of a padded mean divides by the whole window.
 */
export function averagePool2d({ size, strides = size, padding, countPadding }: AveragePool2d) {
  checkPadding('averagePool2d', { size, padding });
  return {
    /** @throws ShapeError when x is not an image, or no window fits */
    apply: (x: Tensor4D): Tensor4D =>
      tf.tidy(() => {
        checkImage('averagePool2d', x);
        const edges = [0, 1].map((axis) => edgesAlong(x.shape[axis + 1]!, { size, strides, padding, axis }));
        const pad = [[0, 0], ...edges, [0, 0]] as ExplicitPadding;
        const mean = tf.avgPool(tf.pad(x, pad), size, strides, 'valid');
        const padded = edges.some(([before, after]) => before + after > 0);
        if (!padded || (countPadding && typeof padding !== 'string')) return mean;
        const inside = tf.pad(tf.ones([1, x.shape[1], x.shape[2], 1]), pad) as Tensor4D;
        return tf.div(mean, tf.avgPool(inside, size, strides, 'valid'));
      }),
  };
}

type Window = Pick<AveragePool2d, 'size' | 'padding'> & {
  readonly strides: readonly [number, number];
  readonly axis: number;
};

/** Zeros before and after an axis; TensorFlow's rule for 'same' puts the odd one after. */
function edgesAlong(length: number, { size, strides, padding, axis }: Window): [number, number] {
  if (padding === 'valid') return [0, 0];
  if (padding !== 'same') return padding[axis]!;
  const [window, stride] = [size[axis]!, strides[axis]!];
  const missing = Math.max((Math.ceil(length / stride) - 1) * stride + window - length, 0);
  return [Math.floor(missing / 2), Math.ceil(missing / 2)];
}
