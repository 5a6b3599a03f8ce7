import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { besideEachOther } from './_numbers';
import { alignedAt } from './alignToBins';
import { type TimeBin } from './TimeBin';
import { activityOf, type TimedModel } from './TimedModel';

/** What a decoder gets to see of the images at each bin of time. */
export type FeatureCourse = {
  readonly bins: readonly TimeBin[];
  /** [bins], what each bin shows: bins of one name show the same. */
  readonly sources: readonly string[];
  /** [images, units] at a bin. */
  readonly at: (bin: number) => NdArray;
};

/**
 * Features of a recurrent model: at each bin the activity of its layers then, side by side. A model without recurrence,
 * of one step for all time, gives the same features at every bin.
 *
 * @param shift ms by which the model lags behind the bins: bin `[b, b + 10)` sees `[b - shift, b - shift + 10)`
 * @throws ConfigError for no layers; what `activityOf` and `alignToBins` throw
 * @source Nayebi et al. 2022, doi:10.1162/neco_a_01506: one-to-one, the model's own timesteps; the zero of the clock is not
 *   published, hence `shift`
 */
export async function recurrentCourse(
  model: TimedModel,
  layers: readonly string[],
  {
    images,
    bins,
    shift = 0,
  }: { readonly images: number; readonly bins: readonly TimeBin[]; readonly shift?: number },
): Promise<FeatureCourse> {
  if (layers.length === 0) throw new ConfigError('recurrentCourse: layers must be at least 1, got none');
  const activities = await Promise.all(layers.map((layer) => activityOf(model, layer, images)));
  const seen = bins.map(({ start, end }) => ({ start: start - shift, end: end - shift }));
  return {
    bins,
    sources: seen.map(({ start }) => sourceAt(model, layers, start)),
    at: (bin) =>
      besideEachOther(activities.map((activity) => alignedAt(activity, model.timesteps, seen[bin]!))),
  };
}

const sourceAt = ({ timesteps }: TimedModel, layers: readonly string[], start: number): string =>
  `${layers.join(' + ')}${timesteps.length === 1 ? '' : ` at ${start} ms`}`;

/**
 * Features of a feed-forward model: at each bin those of one of its layers.
 *
 * @param layerOfBin [bins], indices into `layers`, such as `uniformSchedule` gives
 * @throws ConfigError unless there is a layer for each bin and the model has one step
 */
export async function feedForwardCourse(
  model: TimedModel,
  layers: readonly string[],
  {
    images,
    bins,
    layerOfBin,
  }: { readonly images: number; readonly bins: readonly TimeBin[]; readonly layerOfBin: readonly number[] },
): Promise<FeatureCourse> {
  if (layerOfBin.length !== bins.length || layerOfBin.some((index) => layers[index] === undefined)) {
    throw new ConfigError(
      `feedForwardCourse: layerOfBin must give each of ${bins.length} bins one of ${layers.length} layers, got [${layerOfBin}]`,
    );
  }
  if (model.timesteps.length !== 1) {
    throw new ConfigError(
      `feedForwardCourse: ${model.name} must have one step, got ${model.timesteps.length}`,
    );
  }
  const activities = await Promise.all(layers.map((layer) => activityOf(model, layer, images)));
  return {
    bins,
    sources: layerOfBin.map((index) => layers[index]!),
    at: (bin) => alignedAt(activities[layerOfBin[bin]!]!, model.timesteps, bins[bin]!),
  };
}
