import { availableParallelism } from 'node:os';
import {
  ConfigError,
  createRng,
  DataError,
  ndArray,
  sizeOf,
  type NdArray,
  type Rng,
} from '@goal-driven/core/arrays';
import type { DataStream } from '@goal-driven/core';
import { imageWorkers, type ImageWorkers } from './_imageWorkers';
import { isRandom } from './augmentation/augment';
import type { Augmentation } from './augmentation/Augmentation';
import type { ImageSource } from './ImageSource';
import type { Looks } from './Looks';
import { makeImages, requireSameSize, type MadeImages } from './makeImages';

/** B images and what they show; further views, or depth, stand beside them under their own names. */
export type ImageBatch = {
  readonly [name: string]: NdArray<Float32Array | Int32Array>;
  /** [B, height, width, 3]. */
  readonly images: NdArray<Float32Array>;
  /** [B], indices into the classes of the source. */
  readonly labels: NdArray<Int32Array>;
  /** [B], numbers of the images in the source. */
  readonly indices: NdArray<Int32Array>;
};

/** The number of the batch, from 0. */
export type ImageCursor = { readonly batch: number };

export type ImageStreamOptions = {
  /** B. */
  readonly batchSize: number;
  /** From an image as it is stored to what a network sees: one look, or several at once. */
  readonly steps: Augmentation | Looks;
  /** Threads that make the images of a batch together; 0 has the caller's make them. All but one core, at most 4. */
  readonly threads?: number;
};

/** A stream, and the end of its threads for those who cannot wait for the process to end. */
export type ImageStream = DataStream<ImageBatch, ImageCursor> & { close(): Promise<void> };

/**
 * Images for training, in epochs: epoch e has each image once, in the order `rng.child('order').child(e)` gives,
 * but for those that fill no batch; image i of epoch e is augmented by `rng.child('image').child(e).child(i)`. So
 * a batch is a function of the cursor alone, whatever thread makes it.
 *
 * @throws ConfigError where a batch is larger than the source, DataError for a label that is none of its classes
 */
export function imageStream(source: ImageSource, options: ImageStreamOptions, rng: Rng): ImageStream {
  const count = source.labels.length;
  const perEpoch = Math.floor(count / options.batchSize);
  requireBatchSize(options.batchSize, count);
  let known: { epoch: number; order: Int32Array } | undefined;
  const orderOf = (epoch: number): Int32Array => {
    if (known?.epoch !== epoch) known = { epoch, order: rng.child('order').child(epoch).permutation(count) };
    return known.order;
  };
  return streamOf(`${source.name}/training`, source, {
    ...options,
    plan: (batch) => {
      const epoch = Math.floor(batch / perEpoch);
      const first = (batch % perEpoch) * options.batchSize;
      return {
        indices: [...orderOf(epoch).subarray(first, first + options.batchSize)],
        rng: rng.child('image').child(epoch).path,
      };
    },
  });
}

/**
 * Images to be judged by, without chance: batch k has images k B and on. The last batch has what is left, and the one
 * after it is the first again.
 *
 * @param mixed whether the order is not the source's but one order of chance, the same for all sources of a length: where
 *   only the first batches are looked at, those of a folder would be of its first classes
 * @throws ConfigError for a step that depends on chance, DataError for a label that is none of the classes
 */
export function heldOutImages(
  source: ImageSource,
  { mixed = false, ...options }: ImageStreamOptions & { readonly mixed?: boolean },
): ImageStream {
  const count = source.labels.length;
  requireBatchSize(options.batchSize, count);
  requireCertain(options.steps);
  const batches = heldOutBatches(source, options.batchSize);
  const rng = createRng(0).path;
  const order = mixed ? createRng(0).child('held-out').permutation(count) : undefined;
  return streamOf(`${source.name}/held-out`, source, {
    ...options,
    plan: (batch) => {
      const first = (batch % batches) * options.batchSize;
      const length = Math.min(options.batchSize, count - first);
      const places = Array.from({ length }, (_, place) => first + place);
      return { indices: order === undefined ? places : places.map((place) => order[place]!), rng };
    },
  });
}

