import type { Scalar } from '@tensorflow/tfjs-core';
import type { Batch } from '../DataStream';
import type { Evaluate } from '../LearningRule';
import { clip } from '../optimizers/clipping';
import { lossRateAt, withLossRate } from '../optimizers/lossRate';
import { mapTrees } from '../optimizers/mapTrees';
import { learningRateAt } from '../optimizers/Schedule';
import { withUpdateNoise } from '../optimizers/updateNoise';
import { withDecoupledDecay, withL2Gradient } from '../optimizers/weightDecay';
import { createPass } from '../Pass';
import type { Rng } from '../Rng';
import type { Forward } from '../Task';
import { tf } from '../tf';
import { leaves, mapTree, type Tree } from '../tree';
import type { TrainConfig } from './TrainConfig';
import { disposeLeft, type Parts, type TrainingState } from './TrainingState';
import { uploadBatch } from './uploadBatch';

/** What one batch says: the loss, what to descend, and the states that follow. */
export type BatchCredit = {
  readonly loss: Scalar;
  readonly terms: { readonly [name: string]: Scalar };
  readonly grads: Tree;
  readonly feedbackGrads: Tree;
  readonly state: Tree;
  readonly taskState: Tree;
};

type CreditOptions = { readonly batch: Batch; readonly step: number; readonly rng: Rng };

/** Runs the task on a batch and has the rule assign credit. The caller owns every leaf of the result. */
export function creditBatch<Input>(
  { architecture, task, rule }: Parts<Input>,
  { params, state, taskState, feedback }: TrainingState,
  { batch, step, rng }: CreditOptions,
): BatchCredit {
  return tf.tidy(() => {
    const tensors = uploadBatch(batch);
    const evaluate: Evaluate = ({ model = {}, task: head = {} }, projector) => {
      const [modelParams, taskParams] = [model as Tree, head as Tree];
      const pass = createPass({ training: true, rng, projector });
      const forward: Forward<Input> = (input, options = {}) =>
        architecture.apply(
          options.params ?? modelParams,
          options.state ?? state,
          input,
          options.pass ?? pass.at('model'),
        );
      return task.objective({
        forward,
        modelParams,
        params: taskParams,
        state: taskState,
        batch: tensors,
        pass: pass.at('task'),
      });
    };
    const { objective, grads, feedbackGrads, observables } = rule.credit({
      evaluate,
      params,
      feedback,
      step,
      rng: rng.child('rule'),
    });
    const { loss, terms, state: nextState, taskState: nextTaskState } = objective;
    return {
      loss,
      terms: { ...terms, ...observables },
      grads,
      feedbackGrads,
      state: nextState,
      taskState: nextTaskState,
    };
  });
}

/** The sum of two trees of gradients; frees both. */
export function addGrads(sum: Tree, grads: Tree): Tree {
  const next = mapTrees(sum, [grads], (total, [g]) => tf.add(total, g!));
  disposeLeft({ sum, grads }, next);
  return next;
}

type Gathered = { readonly grads: Tree; readonly feedbackGrads: Tree };

type Applying = {
  readonly gathered: Gathered;
  readonly config: TrainConfig;
  /** Updates done so far. */
  readonly step: number;
  /** Of this update. */
  readonly rng: Rng;
};

/**
 * The training after one update by the gradients summed over `config.accumulate` batches: their mean,
 * `l2` decay added, multiplied by the rate of the losses, clipped, descended, decoupled decay taken off, noise added,
 * and the task's own advance. What the rule gives no turn stays as it is. Frees what of `training` the result no longer holds, and the gradients.
 */
