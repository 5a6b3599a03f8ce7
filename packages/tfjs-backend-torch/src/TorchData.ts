import type { BackendValues, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle } from './Addon';

/** A handle of our own on a tensor, and how many wait for it. */
export type Held = { readonly handle: Handle; holders: number };

/** Something to be computed when somebody looks at it, because it may become part of something larger. */
export type Pending = {
  /** What it is computed from. */
  readonly holds: readonly Held[];
  compute(): Handle;
  /** Computes it with this added in the same pass, where that is possible. */
  plus?(addend: TensorInfo): TensorInfo | undefined;
  /** The terms left^T right of a sum that is not yet added up. */
  readonly products?: { readonly lefts: readonly Held[]; readonly rights: readonly Held[] };
};

/**
 * What stands behind the tensors of one `dataId`. Exactly one of `values` (not yet uploaded, or strings),
 * `handle` and `pending` is there, until it is disposed.
 */
export type TorchData = {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  refCount: number;
  values: BackendValues | undefined;
  handle: Handle | undefined;
  pending: Pending | undefined;
  /** Where the maxima were, kept from max pooling for its gradient. */
  companion: Handle | undefined;
};
