import {
  fansOf,
  initialize,
  Initializer,
  tf,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tree,
} from '@goal-driven/core';
import type { FitLayer } from './FitLayer';
import type { ValueShape } from './OpLayer';

type FactoredParams = {
  readonly mask: Tensor3D /* [height, width, N] */;
  readonly features: Tensor2D /* [channels, N] */;
  readonly bias: Tensor1D /* [N] */;
};

const glorot = Initializer.parse({ kind: 'glorotUniform' });

/**
 * A factored fully-connected layer: each of N units sees every pixel of a map [height, width, channels], and its
 * weights are the product of a mask over the pixels and one weight for each channel,
 * `y[n] = sum_p mask[p, n] sum_c x[p, c] features[c, n] + bias[n]`. The result is a map of one pixel, [1, 1, N].
 * Both factors start Glorot uniform, the mask with the fans of a depthwise kernel [height, width, N, 1]; the bias at 0.
 *
 * @source neuroailab/tnn, `factored_fc` as the harbor uses it
 */
export function factoredFit(units: number, [height, width, channels]: ValueShape): FitLayer {
  const pixels = height! * width!;
  return {
    shape: [1, 1, units],
    init: (rng): FactoredParams => ({
      mask: initialize(glorot, [height!, width!, units], {
        rng: rng.child('mask'),
        fans: () => fansOf([height!, width!, units, 1]),
      }) as Tensor3D,
      features: initialize(glorot, [channels!, units], { rng: rng.child('features') }) as Tensor2D,
      bias: tf.zeros([units]),
    }),
    apply: (params: Tree, x, pass) =>
      tf.tidy(() => {
        const { mask, features, bias } = params as FactoredParams; // what `init` above made
        const rows = tf.reshape(x, [-1, channels!]) as Tensor2D;
        const seen = pass.projector.matMul(pass.at('features').path, rows, features);
        const masked = tf.mul(tf.reshape(seen, [-1, pixels, units]), tf.reshape(mask, [pixels, units]));
        return tf.reshape(tf.add(tf.sum(masked, 1), bias), [-1, 1, 1, units]);
      }),
  };
}
