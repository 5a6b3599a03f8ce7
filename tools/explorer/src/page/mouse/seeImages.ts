import { createPass, createRng, ndArray, tf, type NdArray } from '@goal-driven/core';
import { imagenetColours, type ByteImage } from '@goal-driven/stimuli';
import type { MouseEye } from './mouseEye';

/** What a network makes of images. */
export type Seen = {
  /** By layer, [images, height, width, channels] or [images, units]. */
  readonly layers: { readonly [layer: string]: NdArray<Float32Array> };
  /** The embedding, [images, units]. */
  readonly embedding: NdArray<Float32Array>;
};

/**
 * Shows images to a network as in evaluation.
 *
 * @param images of the network's side each
 * @param only the embedding is read
 */
export function seeImages(
  { network, params, state, side }: MouseEye,
  images: readonly ByteImage[],
  only = false,
): Seen {
  const input = Float32Array.from(images.flatMap(({ values }) => [...normalised(values)]));
  const run = () => {
    const shown = tf.tensor4d(input, [images.length, side, side, 3]);
    const pass = createPass({ training: false, rng: createRng(0) }); // nothing is drawn
    const { output, layers } = network.apply(params, state, { images: shown }, pass);
    const read = Object.entries(only ? {} : layers).map(([name, tensor]) => [
      name,
      ndArray(tensor.dataSync<'float32'>(), [...tensor.shape]),
    ]);
    const values = output.dataSync<'float32'>();
    const embedding = ndArray(values, [images.length, values.length / images.length]);
    return { layers: Object.fromEntries(read) as Seen['layers'], embedding };
  };
  return tf.tidy(run as () => never) as Seen; // arrays, which its type does not know
}

/** Bytes as networks of the study are shown them, by the means and deviations of ImageNet. */
const normalised = (bytes: Uint8Array): Float32Array =>
  Float32Array.from(
    bytes,
    (byte, at) => (byte / 255 - imagenetColours.mean[at % 3]!) / imagenetColours.sd[at % 3]!,
  );
