import {
  ConfigError,
  createPass,
  tf,
  type Applied,
  type BatchTensors,
  type FeedForwardNetwork,
  type Pass,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';

/** What an encoder is shown. */
export type Shown = { readonly images: Tensor4D /* [B, height, width, 3] */ };

/** What a task has to know of its surroundings. */
export type TaskSetting = {
  /** D: outputs of the encoder for an image. */
  readonly features: number;
  /** n: images to learn from; a batch names them by `indices`. */
  readonly images: number;
  /** Classes of the labels. */
  readonly classes: number;
  /** B: images of an update, where a task has to hold them. */
  readonly batchSize?: number;
  /** [n], labels of the images to learn from, where a bank is asked for classes. */
  readonly labels?: Int32Array;
};

/** @throws ConfigError where the stream has no such array */
export function part<T extends Tensor>(batch: BatchTensors, name: string, task: string): T {
  const tensor = Object.hasOwn(batch, name) ? batch[name] : undefined;
  if (tensor === undefined)
    throw new ConfigError(
      `${task}: batches must have ${name}, got ${Object.keys(batch).join(', ')}. Take the stream's looks from the ` +
        `objective's pipeline.`,
    );
  return tensor as T;
}

export const shown = (batch: BatchTensors, name: string, task: string): Shown => ({
  images: part<Tensor4D>(batch, name, task),
});

/** Outputs as rows, [B, D]. */
export const rowsOf = ({ output }: Applied): Tensor2D => tf.reshape(output, [output.shape[0]!, -1]);

/** The pass of another run of the encoder: the same but for its chance, so that dropout silences other units. */
export const another = (pass: Pass, name: string): Pass =>
  createPass({
    training: pass.training,
    rng: pass.rng.child(name),
    projector: pass.projector,
  }).at('model');

/** A head on rows [B, D]; its parameters and state live under `name` in the task's. */
export function runHead(
  head: FeedForwardNetwork,
  { params, state, pass }: { params: Tree; state: Tree; pass: Pass },
  rows: Tensor,
): { readonly rows: Tensor2D; readonly state: Tree } {
  const applied = head.apply(params, state, { images: rows }, pass);
  return { rows: applied.output as Tensor2D, state: applied.state };
}
