import type { BackendValues, DataType } from '@tensorflow/tfjs-core';
import type { Handle } from './Addon';

/** Terms of a sum of left^T right, not yet added up: see `deferProducts`. */
export type PendingProducts = { readonly lefts: readonly Handle[]; readonly rights: readonly Handle[] };

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
  pending: PendingProducts | undefined;
  /** Where the maxima were, kept from max pooling for its gradient. */
  companion: Handle | undefined;
};
