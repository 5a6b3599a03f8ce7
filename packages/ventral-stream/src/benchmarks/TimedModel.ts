import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { requireBins, type TimeBin } from './TimeBin';

/** [images, timesteps, units], as a network gives it or as a table of doubles. */
export type Activity = NdArray<Float32Array> | NdArray;

/** A model as benchmarks see it: what its layers do over time, for the images of a data set in their order. */
export type TimedModel = {
  readonly name: string;
  /** From low to high. */
  readonly layers: readonly string[];
  /** What each step of the activity stands for; `timeless` for a feed-forward model of one step. */
  readonly timesteps: readonly TimeBin[];
  /** [images, timesteps, units] of a layer; units are those of its output, flattened. */
  readonly activity: (layer: string) => Promise<Activity>;
};

/**
 * The activity of a layer, checked.
 *
 * @throws ConfigError for a layer that the model has not, ShapeError for other images or timesteps, DataError for a value
 *   that is not finite
 */
export async function activityOf(
  { name, layers, timesteps, activity }: TimedModel,
  layer: string,
  images: number,
): Promise<Activity> {
  requireBins(name, timesteps);
  if (!layers.includes(layer)) {
    throw new ConfigError(`${name}: layer must be among ${layers.join(', ')}, got ${layer}`);
  }
  const found = await activity(layer);
  const [count, time, units] = found.shape;
  if (found.shape.length !== 3 || count !== images || time !== timesteps.length || !units) {
    throw new ShapeError(
      `${name}: activity of ${layer} must be [${images} images, ${timesteps.length} timesteps, units], got [${found.shape}]`,
    );
  }
  const bad = found.values.findIndex((value: number) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new DataError(
      `${name}: activity of ${layer} must be finite, got ${found.values[bad]} at flat index ${bad}`,
    );
  }
  return found;
}

/** The same model on some of its images, in this order: activity [images asked for, timesteps, units]. */
export const ofImages = (model: TimedModel, images: readonly number[]): TimedModel => ({
  ...model,
  activity: async (layer) => {
    const { values, shape } = await model.activity(layer);
    const width = values.length / shape[0]!;
    const taken = values instanceof Float32Array ? Float32Array : Float64Array;
    const rows = new taken(images.length * width);
    images.forEach((image, row) =>
      rows.set(values.subarray(image * width, (image + 1) * width), row * width),
    );
    return ndArray<Float32Array | Float64Array>(rows, [images.length, ...shape.slice(1)]) as Activity;
  },
});
