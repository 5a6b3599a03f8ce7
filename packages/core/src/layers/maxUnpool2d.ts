import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';
import { spread } from '../_spread';
import { tf } from '../tf';
import type { MaxPool2d } from './pooling';

/** What a max pool was given, [B, height, width, C], and what it made of it, [B, height', width', C]. */
export type Pooled = { readonly input: Tensor4D; readonly output: Tensor4D };

/** A pixel's place in a window, [rows, columns]. */
type Tap = readonly [number, number];

/**
 * Puts values back where a max pool (without padding) found its own: the first greatest pixel of each window in raster
 * order; zeros elsewhere. Where windows overlap and several name one pixel, the window later in raster order wins.
 *
 * @source PyTorch, torch.nn.MaxUnpool2d
 * @differs in PyTorch the winner of an overlap is undefined on a GPU
 */
export function maxUnpool2d({ size, strides = size }: Pick<MaxPool2d, 'size' | 'strides'>) {
  const taps: Tap[] = Array.from({ length: size[0] * size[1] }, (_, index) => [
    Math.floor(index / size[1]),
    index % size[1],
  ]);
  return {
    /**
     * @param x [B, height', width', C], like the pool's output
     * @returns [B, height, width, C], like the pool's input; no gradient goes to `pooled`
     * @throws ShapeError when x has not the shape of the pool's output
     */
    apply: (x: Tensor4D, pooled: Pooled): Tensor4D => {
      if (String(x.shape) !== String(pooled.output.shape))
        throw new ShapeError(`maxUnpool2d: input must be [${pooled.output.shape}], got [${x.shape}]`);
      return tf.tidy(() => {
        const shares = tf.unstack(wins(pooled, taps, strides));
        const parts = shares.map((share, index) =>
          placed(tf.mul(x, share), taps[index]!, { strides, shape: pooled.input.shape }),
        );
        return tf.addN(parts) as Tensor4D;
      });
    },
  };
}

/** [taps, B, height', width', C]: 1 where the window's greatest is at the tap and no later window names that pixel. */
function wins({ input, output }: Pooled, taps: readonly Tap[], strides: Tap): Tensor {
  const grid = { strides, shape: input.shape };
  const constant = tf.customGrad((...args) => {
    const [x, greatest] = args as Tensor[] as [Tensor4D, Tensor4D];
    const value = tf.tidy(() => {
      let free: Tensor4D = tf.onesLike(greatest); // windows whose greatest is not found yet
      let open: Tensor4D = tf.onesLike(x); // pixels that nobody has named yet
      // The later of two windows over a pixel has it at the earlier tap.
      const shares = taps.map((tap) => {
        const hit: Tensor4D = tf.mul(tf.cast(tf.equal(taken(x, tap, greatest.shape, strides), greatest), 'float32'), free); // prettier-ignore
        free = tf.sub(free, hit);
        const claim = placed(hit, tap, grid);
        const share: Tensor4D = tf.mul(hit, taken(open, tap, greatest.shape, strides));
        open = tf.mul(open, tf.sub(1, claim));
        return share;
      });
      return tf.stack(shares);
    });
    return { value, gradFunc: () => [tf.zerosLike(x), tf.zerosLike(greatest)] };
  });
  return constant(input, output);
}

/** The pixel at a tap of every window. */
function taken(x: Tensor4D, [row, column]: Tap, [, rows, columns]: number[], strides: Tap): Tensor4D {
  const end = (start: number, count: number, stride: number) => start + (count - 1) * stride + 1;
  return tf.stridedSlice(
    x,
    [0, row, column, 0],
    [x.shape[0], end(row, rows!, strides[0]), end(column, columns!, strides[1]), x.shape[3]],
    [1, strides[0], strides[1], 1],
  ) as Tensor4D;
}

/** An image with a value at a tap of every window and zeros elsewhere. */
function placed(
  values: Tensor4D,
  [row, column]: Tap,
  { strides, shape }: { readonly strides: Tap; readonly shape: readonly number[] },
): Tensor4D {
  const apart = spread(spread(values, 1, strides[0]), 2, strides[1]);
  const after = (axis: 1 | 2, before: number) => shape[axis]! - before - apart.shape[axis];
  return tf.pad(apart, [
    [0, 0],
    [row, after(1, row)],
    [column, after(2, column)],
    [0, 0],
  ]);
}
