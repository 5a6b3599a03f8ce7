import { ndArray, ShapeError, tf, type NdArray, type Tensor4D } from '@goal-driven/core';

/** Images as a network sees them, and what they show. */
export type ImageSet = {
  /** [N, height, width, channels], normalised. */
  readonly images: NdArray<Float32Array>;
  /** [N], indices into the classes. */
  readonly labels: readonly number[];
};

/** Images as a tensor [N, height, width, channels], which is the caller's. */
export function tensorOf({ values, shape }: ImageSet['images']): Tensor4D {
  if (shape.length !== 4)
    throw new ShapeError(`tensorOf: images must be [N, height, width, channels], got [${shape}]`);
  return tf.tensor4d(values, shape as [number, number, number, number]);
}

/** The first images of a set; all where it has fewer. */
export const firstImages = ({ images, labels }: ImageSet, count: number): ImageSet => ({
  images: slice(images, 0, Math.min(count, labels.length)),
  labels: labels.slice(0, count),
});

/** How many images go through a network together: a bound on memory that no number depends on. */
const TOGETHER = 32;

/** The images in parts that a network is shown together. */
export const inBatches = (images: ImageSet['images']): ImageSet['images'][] =>
  Array.from({ length: Math.ceil(images.shape[0]! / TOGETHER) }, (_, batch) =>
    slice(images, batch * TOGETHER, Math.min((batch + 1) * TOGETHER, images.shape[0]!)),
  );

function slice({ values, shape }: ImageSet['images'], first: number, last: number): ImageSet['images'] {
  const [count, ...own] = shape as [number, ...number[]];
  const length = values.length / count;
  return ndArray(values.subarray(first * length, last * length), [last - first, ...own]);
}