function requireCertain(steps: Augmentation | Looks): void {
  const refuse = (what: string) => {
    throw new ConfigError(`heldOutImages: steps must not depend on chance, got ${what}`);
  };
  if ('kind' in steps && steps.kind === 'cells') refuse('cells');
  if ('kind' in steps && steps.kind === 'depth') {
    if (steps.flip || steps.crop !== undefined) refuse('depth that is cut or mirrored');
    return;
  }
  const all = 'kind' in steps ? Object.values(steps.kind === 'views' ? steps.views : {}).flat() : steps;
  const random = all.find(isRandom);
  if (random !== undefined) refuse(random.kind);
}

/** Batches in which `heldOutImages` shows each image once. */
export const heldOutBatches = ({ labels }: ImageSource, batchSize: number): number =>
  Math.ceil(labels.length / batchSize);

function requireBatchSize(batchSize: number, count: number): void {
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > count)
    throw new ConfigError(
      `imageStream: batchSize must be in 1 .. ${count}, the number of images, got ${batchSize}`,
    );
}

function requireLabels({ name, labels, classes }: ImageSource): void {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes.length);
  if (wrong !== -1)
    throw new DataError(
      `imageStream: labels of ${name} must be in 0 .. ${classes.length - 1}, got ${labels[wrong]} at image ${wrong}`,
    );
}

type Plan = { readonly indices: readonly number[]; readonly rng: string };

function streamOf(
  name: string,
  source: ImageSource,
  {
    steps,
    threads = Math.min(4, Math.max(1, availableParallelism() - 1)),
    plan,
  }: ImageStreamOptions & { plan: (batch: number) => Plan },
): ImageStream {
  if (!Number.isInteger(threads) || threads < 0 || threads > 64)
    throw new ConfigError(`imageStream: threads must be in 0 .. 64, got ${threads}`);
  requireLabels(source);
  const pool = threads === 0 ? undefined : imageWorkers(source.pixels, steps, threads);
  return {
    name,
    start: { batch: 0 },
    read: async ({ batch }) => {
      const { indices, rng } = plan(batch);
      const parts =
        pool === undefined
          ? [makeImages(source.pixels, steps, { indices, rng })]
          : await inParts(pool, threads, { indices, rng });
      const labels = Int32Array.from(indices, (index) => source.labels[index]!);
      return {
        batch: {
          ...joined(parts, indices.length),
          labels: ndArray(labels, [indices.length]),
          indices: ndArray(Int32Array.from(indices), [indices.length]),
        },
        next: { batch: batch + 1 },
      };
    },
    close: async () => pool?.close(),
  };
}

/** A batch in as many parts as there are threads. */
function inParts(pool: ImageWorkers, threads: number, { indices, rng }: Plan): Promise<MadeImages[]> {
  const share = Math.ceil(indices.length / threads);
  const parts = Array.from({ length: Math.ceil(indices.length / share) }, (_, part) =>
    indices.slice(part * share, (part + 1) * share),
  );
  return Promise.all(parts.map((part, thread) => pool.make(thread, { indices: part, rng })));
}

type Looked = Pick<ImageBatch, 'images'> & { [name: string]: NdArray<Float32Array> };

function joined(parts: readonly MadeImages[], count: number): Looked {
  const entries = Object.entries(parts[0]!).map(([name, first]) => {
    const { size } = first;
    for (const part of parts) requireSameSize(size, part[name]!.size);
    const shape = [count, ...size];
    if (parts.length === 1) return [name, ndArray(first.values, shape)] as const;
    const values = new Float32Array(sizeOf(shape));
    let at = 0;
    for (const part of parts) {
      values.set(part[name]!.values, at);
      at += part[name]!.values.length;
    }
    return [name, ndArray(values, shape)] as const;
  });
  return Object.fromEntries(entries) as Looked; // `lookAt` has `images` among them
}
