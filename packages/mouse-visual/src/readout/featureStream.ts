import { ndArray, tf, type DataStream, type NdArray } from '@goal-driven/core';
import type { ImageCursor, ImageStream } from '@goal-driven/stimuli';
import type { Frozen } from './loadFrozen';

/** What a frozen encoder makes of B images, and what these show. */
export type FeatureBatch = {
  readonly [name: string]: NdArray<Float32Array | Int32Array>;
  /** [B, ...features] */
  readonly features: NdArray<Float32Array>;
  /** [B], indices into the classes of the source. */
  readonly labels: NdArray<Int32Array>;
};

/** Batches of features [B, ...], and the end of the threads that make their images. */
export type FeatureStream = DataStream<FeatureBatch, ImageCursor> & { close(): Promise<void> };

/**
 * A stream of images seen through an encoder that stays as it is: its features are computed when a batch is read, once,
 * so that no gradient is taken through it. The cursor is that of the images, and a batch a function of it.
 */
export function featureStream(images: ImageStream, { look }: Pick<Frozen, 'look'>): FeatureStream {
  return {
    name: `${images.name}/features`,
    start: images.start,
    read: async (cursor) => {
      const { batch, next } = await images.read(cursor);
      const { values, shape } = batch.images;
      const seen = tf.tidy(() => look(tf.tensor4d(values, shape as [number, number, number, number])));
      try {
        const features = ndArray((await seen.data()) as Float32Array, [...seen.shape]);
        return { batch: { features, labels: batch.labels }, next };
      } finally {
        seen.dispose();
      }
    },
    close: () => images.close(),
  };
}
