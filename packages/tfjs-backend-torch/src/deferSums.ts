import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle } from './Addon';
import type { TorchBackend } from './TorchBackend';
import type { Held } from './TorchData';

// A kernel that is used at T timesteps has for its gradient a sum of T products left^T right, [K, M] and
// [K, N] each, which tfjs asks for one by one. They are kept until somebody looks, and then computed as one
// product of [T K, M] and [T K, N]: the same sum in another order, and a better use of the processor.

/** The product left^T right of [K, M] and [K, N], to be computed when somebody looks at it. */
export function deferProduct(backend: TorchBackend, left: TensorInfo, right: TensorInfo): TensorInfo {
  const shape = [left.shape[1]!, right.shape[1]!];
  return pendingSum(backend, shape, [[backend.hold(left)], [backend.hold(right)]]);
}

/** The sum of two sums of products that nobody has looked at, itself to be computed later; else undefined. */
export function addProducts(backend: TorchBackend, a: TensorInfo, b: TensorInfo): TensorInfo | undefined {
  const [first, second] = [a, b].map(({ dataId }) => backend.entryOf(dataId).pending?.products);
  if (first === undefined || second === undefined || String(a.shape) !== String(b.shape)) return undefined;
  const lefts = [...first.lefts, ...second.lefts];
  const rights = [...first.rights, ...second.rights];
  for (const held of [...lefts, ...rights]) held.holders += 1;
  return pendingSum(backend, a.shape, [lefts, rights]);
}

function pendingSum(
  backend: TorchBackend,
  shape: readonly number[],
  [lefts, rights]: readonly [readonly Held[], readonly Held[]],
): TensorInfo {
  const pending = {
    holds: [...lefts, ...rights],
    products: { lefts, rights },
    compute: () => backend.ask('sumOfProducts', handlesOf(lefts), handlesOf(rights)) as Handle,
  };
  return backend.own(shape, 'float32', { pending });
}

const handlesOf = (holds: readonly Held[]): Handle[] => holds.map(({ handle }) => handle);
