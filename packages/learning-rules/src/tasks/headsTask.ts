import {
  tf,
  type BatchTensors,
  type Scalar,
  type Task,
  type Tensor1D,
  type Tensor2D,
} from '@goal-driven/core';
import { crossEntropy } from '../credit/labelTask';

/** How many classes each head tells apart, by its name, in the order of their logits and labels. */
export type Heads = { readonly [name: string]: number };

/**
 * Name several things about an example at once: batches hold `images` [B, I] and `labels` [B, heads]; the logits of the
 * heads lie one after another in one output [B, sum of classes], so that a network keeps its number of layers. The loss
 * is the sum over heads of the mean softmax cross entropy, nats; evaluation gives it, the share that each head names
 * right as `<name>Accuracy`, and their mean as `accuracy`.
 */
export const headsTask = (heads: Heads): Task<{ readonly images: Tensor2D }> => ({
  name: 'learning-rules/heads',
  config: heads,
  init: () => ({ params: {}, state: {} }),
  objective: ({ forward, batch, state }) => {
    const { output, state: next } = forward({ images: imagesOf(batch) });
    const losses = parted(output as Tensor2D, batch, heads).map(({ logits, labels }) =>
      crossEntropy(logits, labels),
    );
    return { loss: tf.addN(losses) as Scalar, terms: {}, state: next, taskState: state };
  },
  evaluate: ({ forward, batch }) =>
    tf.tidy(() => {
      const all = parted(forward({ images: imagesOf(batch) }).output as Tensor2D, batch, heads);
      const accuracies = all.map(
        ({ name, logits, labels }) => [`${name}Accuracy`, shareRight(logits, labels)] as const,
      );
      return {
        loss: tf.addN(all.map(({ logits, labels }) => crossEntropy(logits, labels))) as Scalar,
        accuracy: tf.mean(tf.stack(accuracies.map(([, share]) => share))) as Scalar,
        ...Object.fromEntries(accuracies),
      };
    }),
});

const imagesOf = (batch: BatchTensors) => batch['images'] as Tensor2D;

type Part = { readonly name: string; readonly logits: Tensor2D; readonly labels: Tensor1D };

/** Each head's own logits [B, C] and labels [B]. */
function parted(output: Tensor2D, batch: BatchTensors, heads: Heads): Part[] {
  const all = tf.cast(batch['labels'] as Tensor2D, 'int32');
  const logits = tf.split(output, Object.values(heads), 1) as Tensor2D[];
  const labels = tf.unstack(all, 1) as Tensor1D[];
  return Object.keys(heads).map((name, head) => ({ name, logits: logits[head]!, labels: labels[head]! }));
}

const shareRight = (logits: Tensor2D, labels: Tensor1D): Scalar =>
  tf.mean(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32'));
