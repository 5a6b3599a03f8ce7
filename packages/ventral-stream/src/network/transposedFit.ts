import { conv2d, Conv2d, ConfigError, tf, type ConvParams, type Tensor4D } from '@goal-driven/core';
import { plainFit, type FitLayer, type FitSite } from './FitLayer';

type Pair = readonly [number, number];

/**
 * A learned convolution to the size and the channels of the feed-forward input, with bias. A smaller map goes through
 * a transposed convolution whose step is the ratio of the sizes, rounded up: what TensorFlow's SAME padding leads from
 * the larger size to the smaller one, backwards. A larger map goes through a convolution with such steps. A map of the
 * same size and channels is left alone.
 *
 * A transposed convolution is computed as a convolution over the map with zeros between its pixels, so that learning
 * rules reach it like any other; its kernel [height, width, inputs, outputs] is TensorFlow's and PyTorch's turned
 * about by 180 degrees.
 *
 * @throws ConfigError when a step in whole pixels does not lead from one size to the other, or one axis would grow
 *   and the other shrink
 * @source neuroailab/tnn, `deconv`, with the harbor's default of no activation
 */
export function transposedFit(kernelSize: Pair, site: FitSite): FitLayer {
  const { from, target } = site;
  if (String(from) === String(target)) return plainFit(target, (x) => x);
  const { grows, strides } = stepsOf(site);
  const layer = conv2d(
    grows
      ? Conv2d.parse({ filters: target[2]!, kernelSize, padding: paddingOf(kernelSize, site, strides) })
      : Conv2d.parse({ filters: target[2]!, kernelSize, strides, padding: 'same' }),
  );
  return {
    shape: target,
    init: (rng) => layer.init(from[2]!, rng),
    apply: (params, x, pass) =>
      tf.tidy(() => {
        const map = grows ? spread(x as Tensor4D, site, strides) : (x as Tensor4D);
        return layer.apply(params as ConvParams, map, pass); // what `init` above made
      }),
  };
}

function stepsOf({ node, source, from, target }: FitSite): { grows: boolean; strides: [number, number] } {
  const grows = from[0]! <= target[0]! && from[1]! <= target[1]!;
  const steps = ([0, 1] as const).map((axis) => {
    const [large, small] = grows ? [target[axis]!, from[axis]!] : [from[axis]!, target[axis]!];
    const step = Math.ceil(large / small);
    return Math.ceil(large / step) === small ? step : NaN;
  }) as [number, number];
  if (steps.some(Number.isNaN))
    throw new ConfigError(
      `${node}: transposed must lead by steps of whole pixels from ${source} to the size of the feed-forward ` +
        `input, got [${from[0]},${from[1]}] and [${target[0]},${target[1]}]`,
    );
  return { grows, strides: steps };
}

/** Rows or columns of zeros before the first pixel in the convolution that leads from the larger size back. */
const paddedBefore = (kernel: number, step: number, small: number, large: number): number =>
  Math.floor(Math.max((small - 1) * step + kernel - large, 0) / 2);

function paddingOf(kernelSize: Pair, { from, target }: FitSite, strides: Pair): [Pair, Pair] {
  return ([0, 1] as const).map((axis): Pair => {
    const [small, large] = [from[axis]!, target[axis]!];
    const before = kernelSize[axis] - 1 - paddedBefore(kernelSize[axis], strides[axis], small, large);
    return [before, kernelSize[axis] - 1 - before];
  }) as [Pair, Pair];
}

/** A map with zeros between its pixels, cut or filled to the size of the target. */
function spread(x: Tensor4D, { from, target }: FitSite, [down, across]: Pair): Tensor4D {
  const [height, width, channels] = from as [number, number, number];
  const columns = tf.pad(x, [[0, 0], [0, 0], [0, 0], [0, (across - 1) * channels]]); // prettier-ignore
  const lines = tf.reshape(columns, [-1, height, width * across * channels]);
  const rows = tf.pad(lines, [[0, 0], [0, 0], [0, (down - 1) * width * across * channels]]); // prettier-ignore
  const wide = tf.reshape(rows, [-1, height * down, width * across, channels]) as Tensor4D;
  return tf.slice(wide, [0, 0, 0, 0], [-1, target[0]!, target[1]!, -1]);
}
