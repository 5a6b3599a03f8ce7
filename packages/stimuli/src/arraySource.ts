import { DataError, sizeOf, type NdArray } from '@goal-driven/core/arrays';
import type { ImageSource } from './ImageSource';

/**
 * Images at hand as a source; they are copied into memory that threads share.
 *
 * @param images [images, height, width, 3]
 * @param labels [images], indices into `classes`
 * @param depth [images, height, width], how far away each pixel is, 0 nearest
 * @throws DataError where the shapes or the labels do not fit
 */
export function arraySource({
  images: { values, shape },
  labels,
  classes,
  name = 'images',
  depth,
}: {
  images: NdArray<Uint8Array>;
  depth?: NdArray<Uint8Array>;
  labels: ArrayLike<number>;
  classes: readonly string[];
  name?: string;
}): ImageSource {
  const [count, height, width, channels] = shape as [number, number, number, number];
  if (shape.length !== 4 || channels !== 3 || sizeOf(shape) === 0)
    throw new DataError(`arraySource: images must be [images, height, width, 3], not empty, got [${shape}]`);
  if (labels.length !== count)
    throw new DataError(
      `arraySource: there must be a label for each of ${count} images, got ${labels.length}`,
    );
  const wrong = Array.from(labels).findIndex(
    (label) => !(Number.isInteger(label) && label >= 0 && label < classes.length),
  );
  if (wrong !== -1)
    throw new DataError(
      `arraySource: labels must be in 0 .. ${classes.length - 1}, got ${labels[wrong]} at image ${wrong}`,
    );
  if (depth !== undefined && String(depth.shape) !== String([count, height, width]))
    throw new DataError(
      `arraySource: depth must be [${count}, ${height}, ${width}], as the images are, got [${depth.shape}]`,
    );
  return {
    name,
    classes,
    labels: Int32Array.from(labels),
    pixels: {
      kind: 'array',
      values: shared(values),
      shape: [count, height, width, 3],
      ...(depth !== undefined && { depth: shared(depth.values) }),
    },
  };
}

function shared(values: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const copy = new Uint8Array(new SharedArrayBuffer(values.length));
  copy.set(values);
  return copy;
}
