import { fusedLogSoftmax, tf, type Scalar, type Tensor } from '@goal-driven/core';
import { requireSameShape } from './_requireSameShape';

/**
 * Cross-entropy of soft targets, nats: summed over cells, averaged over episodes and timesteps.
 * Its floor is the entropy of the targets, and logits that say nothing give `ln N`.
 *
 * @param logits [..., N]
 * @param target [..., N], each a probability vector
 * @source Banino et al. 2018
 */
export function placeCellLoss(logits: Tensor, target: Tensor): Scalar {
  requireSameShape('placeCellLoss', logits, target);
  return tf.tidy(() => {
    const logShares = fusedLogSoftmax(logits);
    if (logShares === undefined) return softCrossEntropy(logits, target);
    return tf.neg(tf.mean<Scalar>(tf.sum(tf.mul(target, logShares), -1)));
  });
}

/**
 * For backends that have no log-softmax of one pass. One softmax serves both ways: with p = softmax(x),
 * `ln sum exp x = max x - ln max p`, and the gradient is `p sum(y) - y`. tfjs's logSoftmax takes two passes of
 * exponentials, 20 ms more per update on wasm.
 */
const softCrossEntropy = (logits: Tensor, target: Tensor): Scalar =>
  tf.customGrad((x, y, save) => {
    const [scores, shares, keep] = [x as Tensor, y as Tensor, save as GradSaver];
    const p = tf.softmax(scores);
    const mass = tf.sum(shares, -1);
    const logSum = tf.sub(tf.max(scores, -1), tf.log(tf.max(p, -1)));
    keep([p, shares]);
    const rows = mass.size;
    const value = tf.mean(tf.sub(tf.mul(logSum, mass), tf.sum(tf.mul(shares, scores), -1)));
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
      const [probability, given] = saved as [Tensor, Tensor];
      const excess = tf.sub(tf.mul(probability, tf.sum(given, -1, true)), given);
      return [tf.mul(excess, tf.div(dy, rows)), tf.zerosLike(given)];
    };
    return { value, gradFunc };
  })(logits, target) as Scalar;

type GradSaver = (tensors: Tensor[]) => void;
