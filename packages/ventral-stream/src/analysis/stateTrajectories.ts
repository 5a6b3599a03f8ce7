import { ndArray, type NdArray } from '@goal-driven/core';
import { pca } from '@goal-driven/metrics';

export type Trajectories = {
  /** Share of the variance that each component explains. */
  readonly ratios: readonly number[];
  /** [N][T][components]. */
  readonly paths: readonly (readonly (readonly number[])[])[];
};

/**
 * Where the state of a layer goes while it sees an image: its principal components over all images and timesteps. States
 * are what `recordStates` gives; of a layer without a cell there are the outputs of `recordLayers` alone.
 *
 * @param layer [N, T, y, x, channels] or [N, T, channels]
 * @param options.pooled whether the map's mean of each channel is the state, or all of its pixels
 * @throws ConfigError for more components than images x timesteps, or than numbers in a state
 */
export function stateTrajectories(
  layer: NdArray<Float32Array>,
  { components = 2, pooled = true }: { readonly components?: number; readonly pooled?: boolean } = {},
): Trajectories {
  const [count, timesteps] = layer.shape as [number, number];
  const samples = samplesOf(layer, pooled);
  const { ratios, transform } = pca(samples, { components });
  const { values } = transform(samples);
  const paths = Array.from({ length: count }, (_, image) =>
    Array.from({ length: timesteps }, (__, step) => {
      const row = (image * timesteps + step) * components;
      return [...values.subarray(row, row + components)];
    }),
  );
  return { ratios: [...ratios], paths };
}

/** [images x timesteps, features]. */
function samplesOf({ values, shape }: NdArray<Float32Array>, pooled: boolean): NdArray {
  const rows = shape[0]! * shape[1]!;
  const channels = shape.at(-1)!;
  const units = values.length / rows;
  if (!pooled || units === channels) return ndArray(Float64Array.from(values), [rows, units]);
  const pixels = units / channels;
  const means = new Float64Array(rows * channels);
  values.forEach((value, index) => {
    means[Math.floor(index / units) * channels + (index % channels)]! += value / pixels;
  });
  return ndArray(means, [rows, channels]);
}
