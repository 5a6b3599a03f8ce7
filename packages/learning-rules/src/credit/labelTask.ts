import {
  tf,
  type BatchTensors,
  type Scalar,
  type Task,
  type Tensor1D,
  type Tensor2D,
} from '@goal-driven/core';

/**
 * Say which class an example is of: batches hold `images` [B, I] and `labels` [B]. The loss is the mean softmax cross
 * entropy, nats; evaluation gives it and the share of examples whose class has the greatest logit.
 */
export const labelTask: Task<{ readonly images: Tensor2D }> = {
  name: 'learning-rules/label',
  config: {},
  init: () => ({ params: {}, state: {} }),
  objective: ({ forward, batch, state }) => {
    const { output, state: next } = forward({ images: imagesOf(batch) });
    return {
      loss: crossEntropy(output as Tensor2D, labelsOf(batch)),
      terms: {},
      state: next,
      taskState: state,
    };
  },
  evaluate: ({ forward, batch }) =>
    tf.tidy(() => {
      const output = forward({ images: imagesOf(batch) }).output as Tensor2D;
      const labels = labelsOf(batch);
      const right = tf.equal(tf.argMax(output, 1), tf.cast(labels, 'int32'));
      return { loss: crossEntropy(output, labels), accuracy: tf.mean(tf.cast(right, 'float32')) as Scalar };
    }),
};

const imagesOf = (batch: BatchTensors) => batch['images'] as Tensor2D;
const labelsOf = (batch: BatchTensors) => batch['labels'] as Tensor1D;

/**
 * The mean softmax cross entropy, nats.
 *
 * @param logits [B, C]
 * @param labels [B], 0 to C - 1
 */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  const target = tf.cast(tf.oneHot(tf.cast(labels, 'int32'), logits.shape[1]), 'float32');
  return tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(logits)), 1))) as Scalar;
}
