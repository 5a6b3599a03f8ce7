import type { Figure, Score } from '@goal-driven/core';
import { ndArray, RandomState } from '@goal-driven/core/arrays';
import { alignToBins } from './alignToBins';
import { takeAreas, type Area, type NeuralRecording } from './NeuralRecording';
import type { PredictivityConfig } from './PredictivityConfig';
import { activityOf, type Activity, type TimedModel } from './TimedModel';
import { timeResolvedPredictivity, type TimeResolvedPredictivity } from './timeResolvedPredictivity';

/** A layer held against an area. */
export type AreaFit = {
  readonly model: string;
  readonly layer: string;
  readonly area: Area;
  readonly fit: TimeResolvedPredictivity;
};

/**
 * How well a layer of a model predicts the sites of an area over time, its clock brought to that of the recording.
 *
 * @throws what `activityOf`, `alignToBins` and `timeResolvedPredictivity` throw
 */
export async function fitArea(
  model: TimedModel,
  {
    layer,
    area,
    recording,
  }: { readonly layer: string; readonly area: Area; readonly recording: NeuralRecording },
  config: PredictivityConfig,
): Promise<AreaFit> {
  const activity = takeUnits(await activityOf(model, layer, recording.objects.length), config);
  const features = alignToBins(activity, model.timesteps, recording.bins);
  const fit = timeResolvedPredictivity(features, takeAreas(recording, [area]), config);
  return { model: model.name, layer, area, fit };
}

/** As many units as asked for, drawn without replacement; all where there are no more. */
function takeUnits(activity: Activity, { units, seed }: PredictivityConfig): Activity {
  const all = activity.shape[2]!;
  if (units === undefined || units >= all) return activity;
  const chosen = new RandomState(seed).permutation(all).slice(0, units).sort();
  const rows = activity.values.length / all;
  const single = activity.values instanceof Float32Array;
  const taken = single ? new Float32Array(rows * units) : new Float64Array(rows * units);
  for (let row = 0, at = 0; row < rows; row++) {
    for (const unit of chosen) taken[at++] = activity.values[row * all + unit]!;
  }
  return ndArray<Float32Array | Float64Array>(taken, [...activity.shape.slice(0, 2), units]) as Activity;
}

/** The score of every bin, labelled with its start, ms; of a map of averages over time, with `all`. */
export function* predictivityScores(
  { model, layer, area, fit: { bins, config } }: AreaFit,
  { name, synthetic }: NeuralRecording,
): Generator<Score> {
  for (const { bin, raw, ceiling, ceiled, n } of bins) {
    yield {
      metric: 'neuralPredictivity',
      version: 1,
      labels: {
        ...{ model, layer, area, recording: name, animals: synthetic ? 'synthetic' : 'recorded' },
        bin: config.mapping === 'timeAverage' ? 'all' : bin.start,
        ...{ mapping: config.mapping, map: config.map.kind, units: config.units ?? 'all' },
        ...{ splits: config.splits.kind, noise: config.noise },
      },
      ...{ value: raw, ceiling, ceiled, n, unit: 'correlation' },
    };
  }
}

/** The course of one area: what each model predicts of it in each bin, corrected for noise or not. */
export function predictivityFigure(
  fits: readonly AreaFit[],
  {
    area,
    recording,
    corrected = true,
  }: { readonly area: Area; readonly recording: NeuralRecording; readonly corrected?: boolean },
): Figure {
  const own = fits.filter((fit) => fit.area === area);
  const what = corrected ? 'noise-corrected correlation' : 'correlation';
  return {
    kind: 'lines',
    name: `predictivity-${area}${corrected ? '' : '-raw'}`,
    title: `Neural predictivity of ${area} over time`,
    caption: `Median over ${recording.synthetic ? 'synthetic ' : ''}sites of ${recording.name} in ${area} of the ${what} of predicted and measured responses to held-out images, in bins of 10 ms${own[0] ? `; ${own[0].fit.config.mapping} map, correction ${own[0].fit.config.noise}` : ''}.`,
    axes: { x: 'time after image onset (ms)', y: what },
    lines: own.map(({ model, layer, fit }) => ({
      label: `${model}, ${layer}`,
      x: fit.bins.map(({ bin }) => bin.start),
      y: fit.bins.map((bin) => (corrected ? bin.ceiled : bin.raw)),
    })),
  };
}
