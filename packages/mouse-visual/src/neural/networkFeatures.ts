import { createPass, createRng, tf, type Architecture, type Tensor, type Tree } from '@goal-driven/core';
import {
  ConfigError,
  DataError,
  ndArray,
  NumericalError,
  ShapeError,
  type NdArray,
} from '@goal-driven/core/arrays';
import type { LayerFeatures } from './LayerFeatures';

/**
 * Activity of the layers of a network to images, as it is compared with units: norms by their running moments, nothing
 * dropped.
 *
 * @param images [images, height, width, channels], as the network takes them (preprocessed)
 * @param options `layers`: all that the network records where left out; `batchSize`: images at a time, 32 by default
 * @returns by layer, in the order of `layers`, [images, units], rows and columns and channels as one axis
 * @throws ShapeError for images of other axes, DataError for such as are not finite, ConfigError for a layer that the network does not record, NumericalError
 *   for activity that is not finite; and as `apply` of the network
 */
export function networkFeatures(
  network: Architecture<{ readonly images: Tensor }>,
  { params, state }: { readonly params: Tree; readonly state: Tree },
  images: NdArray<Float32Array | Float64Array>,
  {
    layers = Object.keys(network.units),
    batchSize = 32,
  }: { readonly layers?: readonly string[]; readonly batchSize?: number } = {},
): LayerFeatures {
  const [count, ...size] = images.shape;
  if (images.shape.length !== 4 || !count || !(batchSize >= 1)) {
    throw new ShapeError(
      `networkFeatures: images must be [images, height, width, channels], got [${images.shape}]`,
    );
  }
  // Some backends rectify NaN to 0, and so would make features of it.
  const missing = images.values.findIndex((value) => !Number.isFinite(value));
  if (missing >= 0) {
    throw new DataError(
      `networkFeatures: images must be finite, got ${images.values[missing]} at index ${missing}`,
    );
  }
  const unknown = layers.find((layer) => !Object.hasOwn(network.units, layer));
  if (unknown !== undefined) {
    throw new ConfigError(
      `networkFeatures: layers must be among ${Object.keys(network.units).join(', ')}, got ${unknown}`,
    );
  }
  const features: Record<string, NdArray> = {}; // made when it is seen how much a layer has for images of this size
  const pass = createPass({ training: false, rng: createRng(0) }); // nothing is drawn: no layer is training
  const pixels = images.values.length / count;
  for (let first = 0; first < count; first += batchSize) {
    const last = Math.min(count, first + batchSize);
    tf.tidy(() => {
      const batch = Float32Array.from(images.values.subarray(first * pixels, last * pixels));
      const shown = tf.tensor4d(batch, [last - first, ...size] as [number, number, number, number]);
      const applied = network.apply(params, state, { images: shown }, pass);
      for (const layer of layers) {
        const activity = applied.layers[layer]!;
        const units = activity.size / (last - first);
        features[layer] ??= ndArray(new Float64Array(count * units), [count, units]);
        features[layer].values.set(activity.dataSync(), first * units);
      }
    });
  }
  for (const [layer, { values }] of Object.entries(features)) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new NumericalError(
        `networkFeatures: ${layer} must be finite, got ${values[bad]} at index ${bad}`,
      );
  }
  return features;
}
