import { tf, type Task, type Tensor4D, type Tree } from '@goal-driven/core';
import { ntXent } from '../objectives/ntXent';
import { part, rowsOf, runHead, type Shown, type TaskSetting } from './_forward';
import { simClrHead } from './heads';
import type { TaskOf } from './TaskConfig';

const NAME = 'mouse-visual/simclr';

/** Running moments of the head. */
export type HeadState = { readonly head: Tree };

/**
 * Find the other view of an image among all views. Batches hold `images` and `second` [B, height, width, 3]; both
 * run through the network in one batch, rows 2i and 2i + 1 those of image i, so that they share its statistics.
 *
 * @source Chen et al. 2020, arXiv:2002.05709
 */
export function simClr(
  config: TaskOf<'simClr'>,
  { features }: Pick<TaskSetting, 'features'>,
): Task<Shown, Tree, HeadState> {
  const head = simClrHead(features, config);
  const views = (batch: Parameters<typeof part>[0]): Shown => {
    const first = part<Tensor4D>(batch, 'images', NAME);
    const [count, ...size] = first.shape;
    const both = tf.stack([first, part<Tensor4D>(batch, 'second', NAME)], 1);
    return { images: tf.reshape(both, [2 * count, ...size]) };
  };
  return {
    name: NAME,
    config,
    init: (_model, rng) => {
      const { params, state } = head.init(rng.child('head'));
      return { params: { head: params }, state: { head: state } };
    },
    objective: ({ forward, params, state, batch, pass }) => {
      const applied = forward(views(batch));
      const own = { params: params['head'] as Tree, state: state.head, pass: pass.at('head') };
      const { rows, state: next } = runHead(head, own, rowsOf(applied));
      const loss = ntXent(rows, config.temperature);
      return { loss, terms: {}, state: applied.state, taskState: { head: next } };
    },
    evaluate: ({ forward, params, state, batch, pass }) => {
      const own = { params: params['head'] as Tree, state: state.head, pass: pass.at('head') };
      const { rows } = runHead(head, own, rowsOf(forward(views(batch))));
      return { loss: ntXent(rows, config.temperature) };
    },
  };
}
