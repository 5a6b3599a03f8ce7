import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle, NativeArgument } from './Addon';
import { tf } from './tf';
import type { TorchBackend } from './TorchBackend';
import type { Held, PendingSum } from './TorchData';

// A kernel that is used at T timesteps has for its gradient a sum of T terms, which tfjs asks for one by one: of
// matrices products left^T right of [K, M] and [K, N] each, of images the gradients of their filter. They are kept
// until somebody looks, and then computed as one term of [T K, M] and [T K, N], or of one batch of all images: the
// same sum in another order, and a better use of the processor. Of many pixels, which no company makes faster and
// which would hold much memory, a term waits for the next question alone, and is then added in place.

/** Pixels from which a term of a filter's gradient is computed soon. */
const ENOUGH_PIXELS = 4096;

/** The product left^T right of [K, M] and [K, N], to be computed when somebody looks at it. */
export function deferProduct(backend: TorchBackend, left: TensorInfo, right: TensorInfo): TensorInfo {
  return pendingSum(backend, [left.shape[1]!, right.shape[1]!], {
    operation: 'sumOfProducts',
    rest: [],
    image: [],
    lefts: [backend.hold(left)],
    rights: [backend.hold(right)],
    pixels: 0,
  });
}

/** The gradient of a filter whose use on an image got this error, to be computed when somebody looks at it. */
export function deferFilterGradient(
  backend: TorchBackend,
  [image, error]: readonly [TensorInfo, TensorInfo],
  { shape, window }: { readonly shape: readonly number[]; readonly window: readonly NativeArgument[] },
): TensorInfo {
  settleLast();
  const gradient = pendingSum(backend, shape, {
    operation: 'sumOfFilterGrads',
    rest: [...window, shape],
    image: image.shape.slice(1),
    lefts: [backend.hold(image)],
    rights: [backend.hold(error)],
    pixels: image.shape.slice(0, -1).reduce((product, length) => product * length, 1),
  });
  return remembered(backend, gradient);
}

/**
 * The sum of two sums that nobody has looked at, itself to be computed later. Undefined where there are none, or where
 * their terms cannot be computed together, as those of images of two sizes cannot.
 */
export function addPendingSums(backend: TorchBackend, a: TensorInfo, b: TensorInfo): TensorInfo | undefined {
  const [first, second] = [a, b].map(({ dataId }) => backend.entryOf(dataId).pending?.sum);
  if (first === undefined || second === undefined || String(a.shape) !== String(b.shape)) return undefined;
  if (first.operation !== second.operation || String(first.rest) !== String(second.rest)) return undefined;
  if (String(first.image) !== String(second.image)) return undefined;
  if (first.total !== undefined && second.total !== undefined) return undefined;
  const total = first.total ?? second.total;
  const lefts = [...first.lefts, ...second.lefts];
  const rights = [...first.rights, ...second.rights];
  for (const held of holdsOf({ lefts, rights, total })) held.holders += 1;
  const pixels = first.pixels + second.pixels;
  return remembered(backend, pendingSum(backend, a.shape, { ...first, lefts, rights, total, pixels }));
}

function pendingSum(backend: TorchBackend, shape: readonly number[], sum: PendingSum): TensorInfo {
  return backend.own(shape, 'float32', { pending: pendingOf(backend, sum) });
}

const pendingOf = (backend: TorchBackend, sum: PendingSum) => ({
  holds: holdsOf(sum),
  sum,
  compute: () => {
    const { operation, lefts, rights, rest, total } = sum;
    if (total !== undefined && lefts.length === 0) {
      total.seen = true;
      return backend.ask('alias', total.handle) as Handle;
    }
    // What nobody else holds or has seen may be added to where it lies.
    const alone = total?.holders === 1 && total.seen !== true;
    return backend.ask(
      operation,
      ...[handlesOf(lefts), handlesOf(rights), total?.handle, alone, ...rest],
    ) as Handle;
  },
});

/** The last sum of many pixels, while it waits for the next question. */
let last: { readonly backend: TorchBackend; readonly dataId: object } | undefined;

function remembered(backend: TorchBackend, info: TensorInfo): TensorInfo {
  const { dataId } = info;
  if (backend.entryOf(dataId).pending!.sum!.pixels >= ENOUGH_PIXELS) last = { backend, dataId };
  return info;
}

/** Adds up the terms of the last sum of many pixels, which can still be added to. */
function settleLast(): void {
  const waiting = last;
  last = undefined;
  if (waiting === undefined || tf.findBackend('torch') !== waiting.backend) return;
  const { backend, dataId } = waiting;
  if (backend.refCount(dataId) === 0) return;
  const entry = backend.entryOf(dataId);
  const { pending } = entry;
  if (pending?.sum === undefined) return;
  const total = { handle: pending.compute(), holders: 1 };
  entry.pending = pendingOf(backend, { ...pending.sum, lefts: [], rights: [], total, pixels: 0 });
  backend.letGo(pending.holds);
}

const holdsOf = ({ lefts, rights, total }: Pick<PendingSum, 'lefts' | 'rights' | 'total'>): Held[] =>
  total === undefined ? [...lefts, ...rights] : [...lefts, ...rights, total];

const handlesOf = (holds: readonly Held[]): Handle[] => holds.map(({ handle }) => handle);
