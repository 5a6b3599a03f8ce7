import type { Scalar } from '@tensorflow/tfjs-core';
import type { Batch } from '../DataStream';
import type { Evaluate } from '../LearningRule';
import { clip } from '../optimizers/clipping';
import { mapTrees } from '../optimizers/mapTrees';
import { learningRateAt } from '../optimizers/Schedule';
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

/**
 * The training after one update by the gradients summed over `config.accumulate` batches: their mean,
 * `l2` decay added, clipped, descended, decoupled decay taken off, and the task's own advance. Frees what
 * of `training` the result no longer holds, and the gradients.
 */
export function applyCredit<Input>(
  { task, optimizer, feedbackOptimizer }: Parts<Input>,
  training: TrainingState,
  { gathered, config, step }: { gathered: Gathered; config: TrainConfig; step: number },
): TrainingState {
  const learningRate = learningRateAt(config.schedule, step);
  const feedbackRate = learningRateAt(config.feedbackSchedule ?? config.schedule, step);
  const { params, feedback, slots } = training;
  const next: TrainingState = tf.tidy(() => {
    const direction = prepared(gathered.grads, params, config);
    const updated = optimizer.update(direction, slots.params, params, {
      step,
      learningRate,
      // What follows reads the old parameters in the one case, or a state is the same tensor in the other.
      consume: config.weightDecay?.kind !== 'decoupled' && isApart({ params, slots }, training),
    });
    const moved = (
      config.weightDecay?.kind === 'decoupled'
        ? withDecoupledDecay(updated.params, params, config.weightDecay, learningRate)
        : updated.params
    ) as TrainingState['params'];
    const own =
      leaves(feedback).length === 0
        ? { params: feedback, state: slots.feedback }
        : feedbackOptimizer.update(mean(gathered.feedbackGrads, config), slots.feedback, feedback, {
            step,
            learningRate: feedbackRate,
          });
    const taskState =
      task.advance?.({ modelParams: moved.model, params: moved.task, state: training.taskState }) ??
      training.taskState;
    return {
      params: moved,
      state: training.state,
      taskState,
      feedback: own.params,
      slots: { params: updated.state, feedback: own.state },
    };
  });
  const { grads, feedbackGrads } = gathered; // what else is gathered, such as a cursor, is no tree
  disposeLeft({ ...training, grads, feedbackGrads }, next);
  return next;
}

/** Whether no other part of the training holds a tensor of the parameters or of the optimizer's slots. */
function isApart(given: Tree, { state, taskState, feedback }: TrainingState): boolean {
  const others = new Set(leaves({ state, taskState, feedback }).map(({ tensor }) => tensor.dataId));
  return leaves(given).every(({ tensor }) => !others.has(tensor.dataId));
}

function prepared(grads: Tree, params: Tree, config: TrainConfig): Tree {
  const averaged = mean(grads, config);
  const { weightDecay } = config;
  const decayed = weightDecay?.kind === 'l2' ? withL2Gradient(averaged, params, weightDecay) : averaged;
  return config.clip === undefined ? decayed : clip(decayed, config.clip);
}

const mean = (grads: Tree, { accumulate }: TrainConfig): Tree =>
  accumulate === 1 ? grads : mapTree(grads, (sum) => tf.div(sum, accumulate));
