import {
  type BatchTensors,
  type Forward,
  type Pass,
  type Scalar,
  type Task,
  type Tensor2D,
  type Tree,
} from '@goal-driven/core';
import { barlowTwins } from '../objectives/barlowTwins';
import { vicReg } from '../objectives/vicReg';
import { another, rowsOf, runHead, shown, type Shown, type TaskSetting } from './_forward';
import { redundancyProjector } from './heads';
import type { HeadState } from './simClr';
import type { TaskOf } from './TaskConfig';

type Views = readonly [Tensor2D, Tensor2D];
type Loss = { readonly loss: Scalar; readonly [part: string]: Scalar };

/** Barlow Twins on two views, `images` and `second`. @source Zbontar et al. 2021, arXiv:2103.03230 */
export const barlowTwinsTask = (config: TaskOf<'barlowTwins'>, setting: Pick<TaskSetting, 'features'>) =>
  redundancyReduction(config, setting, (views) => barlowTwins(views, config.redundancy));

/** VICReg on two views, `images` and `second`. @source Bardes et al. 2022, arXiv:2105.04906 */
export const vicRegTask = (config: TaskOf<'vicReg'>, setting: Pick<TaskSetting, 'features'>) =>
  redundancyReduction(config, setting, (views) => vicReg(views, config));

/**
 * Views agree, dimensions do not repeat each other. Batches hold `images` and `second` [B, height, width, 3]; the
 * views run one after the other, each with statistics of its own, and the running moments follow both.
 */
function redundancyReduction(
  config: TaskOf<'barlowTwins'> | TaskOf<'vicReg'>,
  { features }: Pick<TaskSetting, 'features'>,
  lossOf: (views: Views) => Loss,
): Task<Shown, Tree, HeadState> {
  const name = config.kind === 'vicReg' ? 'mouse-visual/vicreg' : 'mouse-visual/barlow-twins';
  const projector = redundancyProjector(features, { width: config.width, bias: config.kind === 'vicReg' });
  const compare = ({ forward, params, state, batch, pass }: Comparison) => {
    const one = forward(shown(batch, 'images', name));
    const other = forward(shown(batch, 'second', name), { state: one.state, pass: another(pass, 'second') });
    const own = { params: params['head'] as Tree, pass: pass.at('head') };
    const first = runHead(projector, { ...own, state: state.head }, rowsOf(one));
    const second = runHead(projector, { ...own, state: first.state }, rowsOf(other));
    return { ...lossOf([first.rows, second.rows]), states: { model: other.state, head: second.state } };
  };
  return {
    name,
    config,
    init: (_model, rng) => {
      const { params, state } = projector.init(rng.child('head'));
      return { params: { head: params }, state: { head: state } };
    },
    objective: (args) => {
      const { loss, states, ...terms } = compare(args);
      return {
        loss,
        terms: terms as Record<string, Scalar>,
        state: states.model,
        taskState: { head: states.head },
      };
    },
    evaluate: (args) => {
      const { states: _, ...values } = compare(args);
      return values as Record<string, Scalar>;
    },
  };
}

type Comparison = {
  forward: Forward<Shown>;
  params: Tree;
  state: HeadState;
  batch: BatchTensors;
  pass: Pass;
};