export function applyCredit<Input>(
  parts: Parts<Input>,
  training: TrainingState,
  applying: Applying,
): TrainingState {
  const { task, rule } = parts;
  const { gathered, step } = applying;
  const turns = rule.turns?.(step) ?? { params: step, feedback: step };
  const lossRate = lossRateAt(applying.config.lossRate, step);
  const next: TrainingState = tf.tidy(() => {
    const { params, feedback, slots, state } = training;
    const moved =
      turns.params === undefined
        ? { params, slots: slots.params }
        : movedParams(parts, training, { ...applying, step: turns.params, lossRate });
    const own =
      turns.feedback === undefined || leaves(feedback).length === 0
        ? { feedback, slots: slots.feedback }
        : movedFeedback(parts, training, { ...applying, step: turns.feedback, lossRate });
    const { model: modelParams, task: taskParams } = moved.params;
    const advanced =
      turns.params === undefined
        ? undefined
        : task.advance?.({ modelParams, params: taskParams, state: training.taskState });
    return {
      params: moved.params,
      state,
      taskState: advanced ?? training.taskState,
      feedback: own.feedback,
      slots: { params: moved.slots, feedback: own.slots },
    };
  });
  const { grads, feedbackGrads } = gathered; // what else is gathered, such as a cursor, is no tree
  disposeLeft({ ...training, grads, feedbackGrads }, next);
  return next;
}

/** Of one of the two trees: `step` counts its own turns. */
type Moving = Applying & { readonly lossRate: number };

function movedParams<Input>(
  { optimizer }: Parts<Input>,
  training: TrainingState,
  { gathered, config, step, rng, lossRate }: Moving,
): { params: TrainingState['params']; slots: Tree } {
  const { params, slots } = training;
  const { weightDecay, updateNoise } = config;
  const learningRate = learningRateAt(config.schedule, step);
  const updated = optimizer.update(
    prepared(gathered.grads, params, { config, lossRate }),
    slots.params,
    params,
    {
      step,
      learningRate,
      // What follows reads the old parameters in the one case, or a state is the same tensor in the other.
      consume: weightDecay?.kind !== 'decoupled' && isApart({ params, slots }, training),
    },
  );
  const decayed =
    weightDecay?.kind === 'decoupled'
      ? withDecoupledDecay(updated.params, params, weightDecay, learningRate)
      : updated.params;
  const noisy =
    updateNoise === undefined || updateNoise.of === 'feedback'
      ? decayed
      : withUpdateNoise(decayed, updateNoise, {
          learningRate,
          rng: rng.child('updateNoise').child('params'),
        });
  return { params: noisy as TrainingState['params'], slots: updated.state };
}

function movedFeedback<Input>(
  { feedbackOptimizer }: Parts<Input>,
  { feedback, slots }: TrainingState,
  { gathered, config, step, rng, lossRate }: Moving,
): { feedback: Tree; slots: Tree } {
  const { updateNoise } = config;
  const learningRate = learningRateAt(config.feedbackSchedule ?? config.schedule, step);
  const grads = withLossRate(mean(gathered.feedbackGrads, config), lossRate);
  const updated = feedbackOptimizer.update(grads, slots.feedback, feedback, { step, learningRate });
  if (updateNoise === undefined || updateNoise.of === 'params')
    return { feedback: updated.params, slots: updated.state };
  const own = { learningRate, rng: rng.child('updateNoise').child('feedback') };
  return { feedback: withUpdateNoise(updated.params, updateNoise, own), slots: updated.state };
}

/** Whether no other part of the training holds a tensor of the parameters or of the optimizer's slots. */
function isApart(given: Tree, { state, taskState, feedback }: TrainingState): boolean {
  const others = new Set(leaves({ state, taskState, feedback }).map(({ tensor }) => tensor.dataId));
  return leaves(given).every(({ tensor }) => !others.has(tensor.dataId));
}

function prepared(
  grads: Tree,
  params: Tree,
  { config, lossRate }: Pick<Moving, 'config' | 'lossRate'>,
): Tree {
  const averaged = mean(grads, config);
  const { weightDecay } = config;
  const decayed = weightDecay?.kind === 'l2' ? withL2Gradient(averaged, params, weightDecay) : averaged;
  const scaled = withLossRate(decayed, lossRate);
  return config.clip === undefined ? scaled : clip(scaled, config.clip);
}

const mean = (grads: Tree, { accumulate }: TrainConfig): Tree =>
  accumulate === 1 ? grads : mapTree(grads, (sum) => tf.div(sum, accumulate));
