import {
  dense,
  Dense,
  sizeOf,
  tf,
  type DenseParams,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@goal-driven/core';
import type { FitLayer, FitSite } from './FitLayer';

const map = dense(Dense.parse({ units: 6, kernelInitializer: { kind: 'zeros' } }));

/**
 * A spatial transformer: the input itself determines an affine map of the plane, `theta = flatten(x) kernel + bias`,
 * six numbers `[a, b, c, d, e, f]`, and pixel (u, v) of the result samples x at `(a u + b v + c, d u + e v + f)`,
 * bilinear, 0 outside the map. Coordinates (horizontal, vertical) run from -1 to 1 between the centres of the pixels
 * in the corners; of a single row or column it is -1. Kernel 0 and bias `[1, 0, 0, 0, 1, 0]`, the identity, at first:
 * then it is `resize`.
 *
 * Sampling is a product with a matrix [pixels, pixels] for each example, so it is meant for small maps, as those of
 * late layers are. Between two pixels the derivative is that of the segment to the right of a pixel on it, as in
 * PyTorch's `grid_sample`.
 *
 * @source Jaderberg et al. 2015, arXiv:1506.02025; the start is that of neuroailab/tnn
 * @differs tnn scales coordinates to `(x + 1) width / 2`, which shifts and widens a map under the identity; there the
 *   last row and column sample outside it, which gives 0
 */
export function affineFit({ from, target }: FitSite): FitLayer {
  const [height, width, channels] = from as [number, number, number];
  const size = [target[0]!, target[1]!] as const;
  return {
    shape: [...size, channels],
    init: (rng) => {
      const { kernel, bias } = map.init(sizeOf(from), rng);
      bias!.dispose();
      return { kernel, bias: tf.tensor1d([1, 0, 0, 0, 1, 0]) };
    },
    apply: (params, x, pass) =>
      tf.tidy(() => {
        const flat = tf.reshape(x, [-1, sizeOf(from)]) as Tensor2D;
        // What `init` above made.
        const theta = map.apply(params as DenseParams, flat, pass);
        const rows = tf.matMul(tf.reshape(theta, [-1, 3]) as Tensor2D, gridOf(size));
        const sampled = tf.reshape(rows, [-1, 2, sizeOf(size)]);
        const [across, down] = tf.unstack(sampled, 1) as [Tensor2D, Tensor2D];
        const weights = tf.mul(
          tf.expandDims(between(down, height), 3),
          tf.expandDims(between(across, width), 2),
        );
        const matrix = tf.reshape(weights, [-1, sizeOf(size), height * width]) as Tensor3D;
        const pixels = tf.reshape(x, [-1, height * width, channels]) as Tensor3D;
        return tf.reshape(tf.matMul(matrix, pixels), [-1, ...size, channels]) as Tensor4D;
      }),
  };
}

/** Coordinates of all pixels, row by row, [(u, v, 1), pixels]. */
function gridOf([height, width]: readonly [number, number]): Tensor2D {
  const at = (index: number, length: number) => (length === 1 ? -1 : (2 * index) / (length - 1) - 1);
  const pixels = Array.from({ length: height * width }, (_, index) => index);
  return tf.tensor2d([
    pixels.map((index) => at(index % width, width)),
    pixels.map((index) => at(Math.floor(index / width), height)),
    pixels.map(() => 1),
  ]);
}

/** How much each of `length` pixels in a row counts for coordinates [B, pixels]: [B, pixels, length]. */
function between(coordinates: Tensor2D, length: number): Tensor3D {
  const place = tf.mul<Tensor2D>(tf.add(coordinates, 1), (length - 1) / 2);
  const before = tf.floor(place);
  const share = tf.expandDims(tf.sub(place, before), 2);
  const pixel = tf.range(0, length);
  // 1 where equal; tf.equal has no derivative, this one's is 0.
  const is = (index: Tensor2D) => tf.step(tf.sub(0.5, tf.abs(tf.sub(tf.expandDims(index, 2), pixel))));
  return tf.add(tf.mul(is(before), tf.sub(1, share)), tf.mul(is(tf.add<Tensor2D>(before, 1)), share));
}
