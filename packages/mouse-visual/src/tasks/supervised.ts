import {
  ConfigError,
  type Applied,
  type Pass,
  type Task,
  type Tensor1D,
  type Tensor2D,
  type Tree,
} from '@goal-driven/core';
import { accuracyOf, crossEntropy } from '../objectives/crossEntropy';
import { part, rowsOf, runHead, shown, type Shown, type TaskSetting } from './_forward';
import { linearHead } from './heads';
import type { TaskOf } from './TaskConfig';

const NAME = 'mouse-visual/supervised';

/** Outputs of the published networks that end with a readout of ImageNet; fewer classes leave some unused. */
const IMAGENET_WAYS = 1000;

/**
 * Say what an image shows: batches hold `images` [B, height, width, 3] and `labels` [B]. The loss is the cross
 * entropy, nats; evaluation gives it and the share of right answers.
 *
 * @throws ConfigError without a readout, where the outputs of the network are neither as many as classes nor the 1000
 *   ways of a published network's own readout
 */
export function supervised(
  config: TaskOf<'supervised'>,
  { features, classes }: Pick<TaskSetting, 'features' | 'classes'>,
): Task<Shown> {
  if (!config.readout && features !== classes && !(features === IMAGENET_WAYS && classes < features))
    throw new ConfigError(
      `${NAME}: without readout, the network must have an output for each of ${classes} classes, or the ` +
        `${IMAGENET_WAYS} of ImageNet's readout, got ${features}. Set objective.readout to add a linear layer, or the ` +
        `network's classes.`,
    );
  const readout = config.readout ? linearHead(features, classes) : undefined;
  const logitsOf = (applied: Applied, { params, pass }: { params: Tree; pass: Pass }): Tensor2D => {
    const rows = rowsOf(applied);
    if (readout === undefined) return rows;
    const own = { params: params['readout'] as Tree, state: {}, pass: pass.at('readout') };
    return runHead(readout, own, rows).rows;
  };
  return {
    name: NAME,
    config,
    init: (_model, rng) => ({
      params: readout === undefined ? {} : { readout: readout.init(rng.child('readout')).params },
      state: {},
    }),
    objective: ({ forward, params, state, batch, pass }) => {
      const applied = forward(shown(batch, 'images', NAME));
      const labels = part<Tensor1D>(batch, 'labels', NAME);
      const logits = logitsOf(applied, { params, pass });
      const loss = crossEntropy(logits, labels);
      return {
        loss,
        terms: { accuracy: accuracyOf(logits, labels) },
        state: applied.state,
        taskState: state,
      };
    },
    evaluate: ({ forward, params, batch, pass }) => {
      const logits = logitsOf(forward(shown(batch, 'images', NAME)), { params, pass });
      const labels = part<Tensor1D>(batch, 'labels', NAME);
      return { loss: crossEntropy(logits, labels), accuracy: accuracyOf(logits, labels) };
    },
  };
}
