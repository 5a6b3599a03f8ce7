import {
  tf,
  type BatchTensors,
  type Forward,
  type Pass,
  type Task,
  type Tensor4D,
  type Tensor5D,
  type Tree,
} from '@goal-driven/core';
import { accuracyOf, crossEntropy } from '../objectives/crossEntropy';
import { locationPairs } from '../objectives/locationPairs';
import { part, rowsOf, runHead, type Shown, type TaskSetting } from './_forward';
import { locationHead } from './heads';
import type { HeadState } from './simClr';
import type { TaskOf } from './TaskConfig';

const NAME = 'mouse-visual/relative-location';

/**
 * Say where a cell of a 3 x 3 grid lies beside the central one. Batches hold `images` [B, 9, side, side, 3], cells in
 * raster order; each runs through the network once, where the original shows the centre again for each neighbour.
 *
 * @source Doersch et al. 2015, arXiv:1505.05192
 */
export function relativeLocation(
  config: TaskOf<'relativeLocation'>,
  { features }: Pick<TaskSetting, 'features'>,
): Task<Shown, Tree, HeadState> {
  const head = locationHead(features, config);
  const answer = ({ forward, params, state, batch, pass }: Question) => {
    const cells = part<Tensor5D>(batch, 'images', NAME);
    const [count, grid, ...size] = cells.shape;
    const applied = forward({ images: tf.reshape(cells, [count * grid, ...size]) as Tensor4D });
    const { pairs, places } = locationPairs(rowsOf(applied));
    const own = { params: params['head'] as Tree, state: state.head, pass: pass.at('head') };
    const { rows: logits, state: next } = runHead(head, own, pairs);
    const values = { loss: crossEntropy(logits, places), accuracy: accuracyOf(logits, places) };
    return { values, state: applied.state, taskState: { head: next } };
  };
  return {
    name: NAME,
    config,
    init: (_model, rng) => {
      const { params, state } = head.init(rng.child('head'));
      return { params: { head: params }, state: { head: state } };
    },
    objective: (args) => {
      const { values, state, taskState } = answer(args);
      return { loss: values.loss, terms: { accuracy: values.accuracy }, state, taskState };
    },
    evaluate: (args) => answer(args).values,
  };
}

type Question = {
  forward: Forward<Shown>;
  params: Tree;
  state: HeadState;
  batch: BatchTensors;
  pass: Pass;
};
