import {
  ShapeError,
  tf,
  type BatchTensors,
  type Forward,
  type Scalar,
  type Task,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@goal-driven/core';
import { z } from 'zod';
import { WeightDecay, weightPenalty } from './weightDecay';

export const PathIntegrationTask = z
  .strictObject({
    loss: z
      .enum(['placeCells', 'position'])
      .default('placeCells')
      .meta({ description: 'Cross-entropy with the place code, or squared error of the position' }),
    decay: WeightDecay.prefault({}),
  })
  .meta({ title: 'Path integration', source: 'Banino et al. 2018; Cueva & Wei 2018; Nayebi et al. 2021' });
export type PathIntegrationTask = z.output<typeof PathIntegrationTask>;

/** B episodes, T timesteps. */
export type PathIntegrationInput = {
  /** Displacement of each step, m: [B, T, 2]. */
  readonly velocity: Tensor3D;
  /** Code of the starting position: [B, N], or [B, 2] for a network of positions. */
  readonly start: Tensor2D;
};

/**
 * Say where you are: from the code of a starting position and the displacement of each step, the code of
 * the position after each step. Evaluation gives the loss and the decoding error, m.
 *
 * @param centres place-cell centres, m, [N, 2] interleaved, for decoding; left out for the position loss
 */
export function pathIntegrationTask(
  config: PathIntegrationTask,
  centres?: Float64Array,
): Task<PathIntegrationInput> {
  const taskLoss = config.loss === 'placeCells' ? placeCellLoss : positionLoss;
  return {
    name: `mec/path-integration-${config.loss}`,
    config,
    init: () => ({ params: {}, state: {} }),
    objective: ({ forward, modelParams, state, batch }) => {
      const applied = forward(inputOf(batch));
      const loss = taskLoss(applied.output, batch['target']!);
      const penalty = weightPenalty(config.decay, modelParams);
      return {
        loss: tf.add(loss, penalty),
        terms: { taskLoss: loss, weightPenalty: penalty },
        state: applied.state,
        taskState: state,
      };
    },
    evaluate: ({ forward, batch }) => evaluate(taskLoss, { forward, batch, centres }),
  };
}

/** The network's input among the tensors of a batch. */
export const inputOf = (batch: BatchTensors): PathIntegrationInput => ({
  velocity: batch['velocity'] as Tensor3D,
  start: batch['start'] as Tensor2D,
});

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
  return tf.tidy(() => softCrossEntropy(logits, target));
}

/**
 * One softmax serves both ways: with p = softmax(x), `ln sum exp x = max x - ln max p`, and the gradient is
 * `p sum(y) - y`. tfjs's logSoftmax takes two passes of exponentials, 20 ms more per update on wasm.
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

/**
 * Mean squared error over episodes, timesteps and both coordinates, m^2.
 *
 * @source the position target of Cueva & Wei 2018, as in Nayebi et al. 2021
 */
export function positionLoss(output: Tensor, target: Tensor): Scalar {
  requireSameShape('positionLoss', output, target);
  return tf.tidy(() => tf.mean(tf.squaredDifference(output, target)) as Scalar);
}

/** Positions [..., 2] from logits [..., N]: the mean centre [N, 2] of the three most active cells. */
export function decodeTensor(logits: Tensor, centres: Float64Array): Tensor {
  return tf.tidy(() => {
    const cells = centres.length / 2;
    const { indices } = tf.topk(logits, 3);
    const table = tf.tensor2d(Float32Array.from(centres), [cells, 2]);
    return tf.mean(tf.gather(table, indices as Tensor), -2);
  });
}

type TaskLoss = (output: Tensor, target: Tensor) => Scalar;

type Evaluated = {
  readonly forward: Forward<PathIntegrationInput>;
  readonly batch: BatchTensors;
  readonly centres: Float64Array | undefined;
};

function evaluate(taskLoss: TaskLoss, { forward, batch, centres }: Evaluated) {
  return tf.tidy(() => {
    const { output } = forward(inputOf(batch));
    const decoded = centres === undefined ? output : decodeTensor(output, centres);
    const error = tf.mean(tf.norm(tf.sub(decoded, batch['position']!), 'euclidean', -1)) as Scalar;
    return { taskLoss: taskLoss(output, batch['target']!), decodingError: error };
  });
}

function requireSameShape(who: string, output: Tensor, target: Tensor): void {
  if (String(output.shape) !== String(target.shape)) {
    throw new ShapeError(`${who}: target must be [${output.shape}] like the output, got [${target.shape}]`);
  }
}
