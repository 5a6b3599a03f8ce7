import type { BackendValues, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle } from './Addon';

/** Something to be computed when somebody looks at it, because it may become part of something larger. */
export type Pending = {
  /** Handles of our own on what it is computed from. */
  readonly holds: readonly Handle[];
  compute(): Handle;
  /** Computes it with this added in the same pass, where that is possible. */
  plus?(addend: TensorInfo): TensorInfo | undefined;
  /** The terms left^T right of a sum that is not yet added up. */
  readonly products?: { readonly lefts: readonly Handle[]; readonly rights: readonly Handle[] };
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
