import { ShapeError, tf, type NdArray, type Tensor4D } from '@goal-driven/core';

/** Images as a network sees them, and what they show. */
export type ImageSet = {
  /** [N, height, width, channels], normalised. */
  readonly images: NdArray<Float32Array>;
  /** [N], indices into the classes. */
  readonly labels: readonly number[];
};

/** Images `first` .. `last` - 1 as a tensor, which is the caller's. */
export function tensorOf({ values, shape }: ImageSet['images'], first = 0, last = shape[0]!): Tensor4D {
  if (shape.length !== 4)
    throw new ShapeError(`tensorOf: images must be [N, height, width, channels], got [${shape}]`);
  const length = values.length / shape[0]!;
  return tf.tensor4d(values.slice(first * length, last * length), [last - first, ...shape.slice(1)] as [
    number,
    number,
    number,
    number,
  ]);
}

/** The first images of a set; all where it has fewer. */
export function firstImages({ images: { values, shape }, labels }: ImageSet, count: number): ImageSet {
  const kept = Math.min(count, labels.length);
  const length = values.length / labels.length;
  return {
    images: { values: values.subarray(0, kept * length), shape: [kept, ...shape.slice(1)] },
    labels: labels.slice(0, kept),
  };
}
