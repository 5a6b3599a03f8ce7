import type { BackendValues, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle, NativeArgument } from './Addon';

/** A handle of our own on a tensor, how many wait for it, and whether somebody else has a handle on it now. */
export type Held = { readonly handle: Handle; holders: number; seen?: boolean };

/** Something to be computed when somebody looks at it, because it may become part of something larger. */
type Pending = {
  /** What it is computed from. */
  readonly holds: readonly Held[];
  compute(): Handle;
  /** Computes it with this added in the same pass, where that is possible. */
  plus?(addend: TensorInfo): TensorInfo | undefined;
  /** Where it is a sum of terms that are not yet added up. */
  readonly sum?: PendingSum;
};

/** A sum of terms, each of a left and a right tensor, which an operation of the addon adds up together. */
export type PendingSum = {
  readonly operation: string;
  /** Arguments of the operation after the tensors; sums of the same ones can be added. */
  readonly rest: readonly NativeArgument[];
  /** Shape of one image, which all terms must share to become one batch; empty of what are no images. */
  readonly image: readonly number[];
  readonly lefts: readonly Held[];
  readonly rights: readonly Held[];
  /** Terms that have been added up already. */
  readonly total?: Held | undefined;
  /** Pixels of the images of all terms; 0 of what are no images. */
  readonly pixels: number;
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
  /** Where the maxima were, kept from max pooling for its gradient, and which pooling that was. */
  companion: { readonly handle: Handle; readonly of: string } | undefined;
};
