import {
  tf,
  type BatchTensors,
  type Scalar,
  type Task,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@goal-driven/core';
import { z } from 'zod';
import type { ConvRnn } from '../network/convRnn';
import type { Shown } from '../network/framesOf';
import { graphPenalties, penaltyOf } from '../network/graphPenalties';

export const Categorisation = z
  .strictObject({
    readAt: z.enum(['answer', 'everyStep']).default('answer').meta({
      description:
        "Where the loss is read: at the decoder's answer, or as the mean over all timesteps that are decoded",
    }),
    smoothing: z.number().min(0).max(1).default(0).meta({
      description: 'Share of the target that is spread over all classes',
      unit: '1',
    }),
    penalties: z.boolean().default(true).meta({
      description: 'Whether the penalties on weights that the graph names are part of the loss',
    }),
  })
  .meta({
    title: 'Categorisation of images',
    source: 'Nayebi et al. 2018 (the answer); their earlier tutorial (the mean over late timesteps)',
  });
export type Categorisation = z.output<typeof Categorisation>;

/**
 * Say what an image shows. Batches hold `images` [B, height, width, 3] and `labels` [B]; the loss is the softmax cross
 * entropy, nats, and the network's penalties. Evaluation gives the cross entropy, and the shares of images whose
 * class has the greatest logit, and is among the five greatest; the shares are NaN where a logit of the batch is NaN or
 * infinite.
 */
export function categorisation(config: Categorisation, network: ConvRnn): Task<Shown> {
  const strength = graphPenalties(network.compiled, network.config.decoder);
  return {
    name: 'ventral-stream/categorisation',
    config,
    init: () => ({ params: {}, state: {} }),
    objective: ({ forward, modelParams, state, batch }) => {
      const { output, layers, state: next } = forward(shownOf(batch));
      const logits = (config.readAt === 'answer' ? tf.expandDims(output, 1) : layers['logits']!) as Tensor3D;
      const taskLoss = crossEntropy(logits, labelsOf(batch), config.smoothing);
      const terms = { taskLoss, ...accuracies(output as Tensor2D, labelsOf(batch)) };
      if (!config.penalties) return { loss: taskLoss, terms, state: next, taskState: state };
      const weightPenalty = penaltyOf(strength, modelParams);
      return {
        loss: tf.add(taskLoss, weightPenalty),
        terms: { ...terms, weightPenalty },
        state: next,
        taskState: state,
      };
    },
    evaluate: ({ forward, batch }) =>
      tf.tidy(() => {
        const { output } = forward(shownOf(batch));
        const labels = labelsOf(batch);
        return {
          taskLoss: crossEntropy(tf.expandDims(output, 1), labels, 0),
          ...accuracies(output as Tensor2D, labels),
        };
      }),
  };
}

const shownOf = (batch: BatchTensors): Shown => ({ images: batch['images'] as Tensor4D });

const labelsOf = (batch: BatchTensors): Tensor1D => batch['labels'] as Tensor1D;

/** Mean over examples and timesteps, nats, of logits [B, timesteps, classes]. */
function crossEntropy(logits: Tensor, labels: Tensor1D, smoothing: number): Scalar {
  const classes = logits.shape.at(-1)!;
  const sharp = tf.expandDims(tf.cast(tf.oneHot(labels, classes), 'float32'), 1);
  const target = tf.add(tf.mul(sharp, 1 - smoothing), smoothing / classes);
  return tf.neg(tf.mean<Scalar>(tf.sum(tf.mul(target, tf.logSoftmax(logits)), -1)));
}

/**
 * Shares of examples whose class has the greatest logit, and one of the five greatest; ties go to others. NaN where a
 * logit is not finite.
 */
function accuracies(logits: Tensor2D, labels: Tensor1D): { accuracy: Scalar; topFive: Scalar } {
  const classes = logits.shape[1];
  const own = tf.sum(tf.mul(logits, tf.cast(tf.oneHot(labels, classes), 'float32')), 1, true);
  const ahead = tf.sum(tf.cast(tf.greaterEqual(logits, own), 'float32'), 1); // itself among them
  const unknown = tf.sum<Scalar>(tf.mul(logits, 0)); // 0, or NaN
  const share = (places: number): Scalar =>
    tf.add(tf.mean<Scalar>(tf.cast(tf.lessEqual(ahead, places), 'float32')), unknown);
  return { accuracy: share(1), topFive: share(5) };
}
