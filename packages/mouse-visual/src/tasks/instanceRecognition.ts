import {
  ConfigError,
  tf,
  type Applied,
  type Pass,
  type Scalar,
  type Task,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tree,
} from '@goal-driven/core';
import { instanceLoss } from '../objectives/instanceLoss';
import { initialBank, moveBank } from '../objectives/memoryBank';
import { unitRows } from '../objectives/unitRows';
import { part, rowsOf, runHead, shown, type Shown, type TaskSetting } from './_forward';
import { linearHead, normalisedHead } from './heads';
import type { TaskOf } from './TaskConfig';

const NAME = 'mouse-visual/instance-recognition';

/**
 * The bank has an entry for each image to learn from, by its number in the source: [n, embedding]. The head carries the
 * running moments of its batch norm, where it has one.
 */
export type BankState = { readonly bank: Tensor2D; readonly head: Tree };

/**
 * Tell each image from all others. Batches hold `images` [B, height, width, 3] and `indices` [B]; the bank is the
 * task's state, moves after each update by the embeddings made before it, and gets no gradient.
 *
 * Evaluation asks the bank: `nearest` is the share of images whose nearest entry (by the inner product) has their
 * label, where the labels of the entries are known.
 *
 * @throws ConfigError for a number of labels that is not that of the images
 * @source Wu et al. 2018, arXiv:1805.01978
 */
export function instanceRecognition(
  config: TaskOf<'instanceRecognition'>,
  { features, images, labels }: Pick<TaskSetting, 'features' | 'images' | 'labels'>,
): Task<Shown, Tree, BankState> {
  const { embedding, negatives, temperature, momentum, normalised } = config;
  if (labels !== undefined && labels.length !== images)
    throw new ConfigError(`${NAME}: labels must be one for each of ${images} images, got ${labels.length}`);
  const head = normalised ? normalisedHead(features, embedding) : linearHead(features, embedding);
  const embed = (applied: Applied, { params, state, pass }: { params: Tree; state: Tree; pass: Pass }) =>
    runHead(head, { params: params['head'] as Tree, state, pass: pass.at('head') }, rowsOf(applied));
  const drawn = (batch: number, pass: Pass) => {
    const places = pass.rng.child('negatives').uniform(batch * negatives);
    for (let index = 0; index < places.length; index++) places[index]! *= images;
    return tf.tensor1d(Int32Array.from(places), 'int32'); // rounds towards 0
  };
  return {
    name: NAME,
    config: { ...config, images },
    init: (_model, rng) => {
      const { params, state } = head.init(rng.child('head'));
      const bank = initialBank([images, embedding], rng.child('bank'));
      return { params: { head: params }, state: { bank, head: state } };
    },
    objective: ({ forward, params, state: { bank, head: moments }, batch, pass }) => {
      const applied = forward(shown(batch, 'images', NAME));
      const indices = part<Tensor1D>(batch, 'indices', NAME);
      const [count] = indices.shape;
      const embedded = embed(applied, { params, state: moments, pass });
      const embeddings = unitRows(embedded.rows);
      const others = tf.reshape(tf.gather(bank, drawn(count, pass)), [count, negatives, embedding]);
      const compared = { embeddings, positives: tf.gather(bank, indices), negatives: others as Tensor3D };
      const { loss, data, noise } = instanceLoss(compared, { images, temperature });
      const taskState = { bank: moveBank(bank, { indices, embeddings }, momentum), head: embedded.state };
      return { loss, terms: { data, noise }, state: applied.state, taskState };
    },
    evaluate: ({ forward, params, state: { bank, head: moments }, batch, pass }) => {
      if (labels === undefined) return {};
      const { rows } = embed(forward(shown(batch, 'images', NAME)), { params, state: moments, pass });
      const nearest = tf.argMax(tf.matMul(rows, bank, false, true), 1) as Tensor1D;
      const found = tf.gather(tf.tensor1d(labels, 'int32'), nearest);
      const right = tf.equal(found, part<Tensor1D>(batch, 'labels', NAME));
      return { nearest: tf.mean<Scalar>(tf.cast(right, 'float32')) };
    },
  };
}
