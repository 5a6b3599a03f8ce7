import type { Figure, Score } from '@goal-driven/core';
import { alignToBins } from './alignToBins';
import { areasOf, takeAreas, type Area, type NeuralRecording } from './NeuralRecording';
import type { PredictivityConfig } from './PredictivityConfig';
import { activityOf, type TimedModel } from './TimedModel';
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
  const activity = await activityOf(model, layer, recording.objects.length);
  const features = alignToBins(activity, model.steps, recording.bins);
  const fit = timeResolvedPredictivity(features, takeAreas(recording, [area]), config);
  return { model: model.name, layer, area, fit };
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
        ...{ mapping: config.mapping, map: config.map.kind, splits: config.splits.kind, noise: config.noise },
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

/** Every area of a recording with the layer that it was given. */
export async function* neuralPredictivity(
  model: TimedModel,
  {
    recording,
    layers,
  }: { readonly recording: NeuralRecording; readonly layers: { readonly [area in Area]?: string } },
  config: PredictivityConfig,
): AsyncGenerator<AreaFit> {
  for (const area of areasOf(recording)) {
    const layer = layers[area];
    if (layer !== undefined) yield await fitArea(model, { layer, area, recording }, config);
  }
}
