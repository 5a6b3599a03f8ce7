import {
  ConfigError,
  leafAt,
  mapTree,
  tf,
  type BatchTensors,
  type Forward,
  type Pass,
  type Rng,
  type Task,
  type Tensor2D,
  type Tree,
} from '@goal-driven/core';
import { enqueue, queueContrast } from '../objectives/queueContrast';
import { unitRows } from '../objectives/unitRows';
import { another, rowsOf, runHead, shown, type Shown, type TaskSetting } from './_forward';
import { moCoHead } from './heads';
import type { TaskOf } from './TaskConfig';

const NAME = 'mouse-visual/moco';

/** The key encoder, which follows the query's parameters but has moments of its own, and the keys it made. */
export type MoCoState = {
  readonly twin: { readonly model: Tree; readonly head: Tree };
  /** Running moments of the twin's model. */
  readonly moments: Tree;
  /** [queue, embedding], oldest first, rows of length 1. */
  readonly queue: Tensor2D;
};

/**
 * Find the key of the other view among those of earlier images. Batches hold `images` (queries) and `second` (keys)
 * [B, height, width, 3]. The twin's parameters move by `1 - momentum` towards the query's after each update, which
 * is the original's step at the start of the next one; keys enter the queue after the loss was read.
 *
 * Shuffling the keys' batch between devices, the original's guard against batch norm's leak, is nothing on one.
 *
 * @throws ConfigError for a batch that the queue does not hold, where its size is told; else training's first update
 *   throws a ShapeError
 * @source He et al. 2020, arXiv:1911.05722; Chen et al. 2020, arXiv:2003.04297
 */
export function moCo(
  config: TaskOf<'moCo'>,
  { features, batchSize = 0 }: Pick<TaskSetting, 'features' | 'batchSize'>,
): Task<Shown, Tree, MoCoState> {
  const { embedding, queue: length, momentum, temperature } = config;
  if (batchSize > length)
    throw new ConfigError(`${NAME}: the queue must hold a batch of ${batchSize}, got queue ${length}`);
  const head = moCoHead(features, config);
  const compare = ({
    forward,
    params,
    state: { twin, moments, queue },
    batch,
    pass,
  }: {
    forward: Forward<Shown>;
    params: Tree;
    state: MoCoState;
    batch: BatchTensors;
    pass: Pass;
  }) => {
    const query = forward(shown(batch, 'images', NAME));
    const options = { params: twin.model, state: moments, pass: another(pass, 'keys') };
    const key = forward(shown(batch, 'second', NAME), options);
    const own = { state: {}, pass: pass.at('head') };
    const queries = runHead(head, { ...own, params: params['head'] as Tree }, rowsOf(query)).rows;
    const keys = runHead(head, { ...own, params: twin.head }, rowsOf(key)).rows;
    const loss = queueContrast({ queries, keys, queue }, temperature);
    return { loss, keys, state: query.state, moments: key.state };
  };
  return {
    name: NAME,
    config,
    init: ({ params, state }, rng) => {
      const own = head.init(rng.child('head')).params;
      const twin = { model: copyOf(params), head: copyOf(own) };
      const queue = initialQueue([length, embedding], rng.child('queue'));
      return { params: { head: own }, state: { twin, moments: copyOf(state), queue } };
    },
    objective: (args) => {
      const { loss, keys, state, moments } = compare(args);
      const { twin, queue } = args.state;
      return { loss, terms: {}, state, taskState: { twin, moments, queue: enqueue(queue, keys) } };
    },
    advance: ({ modelParams, params, state }) => {
      const follow = (slow: Tree, fast: Tree) =>
        mapTree(slow, (leaf, path) =>
          tf.add(tf.mul(leaf, momentum), tf.mul(leafAt(fast, path)!, 1 - momentum)),
        );
      const twin = {
        model: follow(state.twin.model, modelParams),
        head: follow(state.twin.head, params['head'] as Tree),
      };
      return { ...state, twin };
    },
    evaluate: (args) => ({ loss: compare(args).loss }),
  };
}

const copyOf = (tree: Tree): Tree => mapTree(tree, (leaf) => tf.clone(leaf));

const initialQueue = ([length, dimensions]: readonly [number, number], rng: Rng): Tensor2D =>
  tf.tidy(() =>
    unitRows(tf.tensor2d(Float32Array.from(rng.normal(length * dimensions)), [length, dimensions])),
  );
