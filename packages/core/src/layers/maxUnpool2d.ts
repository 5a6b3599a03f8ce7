import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';
import { tf } from '../tf';
import type { MaxPool2d } from './pooling';

/** What a max pool was given, [B, height, width, C], and what it made of it, [B, height', width', C]. */
export type Pooled = { readonly input: Tensor4D; readonly output: Tensor4D };

type Windows = { readonly size: readonly [number, number]; readonly strides: readonly [number, number] };

/**
 * Puts values back where a max pool (without padding) found its own: the first greatest pixel of each window in raster
 * order; zeros elsewhere. Where windows overlap and several name one pixel, the window later in raster order wins.
 *
 * @source PyTorch, torch.nn.MaxUnpool2d
 * @differs in PyTorch the winner of an overlap is undefined on a GPU, and its gradient goes to the losers too, as if they
 *   had been put there; here they have none, as the derivative has it
 */
export function maxUnpool2d({ size, strides = size }: Pick<MaxPool2d, 'size' | 'strides'>) {
  return {
    /**
     * @param x [B, height', width', C], like the pool's output
     * @returns [B, height, width, C], like the pool's input; no gradient goes to `pooled`
     * @throws ShapeError when x has not the shape of the pool's output
     */
    apply: (x: Tensor4D, pooled: Pooled): Tensor4D => {
      if (String(x.shape) !== String(pooled.output.shape))
        throw new ShapeError(`maxUnpool2d: input must be [${pooled.output.shape}], got [${x.shape}]`);
      return tf.tidy(() => put(x, pooled.input, { size, strides }));
    },
  };
}

function put(values: Tensor4D, into: Tensor4D, windows: Windows): Tensor4D {
  const operation = tf.customGrad((...args) => {
    const [x, input, save] = args as unknown as [Tensor4D, Tensor4D, (tensors: Tensor[]) => void];
    const found = tf.maxPoolWithArgmax(input, [...windows.size], [...windows.strides], 'valid', true);
    // `cpu` finds no place, -1, where all are NaN.
    const indexes = tf.maximum(found.indexes!, tf.scalar(0, 'int32')) as Tensor4D;
    const [places, lost] = [tf.reshape(indexes, [-1]), tf.reshape(anyLaterAt(indexes, windows), [-1])];
    save([places, lost]);
    const flat = tf.scatterND(tf.expandDims(places, 1), unless(lost, tf.reshape(x, [-1])), [input.size]);
    return {
      value: tf.reshape(flat, input.shape),
      gradFunc: (dy: Tensor, saved: Tensor[]) => [
        tf.reshape(unless(saved[1]!, tf.gather(tf.reshape(dy, [-1]), saved[0]!)), values.shape),
        tf.zeros(into.shape),
      ],
    };
  });
  return operation(values, into) as Tensor4D;
}

const unless = (condition: Tensor, values: Tensor): Tensor =>
  tf.where(condition, tf.zerosLike(values), values);

/**
 * Whether a later window in raster order has its greatest at the same pixel.
 *
 * @param indexes [B, height', width', C], the greatest pixel of each window among all of the batch
 */
function anyLaterAt(indexes: Tensor4D, { size, strides }: Windows): Tensor {
  const [batch, rows, columns, channels] = indexes.shape;
  const [down, right] = size.map((length, axis) => Math.ceil(length / strides[axis]!) - 1) as [
    number,
    number,
  ];
  const around: [number, number][] = [
    [0, 0],
    [0, down],
    [right, right],
    [0, 0],
  ];
  const padded = tf.pad(indexes, around, -1);
  let any: Tensor = tf.zeros(indexes.shape, 'bool');
  for (let y = 0; y <= down; y++)
    for (let x = y === 0 ? 1 : -right; x <= right; x++) {
      const other = tf.slice(padded, [0, y, x + right, 0], [batch, rows, columns, channels]);
      any = tf.logicalOr(any, tf.equal(indexes, other));
    }
  return any;
}
