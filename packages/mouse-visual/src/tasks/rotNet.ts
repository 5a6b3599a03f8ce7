import {
  type BatchTensors,
  type Forward,
  type Pass,
  type Task,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { accuracyOf, crossEntropy } from '../objectives/crossEntropy';
import { fourRotations } from '../objectives/fourRotations';
import { part, rowsOf, runHead, type Shown, type TaskSetting } from './_forward';
import { linearHead } from './heads';
import type { TaskOf } from './TaskConfig';

const NAME = 'mouse-visual/rotnet';

/**
 * Say by how many quarters an image is turned. Batches hold `images` [B, side, side, 3], which are shown in all four
 * turns, 4B in a batch.
 *
 * @source Gidaris et al. 2018, arXiv:1803.07728
 */
export function rotNet(config: TaskOf<'rotNet'>, { features }: Pick<TaskSetting, 'features'>): Task<Shown> {
  const head = linearHead(features, 4);
  const answer = ({ forward, params, batch, pass }: Question) => {
    const { images, turns } = fourRotations(part<Tensor4D>(batch, 'images', NAME));
    const applied = forward({ images });
    const own = { params: params['head'] as Tree, state: {}, pass: pass.at('head') };
    const logits = runHead(head, own, rowsOf(applied)).rows;
    return { loss: crossEntropy(logits, turns), accuracy: accuracyOf(logits, turns), state: applied.state };
  };
  return {
    name: NAME,
    config,
    init: (_model, rng) => ({ params: { head: head.init(rng.child('head')).params }, state: {} }),
    objective: (args) => {
      const { loss, accuracy, state } = answer(args);
      return { loss, terms: { accuracy }, state, taskState: args.state };
    },
    evaluate: (args) => {
      const { loss, accuracy } = answer(args);
      return { loss, accuracy };
    },
  };
}

type Question = { forward: Forward<Shown>; params: Tree; batch: BatchTensors; pass: Pass };
