import {
  tf,
  type BatchTensors,
  type Forward,
  type Pass,
  type Scalar,
  type Task,
  type Tree,
} from '@goal-driven/core';
import { negativeCosine } from '../objectives/negativeCosine';
import { another, rowsOf, runHead, shown, type Shown, type TaskSetting } from './_forward';
import { simSiamPredictor, simSiamProjector } from './heads';
import type { TaskOf } from './TaskConfig';

const NAME = 'mouse-visual/simsiam';

/** Running moments of the two heads. */
export type SimSiamState = { readonly projector: Tree; readonly predictor: Tree };

/**
 * Predict the projection of one view from the other, no gradient flowing into what is predicted. Batches hold
 * `images` and `second` [B, height, width, 3]; the views run one after the other, each with statistics of its own,
 * and the running moments follow both.
 *
 * @source Chen & He 2021, arXiv:2011.10566
 */
export function simSiam(
  config: TaskOf<'simSiam'>,
  { features }: Pick<TaskSetting, 'features'>,
): Task<Shown, Tree, SimSiamState> {
  const projector = simSiamProjector(features, config.width);
  const predictor = simSiamPredictor(config.width, config.bottleneck);
  const compare = ({ forward, params, state, batch, pass }: Comparison) => {
    const one = forward(shown(batch, 'images', NAME));
    const other = forward(shown(batch, 'second', NAME), { state: one.state, pass: another(pass, 'second') });
    const project = (rows: ReturnType<typeof rowsOf>, moments: Tree) =>
      runHead(
        projector,
        { params: params['projector'] as Tree, state: moments, pass: pass.at('projector') },
        rows,
      );
    const predict = (rows: ReturnType<typeof rowsOf>, moments: Tree) =>
      runHead(
        predictor,
        { params: params['predictor'] as Tree, state: moments, pass: pass.at('predictor') },
        rows,
      );
    const z1 = project(rowsOf(one), state.projector);
    const z2 = project(rowsOf(other), z1.state);
    const p1 = predict(z1.rows, state.predictor);
    const p2 = predict(z2.rows, p1.state);
    const both = tf.add(negativeCosine(p1.rows, z2.rows), negativeCosine(p2.rows, z1.rows));
    const next = { projector: z2.state, predictor: p2.state };
    return { loss: tf.div<Scalar>(both, 2), state: other.state, taskState: next };
  };
  return {
    name: NAME,
    config,
    init: (_model, rng) => {
      const made = {
        projector: projector.init(rng.child('projector')),
        predictor: predictor.init(rng.child('predictor')),
      };
      return {
        params: { projector: made.projector.params, predictor: made.predictor.params },
        state: { projector: made.projector.state, predictor: made.predictor.state },
      };
    },
    objective: (args) => ({ ...compare(args), terms: {} }),
    evaluate: (args) => ({ loss: compare(args).loss }),
  };
}

type Comparison = {
  forward: Forward<Shown>;
  params: Tree;
  state: SimSiamState;
  batch: BatchTensors;
  pass: Pass;
};
