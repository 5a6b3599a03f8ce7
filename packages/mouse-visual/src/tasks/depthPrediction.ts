import {
  type BatchTensors,
  type Forward,
  type Pass,
  type Task,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { depthLoss } from '../objectives/depthLoss';
import { part, runHead, shown, type Shown } from './_forward';
import { depthHead } from './heads';
import type { TaskOf } from './TaskConfig';

const NAME = 'mouse-visual/depth-prediction';

/**
 * Say how far away what an image shows is. Batches hold `images` [B, side, side, 3] and `depth` [B, side, side],
 * standardised for each image; the network's output [B, side, side, 3] passes through the task's 3 x 3 convolution.
 *
 * @param side pixels of a side
 * @source Nayebi et al. 2023, methods
 */
export function depthPrediction(config: TaskOf<'depthPrediction'>, side: number): Task<Shown> {
  const head = depthHead(side);
  const predict = ({ forward, params, batch, pass }: Question) => {
    const applied = forward(shown(batch, 'images', NAME));
    const own = { params: params['head'] as Tree, state: {}, pass: pass.at('head') };
    const { rows } = runHead(head, own, applied.output);
    return { loss: depthLoss(rows, part<Tensor>(batch, 'depth', NAME)), state: applied.state };
  };
  return {
    name: NAME,
    config,
    init: (_model, rng) => ({ params: { head: head.init(rng.child('head')).params }, state: {} }),
    objective: (args) => ({ ...predict(args), terms: {}, taskState: args.state }),
    evaluate: (args) => ({ loss: predict(args).loss }),
  };
}

type Question = { forward: Forward<Shown>; params: Tree; batch: BatchTensors; pass: Pass };
