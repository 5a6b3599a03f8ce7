import { tf, type Tensor } from '@goal-driven/core';

/** Tensors of a batch of one, which hold for every example, repeated to the batch of the others. */
export function sameBatch<T extends Tensor>(tensors: readonly T[]): T[] {
  const batch = Math.max(...tensors.map((tensor) => tensor.shape[0]!));
  return tensors.map((tensor) => repeated(tensor, batch));
}

/** A tensor [1, ...] as [batch, ...]; one of that batch is the same tensor. */
export function repeated<T extends Tensor>(tensor: T, batch: number): T {
  if (tensor.shape[0] === batch) return tensor;
  return tf.tile(tensor, [batch, ...tensor.shape.slice(1).map(() => 1)]) as unknown as T; // same rank
}

/** The same for the values of a record. */
export function repeatedRecord<R extends { readonly [name: string]: Tensor }>(record: R, batch: number): R {
  return Object.fromEntries(
    Object.entries(record).map(([name, tensor]) => [name, repeated(tensor, batch)]),
  ) as unknown as R; // same keys
}
